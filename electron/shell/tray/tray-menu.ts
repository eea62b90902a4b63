/**
 * Maps the proxy's status to the tray's icon, tooltip and menu. Pure; also gives the window's title, so that they never
 * disagree.
 */

import type { ProxyStatus } from '#shared/ipc/contract.ts';
import { needsKey } from '#shared/settings/key.ts';

export type TrayIconState = 'running' | 'starting' | 'stopped' | 'attention';

export type TrayAction =
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'start' | 'stop' | 'quit' }
  | { readonly do: 'use-port'; readonly port: number }
  | { readonly do: 'choose-model'; readonly model: string }
  | { readonly do: 'show'; readonly view: 'requests' | 'chat' | 'connect' | 'settings' };

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly id: string; readonly label: string }
  | { readonly kind: 'action'; readonly id: string; readonly label: string; readonly action: TrayAction }
  | {
      readonly kind: 'choice';
      readonly id: string;
      readonly label: string;
      readonly options: readonly {
        readonly id: string;
        readonly label: string;
        readonly checked: boolean;
        readonly action: TrayAction;
      }[];
    };

export interface TrayView {
  readonly icon: TrayIconState;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

export interface TrayInput {
  readonly status: ProxyStatus;
  readonly model: string;
  /** Models to choose from; the configured one is added when it is not among them. */
  readonly models: readonly string[];
}

/** Windows truncates tooltips at 128 characters. */
const MAX_TOOLTIP = 127;

export function trayView({ status, model, models }: TrayInput): TrayView {
  const listening = status.state === 'running' || status.state === 'degraded';
  const line = demoMarked(status, status.message);
  const offered = models.includes(model) ? models : [model, ...models];
  const items: TrayItem[] = [
    { kind: 'text', id: 'status', label: line },
    { kind: 'action', id: 'copy-base-url', label: 'Copy base URL', action: { do: 'copy', text: status.baseUrl } },
    listening || status.state === 'starting'
      ? { kind: 'action', id: 'stop', label: 'Stop proxy', action: { do: 'stop' } }
      : { kind: 'action', id: 'start', label: 'Start proxy', action: { do: 'start' } },
  ];
  if (status.state === 'port-conflict' && status.freePort !== null) {
    const port = status.freePort;
    items.push({
      kind: 'action',
      id: 'use-free-port',
      label: `Use port ${port} instead`,
      action: { do: 'use-port', port },
    });
  }
  items.push(
    { kind: 'separator' },
    {
      kind: 'choice',
      id: 'model',
      label: 'Model',
      options: offered.map((id) => ({
        id: `model:${id}`,
        label: id,
        checked: id === model,
        action: { do: 'choose-model', model: id },
      })),
    },
    { kind: 'action', id: 'show-requests', label: 'Open request log', action: { do: 'show', view: 'requests' } },
    { kind: 'action', id: 'show-chat', label: 'Test chat', action: { do: 'show', view: 'chat' } },
    { kind: 'action', id: 'show-settings', label: 'Settings', action: { do: 'show', view: 'settings' } },
    { kind: 'separator' },
  );
  const problem = currentProblem(status);
  if (problem !== null) {
    items.push({ kind: 'action', id: 'problem', label: problem, action: { do: 'show', view: 'settings' } });
  }
  items.push({ kind: 'action', id: 'quit', label: 'Quit Dragoman', action: { do: 'quit' } });
  return { icon: iconFor(status), tooltip: cut(`Dragoman: ${line}`), items };
}

/** `Dragoman`, marked when it is the demo. */
export function windowTitle(demo: boolean): string {
  return demo ? 'Dragoman (demo)' : 'Dragoman';
}

function iconFor(status: ProxyStatus): TrayIconState {
  if (status.state === 'stopped' || status.state === 'starting') return status.state;
  return status.state === 'running' && !needsKey(status.key) ? 'running' : 'attention';
}

/** One line that needs the user's attention; null without any. A stopped proxy is no problem. */
function currentProblem(status: ProxyStatus): string | null {
  if (status.state === 'port-conflict' || status.state === 'error' || status.state === 'degraded') {
    return status.hint ?? status.message;
  }
  return needsKey(status.key) ? status.key.message : null;
}

function demoMarked(status: ProxyStatus, text: string): string {
  return status.demo ? `Demo: ${text}` : text;
}

function cut(text: string): string {
  return text.length <= MAX_TOOLTIP ? text : `${text.slice(0, MAX_TOOLTIP - 1)}…`;
}
