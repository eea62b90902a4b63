/** Removes known secrets from what is kept or exported. */

import { type KnownSecrets, prepareSecrets } from './known-secrets.ts';
import { redactSecrets } from './secret-redactor.ts';

/** Cached by the secrets' array, which the texts of one exchange share and which is collected with the exchange. */
const prepared = new WeakMap<readonly string[], KnownSecrets>();

function preparedFor(secrets: readonly string[]): KnownSecrets {
  const found = prepared.get(secrets);
  if (found !== undefined) return found;
  const known = prepareSecrets(secrets);
  prepared.set(secrets, known);
  return known;
}

/**
 * @param secrets an array that is not changed afterwards
 * @returns the text with `mark` in place of every secret, escaped, percent-coded or base64-encoded
 */
export function hideKnownSecrets(text: string, secrets: readonly string[], mark: string): string {
  return secrets.length === 0 ? text : redactSecrets(text, preparedFor(secrets), () => mark);
}
