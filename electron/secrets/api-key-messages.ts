/** Messages for every state of the key: cause and remedy. */

import { type KeyState, oauthHint } from '#shared/settings/key.ts';
import type { KeyOrigins } from '#electron/services.ts';
import type { SecretFailure } from './secret-store.ts';

const SESSION_HINT = 'Or keep the key for this run only: it stays in memory and is gone when the app quits.';

const LINUX_HINTS: Record<SecretFailure, string> = {
  'no-keyring': `Install and start a keyring (Debian: apt install gnome-keyring libsecret-1-0) and log in to a desktop session. ${SESSION_HINT}`,
  locked: `Unlock the login keyring (log in with your password, or open "Passwords and Keys"), then try again. ${SESSION_HINT}`,
  refused: `Allow Dragoman in the keyring's dialog, then try again. ${SESSION_HINT}`,
  timeout: `A keyring that waits for its password does this: look for its dialog, unlock it, then try again. ${SESSION_HINT}`,
};

const KEYCHAIN_HINTS: Record<SecretFailure, string> = {
  'no-keyring': `Restart the app; if that does not help, reinstall it. ${SESSION_HINT}`,
  locked: `Unlock the keychain, then try again. ${SESSION_HINT}`,
  refused: `Allow Dragoman to use the keychain, then try again. ${SESSION_HINT}`,
  timeout: `Look for the keychain's dialog and answer it, then try again. ${SESSION_HINT}`,
};

const FAILURE_MESSAGES: Record<SecretFailure, string> = {
  'no-keyring': 'No keyring was found on this machine.',
  locked: 'The keyring is locked.',
  refused: 'The keychain refused access.',
  timeout: 'The keychain did not respond in time.',
};

/** @param detail the keychain's own message, where useful */
export function failureState(
  failure: SecretFailure,
  platform: NodeJS.Platform,
  detail: string | null = null,
): KeyState {
  const hints = platform === 'linux' ? LINUX_HINTS : KEYCHAIN_HINTS;
  return { state: failure, lastFour: null, message: failureMessage(failure, detail), hint: hints[failure] };
}

/** Why the keychain failed, with its own message where useful. */
export function failureMessage(failure: SecretFailure, detail: string | null): string {
  const said = failure === 'refused' && detail !== null && detail !== '' ? ` It said: ${detail}` : '';
  return FAILURE_MESSAGES[failure] + said;
}

/** @param sure false when the keyring may be locked */
export function missingState(sure: boolean): KeyState {
  return {
    state: 'missing',
    lastFour: null,
    message: sure ? 'No API key is stored yet.' : 'No API key was found: none is stored, or the keyring is locked.',
    hint: sure
      ? 'Enter your Anthropic API key in Settings.'
      : 'Enter your Anthropic API key in Settings, or unlock the login keyring and try again.',
  };
}

export function storedState(key: string): KeyState {
  const lastFour = lastFourOf(key);
  return { state: 'stored', lastFour, message: `Stored in the keychain${ending(lastFour)}.`, hint: null };
}

export function sessionState(key: string): KeyState {
  const lastFour = lastFourOf(key);
  return {
    state: 'session',
    lastFour,
    message: `Kept for this run only${ending(lastFour)}.`,
    hint: 'It is in memory and is gone when the app quits.',
  };
}

export function environmentState(key: string): KeyState {
  const lastFour = lastFourOf(key);
  return { state: 'environment', lastFour, message: `Taken from ANTHROPIC_API_KEY${ending(lastFour)}.`, hint: null };
}

/** The stored value cannot be a key. `where`: the start of the sentence. */
export function oauthState(where: 'ANTHROPIC_API_KEY' | 'The keychain'): KeyState {
  const message = `${where} holds an OAuth token (sk-ant-oat…), not an API key.`;
  return { state: 'missing', lastFour: null, message, hint: oauthHint };
}

/** The value cannot be a key, or no header can carry it. `where`: the start of the sentence. */
export function unusableState(
  where: 'ANTHROPIC_API_KEY' | 'The key in the keychain',
  reason: { readonly message: string; readonly hint: string },
): KeyState {
  return { state: 'missing', lastFour: null, message: `${where} cannot be used. ${reason.message}`, hint: reason.hint };
}

/** A state without a key, after the `api_key` of `--config` could not be used either. @param problem the reason, without the key */
export function configKeyState(state: KeyState, problem: string): KeyState {
  const message = `The api_key in the file of --config cannot be used. ${problem} ${state.message}`;
  const other = state.hint === null ? '' : ` Or use another key: ${state.hint}`;
  return { ...state, message, hint: `Correct api_key in that file and start again.${other}` };
}

/** Before the first response of the keychain. */
export const readingState: KeyState = {
  state: 'reading',
  lastFour: null,
  message: 'Reading the keychain…',
  hint: null,
};

/** The item is neither a key nor of our format. */
export const unreadableState: KeyState = {
  state: 'missing',
  lastFour: null,
  message: 'What the keychain holds in place of the API key cannot be read.',
  hint: 'Enter your Anthropic API key again in Settings.',
};

export function unconfirmedHint({ from, to }: KeyOrigins): string {
  return `It was entered for ${from} and is not sent to ${to} unless you agree: press “Test key” in Settings, and Dragoman asks you. Or set the endpoint back.`;
}

export const demoState: KeyState = {
  state: 'demo',
  lastFour: null,
  message: 'The demo needs no API key.',
  hint: null,
};

/** Four characters of a long key; none of a short one, where they would reveal too much. */
export function lastFourOf(key: string): string | null {
  return key.length >= 16 ? key.slice(-4) : null;
}

function ending(lastFour: string | null): string {
  return lastFour === null ? '' : `, ends in …${lastFour}`;
}
