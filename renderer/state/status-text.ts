/** Texts and colours for the states of proxy and key, shared by header, status bar and banner. Pure. */

import type { ProxyStatus } from '#shared/ipc/contract.ts';
import { type KeyState, needsKey } from '#shared/settings/key.ts';
import type { Tone } from '../ui/small.tsx';

/** The status as one word, for the header. */
export function stateWord(status: ProxyStatus): string {
  switch (status.state) {
    case 'running':
      return 'Running';
    case 'degraded':
      return 'Running with problems';
    case 'starting':
      return 'Starting';
    case 'stopped':
      return 'Stopped';
    case 'port-conflict':
      return 'Port in use';
    case 'error':
      return 'Failed';
  }
}

export function stateTone(status: ProxyStatus): Tone {
  switch (status.state) {
    case 'running':
      return 'running';
    case 'degraded':
      return 'loss';
    case 'starting':
    case 'stopped':
      return 'faint';
    case 'port-conflict':
    case 'error':
      return 'error';
  }
}

/** True while tools can reach the proxy. */
export function isListening(status: ProxyStatus): boolean {
  return status.state === 'running' || status.state === 'degraded';
}

/** A short text about the key, for the status bar. */
export function keyText(key: KeyState): string {
  const end = key.lastFour === null ? '' : ` (…${key.lastFour})`;
  switch (key.state) {
    case 'reading':
      return 'reading the keychain…';
    case 'stored':
      return `key in keychain${end}`;
    case 'session':
      return `key for this run only${end}`;
    case 'environment':
      return `key from ANTHROPIC_API_KEY${end}`;
    case 'demo':
      return 'demo needs no key';
    case 'missing':
      return 'no key';
    case 'locked':
      return 'keyring locked';
    case 'refused':
      return 'keychain refused';
    case 'no-keyring':
      return 'no keyring';
    case 'timeout':
      return 'keychain does not respond';
  }
}

export interface BannerText {
  readonly tone: 'loss' | 'error' | 'accent';
  readonly message: string;
  readonly hint: string | null;
  readonly actions: readonly BannerAction[];
}

export type BannerAction = 'start' | 'retry' | 'use-free-port' | 'open-settings';

/** The most severe current problem and its remedy; null without a problem. */
export function bannerFor(status: ProxyStatus): BannerText | null {
  const { message, hint } = status;
  switch (status.state) {
    case 'port-conflict':
      return {
        tone: 'error',
        message,
        hint,
        actions: status.freePort === null ? ['retry', 'open-settings'] : ['use-free-port', 'retry'],
      };
    case 'error':
      return { tone: 'error', message, hint, actions: ['start'] };
    case 'stopped':
      return {
        tone: 'accent',
        message: 'The proxy is stopped.',
        hint: hint ?? 'Tools cannot reach Claude until you start it.',
        actions: ['start'],
      };
    case 'starting':
      return null;
    case 'running':
    case 'degraded':
      if (needsKey(status.key)) {
        return { tone: 'loss', message: status.key.message, hint: status.key.hint, actions: ['open-settings'] };
      }
      return status.state === 'degraded' ? { tone: 'loss', message, hint, actions: [] } : null;
  }
}
