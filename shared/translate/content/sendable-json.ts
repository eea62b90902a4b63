/** JSON of the client that goes upstream unchanged (schemas, tools of the API itself): made safe to send, or refused. */

import { RequestRefused } from '../../errors.ts';
import { cleanValue, isTooDeep } from '../../json/sanitize-text.ts';

/**
 * Replaces characters that the API's JSON parsers refuse. Copies only what changes.
 *
 * @throws RequestRefused for a value nested so deeply that traversing it would exhaust the stack
 */
export function sendable(value: unknown, param: string): unknown {
  requireShallow(value, param);
  return cleanValue(value);
}

/** @throws RequestRefused for a value nested so deeply that traversing it would exhaust the stack */
export function requireShallow(value: unknown, param: string): void {
  if (isTooDeep(value)) {
    throw new RequestRefused({
      code: 'invalid_value',
      param,
      message: 'The value is nested too deeply.',
      hint: 'Flatten it, or refer to definitions instead of repeating them.',
    });
  }
}
