/**
 * The secrets of a request go no further, even when the upstream quotes them: gateways do so in error texts. What stands in their
 * place is as long, so that declared lengths still hold.
 */

import type { KnownSecrets } from '#shared/known-secrets/known-secrets.ts';
import { redactSecrets, SecretRedactor } from '#shared/known-secrets/secret-redactor.ts';

export interface ByteRedactor {
  /** What of the bytes so far can be handed on; an end is held back while it may be the beginning of a secret. */
  pass(chunk: Buffer): Buffer;
  /** What was held back, once nothing more comes. */
  rest(): Buffer;
}

/** For a body that is handed on in pieces, cut anywhere; all other bytes pass as they are. */
export function createByteRedactor(known: KnownSecrets): ByteRedactor {
  const redactor = new SecretRedactor(known);
  return {
    pass(chunk) {
      // One character for each byte: secrets and their forms are ASCII.
      const text = chunk.toString('latin1');
      const passed = redactor.push(text);
      return passed === text ? chunk : Buffer.from(passed, 'latin1');
    },
    rest: () => Buffer.from(redactor.finish(''), 'latin1'),
  };
}

/** Response headers without the secrets; one whose name holds a secret is left out. Names in lower case. */
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
