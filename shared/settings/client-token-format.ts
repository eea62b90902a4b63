/** The displayable state of the proxy's optional token: never the token, only its state and its last four characters. */

import { z } from 'zod';

export const tokenStateSchema = z.strictObject({
  /**
   * `off`: no token required. `stored`: in the keychain. `session`: in memory for this run, without a keyring. `environment`: from
   * DRAGOMAN_TOKEN. `demo`: the demo requires none. `missing`, `locked`, `refused`, `timeout`, `no-keyring`: a token is required
   * but cannot be read, so every request is refused until it can.
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

/** Prefix of every token of the proxy, by which tools and secret scanners recognise it. */
export const TOKEN_PREFIX = 'sk-dragoman-';

/** True when a token exists, or none is required, so that requests are not refused. */
export function hasToken({ state }: TokenState): boolean {
  return state === 'stored' || state === 'session' || state === 'environment';
}
