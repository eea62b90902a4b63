/** Messages for every state of the client token. */

import type { TokenState } from '#shared/settings/client-token-format.ts';
import { failureMessage } from './api-key-messages.ts';
import type { SecretStoreError } from './secret-store.ts';

const REFUSING = 'Until then every request is refused.';

export const offState: TokenState = {
  state: 'off',
  lastFour: null,
  message: 'No token is asked for.',
  hint: null,
};

export const demoTokenState: TokenState = {
  state: 'demo',
  lastFour: null,
  message: 'The demo asks for no token.',
  hint: null,
};

export function heldState(state: 'stored' | 'session' | 'environment', token: string): TokenState {
  const lastFour = token.slice(-4);
  const where = {
    stored: 'In the keychain',
    session: 'Kept for this run only, as there is no keyring',
    environment: 'Taken from DRAGOMAN_TOKEN',
  }[state];
  const hint = state === 'session' ? 'It is gone when Dragoman quits; the next start needs a new one.' : null;
  return { state, lastFour, message: `${where}, ends in …${lastFour}.`, hint };
}

export function missingTokenState(sure: boolean): TokenState {
  return {
    state: 'missing',
    lastFour: null,
    message: sure ? 'The keychain has no token.' : 'No token was found: none is stored, or the keyring is locked.',
    hint: `Make a new one in Settings${sure ? '' : ', or unlock the login keyring'}. ${REFUSING}`,
  };
}

export function unreadableTokenState({ failure, message }: SecretStoreError): TokenState {
  const hints: Record<typeof failure, string> = {
    'no-keyring': 'Make a new one for this run in Settings, or start the headless proxy with DRAGOMAN_TOKEN.',
    locked: 'Unlock the login keyring.',
    refused: 'Allow Dragoman to use the keychain.',
    timeout: 'Look for the dialog of the keychain and answer it.',
  };
  return {
    state: failure,
    lastFour: null,
    message: `The token cannot be read. ${failureMessage(failure, message)}`,
    hint: `${hints[failure]} ${REFUSING}`,
  };
}
