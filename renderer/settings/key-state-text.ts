/** Texts and actions of the key field for each state of the keychain. Pure. */

import type { KeyState } from '#shared/settings/key.ts';

export interface KeyStateText {
  /** A key is there: show its end instead of an empty field. */
  readonly present: boolean;
  readonly line: string;
  readonly advice: string | null;
  readonly canForget: boolean;
  /** Calling the keychain again may help. */
  readonly canRecheck: boolean;
  /** Only the memory of this run is left to keep a key in. */
  readonly sessionOnly: boolean;
  /** The keychain has not responded yet: not an error. */
  readonly waiting: boolean;
}

const absent = { present: false, canForget: false, canRecheck: false, sessionOnly: false, waiting: false };
const given = { present: true, canForget: true, canRecheck: false, sessionOnly: false, waiting: false };

export function describeKey(key: KeyState): KeyStateText {
  const end = key.lastFour === null ? '' : `, ends in …${key.lastFour}`;
  switch (key.state) {
    case 'reading':
      return {
        ...absent,
        waiting: true,
        line: key.message,
        advice: key.hint ?? 'A key entered here replaces the one in it.',
      };
    case 'stored':
      return { ...given, line: `stored${end}`, advice: key.hint };
    case 'session':
      return {
        ...given,
        line: `kept for this run only${end}`,
        advice: key.hint ?? 'It stays in memory until Dragoman quits.',
      };
    case 'environment':
      return {
        ...given,
        canForget: false,
        line: `taken from ANTHROPIC_API_KEY${end}`,
        advice: 'It is not in the keychain. Replace it here to store one.',
      };
    case 'demo':
      return {
        ...given,
        canForget: false,
        line: 'not needed in the demo',
        advice: 'Responses come from the built-in mock server. Quit and run npm start to use Claude.',
      };
    case 'missing':
      return {
        ...absent,
        line: key.message,
        advice: key.hint ?? 'Create a key in the Anthropic Console and paste it here.',
      };
    case 'locked':
      return {
        ...absent,
        canRecheck: true,
        line: key.message,
        advice: key.hint ?? 'Unlock your keyring, then check again. Or keep a key for this run only.',
      };
    case 'refused':
      return {
        ...absent,
        canRecheck: true,
        line: key.message,
        advice: key.hint ?? 'Allow Dragoman to use the keychain, then check again.',
      };
    case 'no-keyring':
      return {
        ...absent,
        canRecheck: true,
        sessionOnly: true,
        line: key.message,
        advice:
          key.hint ?? 'Install gnome-keyring or KWallet to store a key. Until then it can be kept for this run only.',
      };
    case 'timeout':
      return {
        ...absent,
        canRecheck: true,
        line: key.message,
        advice: key.hint ?? 'A window asking for the keyring password may be open. Enter it, then check again.',
      };
  }
}
