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

/** Anthropic's word for a token that a person's login was given, in place of a key. It goes another way and may not be used here. */
export function isOauthToken(key: string): boolean {
  return key.startsWith('sk-ant-oat');
}

export const oauthMessage = 'This is an OAuth token (sk-ant-oat…), not an API key.';
export const oauthHint = 'Create an API key in the Anthropic Console (platform.claude.com): it begins with sk-ant-api.';
