/**
 * Takes secrets out of everything that is kept or shown: headers, URLs and bodies. Runs before anything is stored.
 * A secret becomes `…` and its last four characters, so that two keys can still be told apart. Redacting twice changes nothing more.
 */

import { hideKnownSecrets } from '../../known-secrets/hide-known-secrets.ts';
import { findBearerValues } from './bearer-values.ts';
import { findCookies, findPasswordOptions } from './command-options.ts';
import { hideScheme, hideSecret, MARK } from './hide-secret.ts';
import { findNamedSecrets } from './named-secrets.ts';
import { findPrivateKeys } from './private-keys.ts';
import {
  findDiscordTokens,
  findJsonWebTokens,
  findMarkedKeys,
  findOtherPrefixedKeys,
  findPrefixedKeys,
} from './provider-keys.ts';
import { applyEdits, type Rule, type Steps } from './text-runs.ts';
import { findQuerySecrets, findUserinfo } from './url-secrets.ts';

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'api-key', 'x-goog-api-key']);
const COOKIE_HEADERS = new Set(['cookie', 'set-cookie']);
/** `*token*`, `*secret*` and the like; rate limits speak of tokens too, but theirs are counts. */
const SECRET_HEADER_NAME =
  /token|secret|passw|api-?key|(?:access|private|subscription|functions|auth|session)-?key|credential|(?:^|-)auth$/i;
const COUNT_HEADER_NAME = /ratelimit|rate-limit/i;

/** Each sees what the one before has left: a key inside of a URL, a token behind its name. */
const rules: readonly Rule[] = [
  findPrivateKeys,
  findPrefixedKeys,
  findOtherPrefixedKeys,
  findJsonWebTokens,
  findMarkedKeys,
  findDiscordTokens,
  findUserinfo,
  findPasswordOptions,
  findCookies,
  findNamedSecrets,
  findQuerySecrets,
  findBearerValues,
];

/**
 * Redacts free text or JSON text. Replacements hold no quote and no backslash, so JSON stays JSON. The work is proportional to the
 * length of the text.
 * @param known secrets to take out wherever they stand, whatever their shape
 * @param steps counts the characters that were looked at
 */
export function redactText(text: string, known: readonly string[] = [], steps: Steps = { count: 0 }): string {
  let result = text;
  for (const secret of known) {
    if (secret.length >= 6) result = result.replaceAll(secret, hideSecret(secret));
  }
  result = hideKnownSecrets(result, known, MARK);
  for (const rule of rules) result = applyEdits(result, rule(result, steps));
  return result;
}

/** Redacts one header by its name, or by the shape of its value. `name` in any case. */
export function redactHeader(name: string, value: string, known: readonly string[] = []): string {
  const lower = name.toLowerCase();
  if (COOKIE_HEADERS.has(lower)) return MARK;
  if (SECRET_HEADERS.has(lower)) return hideScheme(value);
  if (SECRET_HEADER_NAME.test(lower) && !COUNT_HEADER_NAME.test(lower)) return hideScheme(value);
  return redactText(value, known);
}

export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  known: readonly string[] = [],
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) result[name] = redactHeader(name, value, known);
  return result;
}

export { hideSecret };
