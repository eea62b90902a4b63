import { describe, expect, it } from 'vitest';
import { createEventReader, parseEvent } from './stream-events.ts';

const delta = (value: unknown) => ({ type: 'content_block_delta', index: 0, delta: value });

describe('parseEvent', () => {
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
  ])('parses %j', (event) => {
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
  ])('returns null for an event without its required field: %j', (event) => {
    expect(parseEvent(JSON.stringify(event))).toBeNull();
  });
});

describe('unusable data of a stream event', () => {
  const start = (id: string): string => JSON.stringify({ type: 'message_start', message: { id } });

  it.each([
    ['', 'skipped'],
    ['[DONE]', 'skipped'],
    ['[[[[', 'skipped'],
    ['{}', 'skipped'],
    ['{', 'broken'],
    [`{"type":"ping","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'out-of-bounds'],
    [`{"type":"ping","x":[${'0,'.repeat(1_000_000)}0]}`, 'out-of-bounds'],
  ])('%#: is classified as skipped, broken or out-of-bounds', (data, reason) => {
    expect(createEventReader()(data)).toBe(reason);
    expect(parseEvent(data)).toBeNull();
  });

  it('is parsed until a stream has had a thousand broken events', () => {
    const read = createEventReader();
    const reasons = Array.from({ length: 2_000 }, () => read('{"type":'));
    expect(reasons.filter((reason) => reason === 'broken')).toHaveLength(1_000);
    expect(read('{"type":"ping"}')).toBe('out-of-bounds');
  });

  it('heartbeats do not count as broken events', () => {
    const read = createEventReader();
    for (let beat = 0; beat < 2_000; beat += 1) read('');
    expect(read('{"type":"ping"}')).toEqual({ type: 'ping' });
  });

  it('cuts the message id of message_start to 256 characters', () => {
    expect(parseEvent(start('m'.repeat(1_000_000)))).toMatchObject({ message: { id: 'm'.repeat(256) } });
    expect(parseEvent(start('msg_1'))).toMatchObject({ message: { id: 'msg_1' } });
  });
});
