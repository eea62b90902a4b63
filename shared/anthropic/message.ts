/** Tells a message of the Messages API from whatever else a 200 may carry. */

import type { Message } from './types.ts';

/** In: a JSON body. Out: the message, or null when it is not one. Blocks are not looked into: new kinds must pass. */
export function parseMessage(body: string): Message | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  return isMessage(value) ? value : null;
}

// The parse boundary: what translation dereferences is checked, the rest is read as possibly absent.
function isMessage(value: unknown): value is Message {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'content' in value &&
    Array.isArray(value.content) &&
    value.content.every((block) => typeof block === 'object' && block !== null && typeof block.type === 'string')
  );
}
