/** The answer that a stored request was compared with, for translating the client's body again to the same upstream body. */

import type { PreviousMessages } from '../../translate/core/context.ts';
import { isObject, member, parseJson } from '../../json/unknown-json.ts';

/** In: the stored upstream request body (JSON text). Null when it did not ask why the prompt cache missed. */
export function recordedPreviousMessage(upstreamBody: string): PreviousMessages | null {
  if (!upstreamBody.includes('"diagnostics"')) return null;
  const diagnostics = member(parseJson(upstreamBody), 'diagnostics');
  if (!isObject(diagnostics)) return null;
  const id = member(diagnostics, 'previous_message_id');
  // Whatever name it was found by then, it is the same answer now.
  return { find: () => (typeof id === 'string' ? id : null) };
}
