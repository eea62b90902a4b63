/** The displayable state of the API key: never the key, only its state and its last four characters. */

import { z } from 'zod';

export const keyStateSchema = z.strictObject({
  /**
   * `reading`: the keychain has not answered since the start, so nothing is known yet. `stored`: in the keychain. `session`: in memory for this run only. `environment`: from ANTHROPIC_API_KEY. `demo`: the mock
   * server needs none. `missing`: the keyring has no key (or is locked without reporting it). `locked`, `refused`, `no-keyring`,
   * `timeout`: the keychain could not be read; see `hint`.
   */
  state: z.enum([
    'reading',
    'stored',
    'session',
    'environment',
    'demo',
    'missing',
    'locked',
    'refused',
    'no-keyring',
    'timeout',
  ]),
  lastFour: z.string().max(4).nullable(),
  message: z.string(),
  hint: z.string().nullable(),
});

export type KeyState = z.infer<typeof keyStateSchema>;

/** True when a request can be sent upstream. */
export function hasKey(key: KeyState): boolean {
  return key.state === 'stored' || key.state === 'session' || key.state === 'environment' || key.state === 'demo';
}

/** True when the user has to do something about the key; not while the keychain is only slow. */
export function needsKey(key: KeyState): boolean {
  return key.state !== 'reading' && !hasKey(key);
}

/** Prefix of Anthropic's OAuth tokens of a person's login. They need another header and must not be used here. */
export function isOauthToken(key: string): boolean {
  return key.startsWith('sk-ant-oat');
}

export const oauthMessage = 'This is an OAuth token (sk-ant-oat…), not an API key.';
export const oauthHint = 'Create an API key in the Anthropic Console (platform.claude.com): it begins with sk-ant-api.';
