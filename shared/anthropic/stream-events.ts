/**
 * The events of a Messages stream as received: the SDK's types, and the two events it does not type.
 * https://platform.claude.com/docs/en/build-with-claude/streaming
 */

import { exceededLimit } from '../json/bounded-json.ts';
import { isBlock, isJsonObject, isTyped, isUsage, shortenId } from './message.ts';
import type { StreamEvent } from './types.ts';
import { holdsInexactNumber, parseExactJson } from '../json/exact-json.ts';
import { member } from '../json/unknown-json.ts';

export interface PingEvent {
  readonly type: 'ping';
}

export interface ErrorEvent {
  readonly type: 'error';
  readonly error?: { readonly type?: string; readonly message?: string; readonly details?: unknown };
  readonly request_id?: string | null;
}

export type UpstreamEvent = StreamEvent | PingEvent | ErrorEvent;

/**
 * Why the `data` of an event is unusable. `skipped`: not an object of a known form, so possibly a heartbeat or an event of another
 * API. `broken`: begins as an object and is not JSON. `out-of-bounds`: has more levels or values than any message, or follows too
 * many broken events.
 */
export type UnusableEvent = 'skipped' | 'broken' | 'out-of-bounds';

/**
 * Broken events allowed in one stream. A failed parse costs about a hundred times as much as the bytes that it reads, and a stream
 * with more of them does not carry messages.
 */
const MAX_BROKEN_EVENTS = 1_000;

/**
 * Parses the events of one stream, of any form.
 *
 * @returns a function from the `data` of one server-sent event to its object, or to the reason why there is none; it never throws
 */
export function createDataReader(): (data: string) => object | UnusableEvent {
  let broken = 0;
  return (data) => {
    if (broken >= MAX_BROKEN_EVENTS) return 'out-of-bounds';
    const value = readData(data);
    if (value === 'broken') broken += 1;
    return value;
  };
}

/**
 * Reads the events of one stream. The type comes from the JSON, so the position of the `event:` line does not matter. Unknown types
 * are passed on; reducers skip them.
 *
 * @returns a function from the `data` of one server-sent event to the event, or to the reason why there is none; it never throws
 */
export function createEventReader(): (data: string) => UpstreamEvent | UnusableEvent {
  const read = createDataReader();
  return (data) => eventIn(read(data));
}

/**
 * Reads one event on its own.
 *
 * @param data the `data` of one server-sent event
 * @returns the event, or null when it is unusable; never throws
 */
export function parseEvent(data: string): UpstreamEvent | null {
  const event = eventIn(readData(data));
  return typeof event === 'string' ? null : event;
}

function eventIn(value: object | UnusableEvent): UpstreamEvent | UnusableEvent {
  if (typeof value === 'string') return value;
  return isEvent(value) ? value : 'skipped';
}

function readData(data: string): object | UnusableEvent {
  // Heartbeats have no data or a word; catching a parse error for each would cost 25 µs.
  if (!beginsObject(data)) return 'skipped';
  if (exceededLimit(data) !== null) return 'out-of-bounds';
  try {
    const value: unknown = JSON.parse(data);
    // The text begins with a brace.
    if (typeof value !== 'object' || value === null) return 'skipped';
    // Only here does an event hold numbers of the model; in deltas they are text, and nearly all events are deltas.
    if ('type' in value && value.type === 'content_block_start' && holdsInexactNumber(data))
      Object.assign(value, { content_block: member(parseExactJson(data), 'content_block') });
    return value;
  } catch {
    return 'broken';
  }
}

const OPEN_OBJECT = 0x7b;
const SPACE = 0x20;

function beginsObject(data: string): boolean {
  let at = 0;
  while (data.charCodeAt(at) <= SPACE) at += 1;
  return data.charCodeAt(at) === OPEN_OBJECT;
}

// A full schema check of thousands of small events would cost more than their translation, so only what the reducers dereference is
// checked; they read every field below as possibly absent.
function isEvent(value: unknown): value is UpstreamEvent {
  if (!isTyped(value)) return false;
  switch (value.type) {
    case 'message_start': {
      const { message } = value;
      return isJsonObject(message) && shortenId(message) && isUsage(message['usage']);
    }
    case 'content_block_start':
      return isBlock(value['content_block']) && typeof value['index'] === 'number';
    case 'content_block_delta':
      return isTyped(value['delta']) && isDelta(value['delta']) && typeof value['index'] === 'number';
    case 'content_block_stop':
      return typeof value['index'] === 'number';
    case 'message_delta':
      return isJsonObject(value['delta']) && isUsage(value['usage']);
    default:
      return true;
  }
}

/** A delta of a known kind without its value is invalid. */
function isDelta(delta: Record<string, unknown> & { type: string }): boolean {
  switch (delta.type) {
    case 'text_delta':
      return typeof delta['text'] === 'string';
    case 'thinking_delta':
      return typeof delta['thinking'] === 'string';
    case 'signature_delta':
      return typeof delta['signature'] === 'string';
    case 'input_json_delta':
      return typeof delta['partial_json'] === 'string';
    case 'citations_delta':
      return isTyped(delta['citation']);
    default:
      return true;
  }
}
