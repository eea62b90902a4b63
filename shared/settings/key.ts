/** What may be said about the API key: never the key itself, only its state and its last four characters. */

import { z } from 'zod';

export const keyStateSchema = z.strictObject({
  /**
   * `stored`: in the keychain. `session`: in memory for this run only. `environment`: from ANTHROPIC_API_KEY.
   * `demo`: the stand-in needs none. `missing`: a keyring answered and has no key (or is locked without saying so).
   * `locked`, `refused`, `no-keyring`, `timeout`: the keychain could not be asked; see `hint`.
   */
  state: z.enum(['stored', 'session', 'environment', 'demo', 'missing', 'locked', 'refused', 'no-keyring', 'timeout']),
  lastFour: z.string().max(4).nullable(),
  message: z.string(),
  hint: z.string().nullable(),
});

export type KeyState = z.infer<typeof keyStateSchema>;

/** True when a request can be sent upstream. */
export function hasKey(key: KeyState): boolean {
  return key.state === 'stored' || key.state === 'session' || key.state === 'environment' || key.state === 'demo';
}
