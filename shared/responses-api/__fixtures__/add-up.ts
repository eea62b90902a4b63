/** Builds a response from its events as a client does, with strict checks of their order, numbers and indexes. */

import { expect } from 'vitest';
import type { ResponsesEvent, ResponsesResponse } from '../../openai/types.ts';
import type { OutputItem } from '../response-object.ts';

interface Pending {
  readonly id: string | undefined;
  /** Concatenated texts by event type and index. */
  readonly fragments: Map<string, string>;
  parts: number;
  done: OutputItem | null;
}

/**
 * @returns the response of the last event, with the output accumulated from the events
 * @throws as `expect` does, when the events do not form one response
 */
export function addUp(events: readonly ResponsesEvent[]): ResponsesResponse {
  const items: Pending[] = [];
  events.forEach((event, index) => {
    expect(event.sequence_number).toBe(index);
    if (event.type === 'response.output_item.added') {
      expect(event.output_index).toBe(items.length);
      items.push({ id: event.item.id ?? undefined, fragments: new Map(), parts: 0, done: null });
    } else if ('output_index' in event) take(items, event);
  });
  expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['response.created', 'response.in_progress']);
  const last = events.at(-1);
  if (last === undefined || !('response' in last)) throw new Error('The last event carries no response.');
  expect(last.type).toMatch(/^response\.(?:completed|incomplete|failed)$/);
  const output = items.map(({ done }) => {
    if (done === null) throw new Error('An item was never done.');
    return done;
  });
  return { ...last.response, output };
}

function take(items: readonly Pending[], event: Extract<ResponsesEvent, { output_index: number }>): void {
  const pending = items[event.output_index];
  if (pending === undefined) throw new Error(`There is no item ${event.output_index} yet.`);
  expect(pending.done, `${event.type} after the item was done`).toBeNull();
  if ('item_id' in event) expect(event.item_id).toBe(pending.id);
  if (event.type === 'response.content_part.added') expect(event.content_index).toBe(pending.parts++);
  const key = keyOf(event);
  if ('delta' in event && typeof event.delta === 'string') {
    expect(event.delta).not.toBe('');
    pending.fragments.set(key, (pending.fragments.get(key) ?? '') + event.delta);
  }
  const whole = wholeOf(event);
  if (whole !== null) expect(whole).toBe(pending.fragments.get(key) ?? '');
  if (event.type !== 'response.output_item.done') return;
  expect(event.item.id).toBe(pending.id);
  if (event.item.type === 'message') expect(event.item.content).toHaveLength(pending.parts);
  pending.done = event.item;
}

/** `output_text.0`: the same key for the deltas of a text and the event that ends it. */
function keyOf(event: ResponsesEvent): string {
  const kind = event.type.replace(/^response\./, '').replace(/\.(?:delta|done)$/, '');
  const index = 'content_index' in event ? event.content_index : 'summary_index' in event ? event.summary_index : 0;
  return `${kind}.${index}`;
}

/** The complete text in the event that ends a sequence of deltas. */
function wholeOf(event: ResponsesEvent): string | null {
  switch (event.type) {
    case 'response.output_text.done':
    case 'response.reasoning_summary_text.done':
      return event.text;
    case 'response.function_call_arguments.done':
      return event.arguments;
    case 'response.custom_tool_call_input.done':
      return event.input;
    case 'response.refusal.done':
      return event.refusal;
    default:
      return null;
  }
}
