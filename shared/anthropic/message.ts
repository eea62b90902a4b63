/** Tells a message of the Messages API from whatever else a 200 may carry. */

import type { Message } from './types.ts';

/**
 * In: a JSON body within `upstreamBounds`. Out: the message, or null when it is not one. Of blocks only what every reader relies on is looked at:
 * new kinds must pass.
 */
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
    isObject(value) &&
    shortenId(value) &&
    Array.isArray(value['content']) &&
    value['content'].every(isBlock) &&
    isUsage(value['usage'])
  );
}

/** In characters; the API's own have about 30. Part of every chunk that a client is sent. */
const MAX_MESSAGE_ID = 256;

/** Cuts the id of a message that was just parsed to a length that can be repeated. False when it has none. */
export function shortenId(message: Record<string, unknown>): boolean {
  const { id } = message;
  if (typeof id !== 'string') return false;
  // Joined anew: a slice would keep the whole string in memory for as long as the id is remembered.
  if (id.length > MAX_MESSAGE_ID) message['id'] = id.slice(0, MAX_MESSAGE_ID).split('').join('');
  return true;
}

/** A content block of whatever kind. */
export function isBlock(value: unknown): boolean {
  return isTyped(value) && (isUnset(value['citations']) || isListOf(value['citations'], isTyped));
}

/** Counts, or none. */
export function isUsage(value: unknown): boolean {
  if (isUnset(value)) return true;
  return isObject(value) && (isUnset(value['iterations']) || isListOf(value['iterations'], isObject));
}

export function isTyped(value: unknown): value is Record<string, unknown> & { type: string } {
  return isObject(value) && typeof value['type'] === 'string';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(fits);
}

function isUnset(value: unknown): boolean {
  return value === null || value === undefined;
}
