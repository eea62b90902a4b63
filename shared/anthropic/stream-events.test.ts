import { describe, expect, it } from 'vitest';
import { parseEvent } from './stream-events.ts';

const delta = (piece: unknown) => ({ type: 'content_block_delta', index: 0, delta: piece });

describe('an event', () => {
  it.each([
    { type: 'ping' },
    { type: 'nobody_knows_yet', of: 'whatever' },
    { type: 'error' },
    { type: 'message_start', message: { id: 'msg_1' } },
    { type: 'content_block_start', index: 0, content_block: { type: 'nobody_knows_yet' } },
    delta({ type: 'text_delta', text: '' }),
    delta({ type: 'nobody_knows_yet' }),
    { type: 'message_delta', delta: {} },
    { type: 'message_stop' },
  ])('is read: %j', (event) => {
    expect(parseEvent(JSON.stringify(event))).toEqual(event);
  });

  it.each([
    null,
    5,
    {},
    { type: null },
    { type: 'message_start', message: null },
    { type: 'message_start', message: {} },
    { type: 'content_block_start', index: 0, content_block: {} },
    { type: 'content_block_start', content_block: { type: 'text', text: '' } },
    delta(null),
    delta({}),
    delta({ type: 'text_delta' }),
    delta({ type: 'text_delta', text: null }),
    delta({ type: 'thinking_delta' }),
    delta({ type: 'signature_delta', signature: null }),
    delta({ type: 'input_json_delta' }),
    delta({ type: 'citations_delta', citation: null }),
    delta({ type: 'citations_delta', citation: {} }),
    { type: 'message_delta' },
    { type: 'message_delta', delta: {}, usage: 5 },
    { type: 'message_delta', delta: {}, usage: { iterations: [null] } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: {} } },
  ])('that lacks its main part is none: %j', (event) => {
    expect(parseEvent(JSON.stringify(event))).toBeNull();
  });
});
