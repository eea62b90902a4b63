/**
 * The events of a Messages stream as they come off the wire: the SDK's own, and the two it does not type.
 * https://platform.claude.com/docs/en/build-with-claude/streaming
 */

import { isBlock, isObject, isTyped, isUsage } from './message.ts';
import type { StreamEvent } from './types.ts';

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
 * Reads the `data` of one server-sent event. The type comes from the JSON, so it does not matter where the `event:` line stood.
 * In: JSON text. Out: the event, or null when it is not one that can be worked with (not JSON, no type, its main part missing).
 * Types that nobody knows yet are passed on; reducers skip them.
 */
export function parseEvent(data: string): UpstreamEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  return isEvent(value) ? value : null;
}

// A full schema for each of thousands of small events would cost more than translating them, so only what the reducers
// dereference is looked at; every field below that they read as possibly absent.
function isEvent(value: unknown): value is UpstreamEvent {
  if (!isTyped(value)) return false;
  switch (value.type) {
    case 'message_start': {
      const { message } = value;
      return isObject(message) && typeof message['id'] === 'string' && isUsage(message['usage']);
    }
    case 'content_block_start':
      return isBlock(value['content_block']) && typeof value['index'] === 'number';
    case 'content_block_delta':
      return isTyped(value['delta']) && isDelta(value['delta']) && typeof value['index'] === 'number';
    case 'content_block_stop':
      return typeof value['index'] === 'number';
    case 'message_delta':
      return isObject(value['delta']) && isUsage(value['usage']);
    default:
      return true;
  }
}

/** A piece of a known kind without what it is a piece of says nothing. */
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
