/** What may be said about the optional token of the proxy: its state and its last four characters. */

import { z } from 'zod';

export const tokenStateSchema = z.strictObject({
  /**
   * `off`: none is asked for. `stored`: in the keychain. `session`: in memory for this run, there being no keyring.
   * `environment`: from DRAGOMAN_TOKEN. `demo`: the demo asks for none. `missing`, `locked`, `refused`, `timeout`, `no-keyring`:
   * one is asked for but cannot be read, so that every request is refused until it can.
   */
  state: z.enum([
    'off',
    'stored',
    'session',
    'environment',
    'demo',
    'missing',
    'locked',
    'refused',
    'timeout',
    'no-keyring',
  ]),
  lastFour: z.string().max(4).nullable(),
  message: z.string(),
  hint: z.string().nullable(),
});

export type TokenState = z.infer<typeof tokenStateSchema>;

/** What every token of ours begins with, so that tools and secret scanners know it for what it is. */
export const TOKEN_PREFIX = 'sk-dragoman-';

/** True when requests can be answered as far as the token is concerned, and there is one to show. */
export function hasToken({ state }: TokenState): boolean {
  return state === 'stored' || state === 'session' || state === 'environment';
}
