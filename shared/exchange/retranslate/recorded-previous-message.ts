/** The response that a stored request was compared with, so that the client's body translates to the same upstream body again. */

import type { PreviousMessages } from '../../translate/core/translation-interface.ts';
import { isObject, member, parseJson } from '../../json/unknown-json.ts';

/**
 * @param upstreamBody the stored upstream request body (JSON text)
 * @returns null when it did not ask why the prompt cache missed
 */
export function recordedPreviousMessage(upstreamBody: string): PreviousMessages | null {
  if (!upstreamBody.includes('"diagnostics"')) return null;
  const diagnostics = member(parseJson(upstreamBody), 'diagnostics');
  if (!isObject(diagnostics)) return null;
  const id = member(diagnostics, 'previous_message_id');
  // The recorded id is valid whichever key found it at the time.
  return { find: () => (typeof id === 'string' ? id : null) };
}
