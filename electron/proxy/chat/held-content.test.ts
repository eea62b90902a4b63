import { describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';
import { createHeldContent } from './held-content.ts';

const start = { type: 'message_start', message: { id: 'msg_1', usage: {} } };
const block = (index: number, type: string, more: object = {}) => ({
  type: 'content_block_start',
  index,
  content_block: { type, ...more },
});
const delta = (index: number, type: string, more: object = {}) => ({
  type: 'content_block_delta',
  index,
  delta: { type, ...more },
});
const stop = (index: number) => ({ type: 'content_block_stop', index });
const text = (index: number) => delta(index, 'text_delta', { text: 'x'.repeat(1_000) });

const json = (index: number) => delta(index, 'input_json_delta', { partial_json: 'x'.repeat(1_000) });

/** What is held after these events, each of which had a thousand characters around its text. */
function heldAfter(events: readonly { type: string }[], keepsAll = false): number {
  const held = createHeldContent(keepsAll);
  // Only what the counter reads is there.
  for (const event of events) held.push(event as UpstreamEvent, 1_000);
  return Math.floor(held.held / 1_000);
}

describe('buffered content of a stream', () => {
  it.each<[what: string, events: { type: string }[], passing: number, all: number]>([
    ['text of an open block', [start, block(0, 'text'), text(0), text(0)], 2, 4],
    ['text of a block that ended', [start, block(0, 'text'), text(0), text(0), stop(0)], 1, 4],
    ['arguments of an open call', [start, block(0, 'tool_use'), json(0), json(0)], 4, 4],
    ['arguments of a call that ended', [start, block(0, 'tool_use'), json(0), json(0), stop(0)], 1, 4],
    ['a block that was begun again', [start, block(0, 'tool_use'), json(0), block(0, 'text')], 2, 4],
    ['citations', [start, block(0, 'text'), delta(0, 'citations_delta'), stop(0)], 2, 3],
    ['citations at the start of a block', [start, block(0, 'text', { citations: [{}] }), stop(0)], 2, 2],
    ['a result of a search that ran upstream', [start, block(0, 'web_search_tool_result'), stop(0)], 1, 1],
    ['a block of an unknown type', [start, block(0, 'future'), stop(0)], 2, 2],
    ['a delta without a block', [start, json(3)], 2, 2],
    ['usage', [start, { type: 'message_delta' }], 2, 2],
    ['pings', [start, { type: 'ping' }, { type: 'ping' }], 1, 1],
    ['pings before the message', [{ type: 'ping' }, { type: 'ping' }], 2, 2],
  ])('%s', (_what, events, passing, all) => {
    expect(heldAfter(events)).toBe(passing);
    expect(heldAfter(events, true)).toBe(all);
  });

  it('has the same size for a stream of any length whose blocks end', () => {
    const one = [
      block(0, 'text'),
      text(0),
      stop(0),
      block(1, 'thinking'),
      delta(1, 'thinking_delta', { thinking: 'x' }),
      stop(1),
    ];
    expect(heldAfter([start, ...Array.from({ length: 1_000 }, () => one).flat()])).toBe(heldAfter([start, ...one]));
  });
});
