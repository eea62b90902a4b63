/** JSON of the client's that goes upstream as it stands (schemas, tools of the API itself): made safe to send, or refused. */

import { RequestRefused } from '../../errors.ts';
import { cleanValue, isTooDeep } from '../../json/sanitize-text.ts';

/**
 * The same value, with characters replaced that no JSON parser of the API takes. Copies only what changes.
 * Throws `RequestRefused` for a value nested so deeply that walking it would exhaust the stack.
 */
export function sendable(value: unknown, param: string): unknown {
  if (isTooDeep(value)) {
    throw new RequestRefused({
      code: 'invalid_value',
      param,
      message: 'The value is nested too deeply.',
      hint: 'Flatten it, or refer to definitions instead of repeating them.',
    });
  }
  return cleanValue(value);
}
