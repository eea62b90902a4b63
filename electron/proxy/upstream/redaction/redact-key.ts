/**
 * Redacts the secrets of a request where the upstream quotes them: gateways do so in error texts. The replacement has the same
 * length, so that `content-length` still holds.
 */

import type { KnownSecrets } from '#shared/known-secrets/known-secrets.ts';
import { redactSecrets, SecretRedactor } from '#shared/known-secrets/secret-redactor.ts';

export interface ByteRedactor {
  /** The redacted bytes so far; an end that may be the beginning of a secret is held back. */
  pass(chunk: Buffer): Buffer;
  /** The held-back rest, at the end. */
  rest(): Buffer;
}

/** For a body forwarded in chunks, cut anywhere; all other bytes pass unchanged. */
export function createByteRedactor(known: KnownSecrets): ByteRedactor {
  const redactor = new SecretRedactor(known);
  return {
    pass(chunk) {
      // Latin-1: secrets and their encodings are ASCII.
      const text = chunk.toString('latin1');
      const passed = redactor.push(text);
      return passed === text ? chunk : Buffer.from(passed, 'latin1');
    },
    rest: () => Buffer.from(redactor.finish(''), 'latin1'),
  };
}

/** Redacted response headers; one whose name holds a secret is dropped. Names in lower case. */
export function redactHeaderSecrets(
  headers: Readonly<Record<string, string>>,
  known: KnownSecrets,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (known.secrets.some(({ text }) => name.includes(text.toLowerCase()))) continue;
    result[name] = redactSecrets(value, known);
  }
  return result;
}
