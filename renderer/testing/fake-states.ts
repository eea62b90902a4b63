/** States that the fake bridge can show: of the proxy, the key and the client token. */

import type { ProxyStatus } from '#shared/ipc/contract.ts';
import type { TokenState } from '#shared/settings/client-token-format.ts';
import type { KeyState } from '#shared/settings/key.ts';

export const missingKey: KeyState = {
  state: 'missing',
  lastFour: null,
  message: 'No API key is stored.',
  hint: 'Enter your Anthropic key in Settings.',
};

/** The token while it is asked for, or not. */
export function fakeToken(on: boolean): TokenState {
  return on
    ? { state: 'stored', lastFour: 'idge', message: 'In the keychain, ends in …idge.', hint: null }
    : { state: 'off', lastFour: null, message: 'No token is asked for.', hint: null };
}

/** The proxy after its start. */
export function listeningOn(port: number): Partial<ProxyStatus> {
  return {
    state: 'running',
    port,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    message: `Running on 127.0.0.1:${port}`,
    hint: null,
    freePort: null,
    since: Date.now(),
  };
}

/** `?state=port-conflict` and `?key=no-keyring` show the rarer states. */
export function statesFromAddress(): { status?: Partial<ProxyStatus>; key?: KeyState } {
  if (typeof window === 'undefined') return {};
  const query = new URLSearchParams(window.location.search);
  const state = query.get('state');
  const key = query.get('key');
  return {
    ...(state === 'port-conflict'
      ? {
          status: {
            state,
            message: 'Port 9080 is used by nginx (pid 812).',
            hint: 'Stop that program, or use another port.',
            freePort: 9081,
            since: null,
          },
        }
      : {}),
    ...(state === 'stopped' ? { status: { state, message: 'Stopped', hint: null, since: null } } : {}),
    ...(state === 'demo'
      ? {
          status: { demo: true },
          key: { state: 'demo', lastFour: null, message: 'The demo needs no key.', hint: null },
        }
      : {}),
    ...(key === 'no-keyring'
      ? {
          key: {
            state: key,
            lastFour: null,
            message: 'No keyring answers on this machine.',
            hint: 'Install gnome-keyring or KWallet, or keep the key for this run only.',
          },
        }
      : {}),
    ...(key === 'locked'
      ? { key: { state: key, lastFour: null, message: 'The keyring is locked.', hint: 'Unlock it, then check again.' } }
      : {}),
  };
}
