import { describe, expect, it } from 'vitest';
import { assemble, recordedStream, recordedStreams, decode } from '../__fixtures__/upstream-messages.ts';
import { createMessageAccumulator, messageToEvents } from './accumulate-message.ts';
import { parseMessage } from '../../anthropic/message.ts';

describe('a message accumulated from events', () => {
  it('has every block as in a whole message', () => {
    expect(assemble(recordedStream('whole', 'thinking-text-two-tools'))).toMatchObject({
      id: 'msg_01Fixture',
      stop_reason: 'tool_use',
      usage: {
        input_tokens: 12,
        output_tokens: 20,
        cache_read_input_tokens: 100,
        output_tokens_details: { thinking_tokens: 4 },
      },
      content: [
        { type: 'thinking', thinking: 'hm, two cities', signature: 'SIG+/=' },
        { type: 'text', text: 'Looking both up.' },
        { type: 'tool_use', id: 'toolu_01A', input: { city: 'Paris' } },
        { type: 'tool_use', id: 'toolu_01B', input: { city: 'Oslo 🌧' } },
      ],
    });
  });

  it('can be read while it grows', () => {
    const assembler = createMessageAccumulator();
    expect(assembler.message()).toBeNull();
    const lengths: number[] = [];
    for (const event of recordedStream('broken', 'truncated')) {
      assembler.push(event);
      lengths.push(JSON.stringify(assembler.message()?.content).length);
    }
    expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
    expect(assembler.message()?.content).toMatchObject([{ type: 'text', text: 'Half' }]);
    expect(assembler.complete).toBe(false);
  });

  it('does not change the events', () => {
    const events = recordedStream('whole', 'web-search-citations');
    const before = structuredClone(events);
    assemble(events);
    expect(events).toEqual(before);
  });

  it('has no events for null values', () => {
    const blocks = [
      { type: 'text', text: null },
      { type: 'thinking', thinking: null, signature: null },
      { type: 'tool_use', id: 'toolu_1', name: 'a', input: null },
    ];
    const message = parseMessage(JSON.stringify({ id: 'msg_1', content: blocks, usage: null }));
    if (message === null) throw new Error('It is a message.');
    expect(
      messageToEvents(message).flatMap((event) => (event.type === 'content_block_delta' ? [event.delta] : [])),
    ).toEqual([{ type: 'input_json_delta', partial_json: '{}' }]);
  });

  it.each(recordedStreams('whole'))('is the same after a round trip through events: $name', ({ bytes }) => {
    const message = assemble(decode([bytes]));
    expect(assemble(messageToEvents(message))).toEqual(message);
    expect(parseMessage(JSON.stringify(message))).toEqual(message);
  });
});

describe('parseMessage', () => {
  it.each([
    '',
    '<html>',
    '{}',
    '{"id":"x"}',
    '{"id":"x","content":[null]}',
    '{"id":"x","content":[{"type":"text","text":"","citations":[null]}]}',
    '{"id":"x","content":[],"usage":{"iterations":{}}}',
    '{"type":"error"}',
    '[]',
    'null',
  ])('rejects %s', (body) => {
    expect(parseMessage(body)).toBeNull();
  });
});
