/** Parses a message of the Messages API and rejects anything else that a 200 may carry. */

import type { Message } from './types.ts';
import { isContainer, withDoubles } from '../json/exact-number.ts';
import { exactJsonSteps } from '../json/exact-json.ts';
import { runToEnd, type Steps } from '../steps.ts';

/**
 * Checks of each block only what every reader dereferences, so that new kinds of blocks pass.
 *
 * @param body a JSON body within `upstreamBounds`
 * @returns the message, or null when the body is not one
 */
export function parseMessage(body: string): Message | null {
  return runToEnd(parseMessageSteps(body));
}

/** The same in steps; the longest is `JSON.parse`. */
export function* parseMessageSteps(body: string): Steps<Message | null> {
  let value: unknown;
  try {
    value = yield* exactJsonSteps(body);
  } catch {
    return null;
  }
  if (isJsonObject(value)) roundAllBut(value, 'content');
  return isMessage(value) ? value : null;
}

/** Only content belongs to the model; all other numbers are of the protocol. In place: the value was just parsed. */
function roundAllBut(object: Record<string, unknown>, name: string): void {
  for (const [key, member] of Object.entries(object)) {
    const rounded = key === name ? member : withDoubles(member);
    if (rounded !== member) object[key] = rounded;
  }
}

// The parse boundary: what translation dereferences is checked, all else is read as possibly absent.
function isMessage(value: unknown): value is Message {
  return (
    isJsonObject(value) &&
    shortenId(value) &&
    Array.isArray(value['content']) &&
    value['content'].every(isBlock) &&
    isUsage(value['usage'])
  );
}

/** In characters; the API's own ids have about 30. Every chunk sent to a client repeats the id. */
const MAX_MESSAGE_ID = 256;

/** Cuts the id of a freshly parsed message to a length that may be repeated. False when it has none. */
export function shortenId(message: Record<string, unknown>): boolean {
  const { id } = message;
  if (typeof id !== 'string') return false;
  // Rebuilt: a slice would keep the whole string in memory for as long as the id is kept.
  if (id.length > MAX_MESSAGE_ID) message['id'] = id.slice(0, MAX_MESSAGE_ID).split('').join('');
  return true;
}

/** A content block of any kind. */
export function isBlock(value: unknown): boolean {
  return isTyped(value) && (isUnset(value['citations']) || isListOf(value['citations'], isTyped));
}

/** An object of counts, or null. */
export function isUsage(value: unknown): boolean {
  if (isUnset(value)) return true;
  return isJsonObject(value) && (isUnset(value['iterations']) || isListOf(value['iterations'], isJsonObject));
}

export function isTyped(value: unknown): value is Record<string, unknown> & { type: string } {
  return isJsonObject(value) && typeof value['type'] === 'string';
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return isContainer(value);
}

function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(fits);
}

function isUnset(value: unknown): boolean {
  return value === null || value === undefined;
}
