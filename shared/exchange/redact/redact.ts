/**
 * Removes secrets from everything that is kept or shown: headers, URLs and bodies. Runs before anything is stored.
 * A secret becomes `…` and its last four characters, so that two keys stay distinguishable. Redacting twice changes nothing more.
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
import { applyEdits, type Edit, type Rule, type StepCount } from './text-runs.ts';
import { findQuerySecrets, findUserinfo } from './url-secrets.ts';

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'api-key', 'x-goog-api-key']);
const COOKIE_HEADERS = new Set(['cookie', 'set-cookie']);
/** `*token*`, `*secret*` and the like, except rate-limit headers, whose tokens are counts. */
const SECRET_HEADER_NAME =
  /token|secret|passw|api-?key|(?:access|private|subscription|functions|auth|session)-?key|credential|(?:^|-)auth$/i;
const COUNT_HEADER_NAME = /ratelimit|rate-limit/i;

/** Each runs on the result of the one before: a key inside of a URL, a token after its name. */
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
 * Redacts free text or JSON text. Replacements contain no quote and no backslash, so JSON stays valid. Linear in the length of the
 * text.
 *
 * @param known secrets to remove anywhere, whatever their form
 * @param steps counts the characters that were read
 */
export function redactText(text: string, known: readonly string[] = [], steps: StepCount = { count: 0 }): string {
  let result = text;
  for (const secret of known) {
    if (secret.length >= 6) result = result.replaceAll(secret, hideSecret(secret));
  }
  result = hideKnownSecrets(result, known, MARK);
  for (const rule of rules) result = applyEdits(result, rule(result, steps));
  return result;
}

/**
 * Runs the rules on a text that is kept in pieces.
 *
 * @param read the text as it is now
 * @param apply takes out what a rule has found in it
 */
export function findSecrets(read: () => string, apply: (edits: readonly Edit[]) => void): void {
  const steps: StepCount = { count: 0 };
  for (const rule of rules) {
    const edits = rule(read(), steps);
    if (edits.length > 0) apply(edits);
  }
}

/** Redacts one header by its name, or by the form of its value. `name` in any case. */
export function redactHeader(name: string, value: string, known: readonly string[] = []): string {
  const lower = name.toLowerCase();
  if (COOKIE_HEADERS.has(lower)) return MARK;
  if (SECRET_HEADERS.has(lower)) return hideScheme(value);
  if (SECRET_HEADER_NAME.test(lower) && !COUNT_HEADER_NAME.test(lower)) return hideScheme(value);
  if (lower === 'sec-websocket-protocol') return hideProtocolKeys(redactText(value, known));
  return redactText(value, known);
}

/** Browsers' clients put the key of a WebSocket into the list of its protocols. */
function hideProtocolKeys(protocols: string): string {
  return protocols.replaceAll(
    /(openai-insecure-api-key\.)([^\s,]+)/g,
    (_all, prefix: string, key: string) => prefix + hideSecret(key),
  );
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
