import { describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import type { Message } from '../../anthropic/types.ts';
import {
  accumulate,
  assemble,
  created,
  recordedStream,
  testResponseContext,
  translateEvents,
} from '../__fixtures__/upstream-messages.ts';
import { messageToEvents } from '../stream/accumulate-message.ts';
import type { OutputFormatPlan } from '../core/translation-interface.ts';
import { translateResponse } from './translate-response.ts';

const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
const list = { type: 'array', items: { type: 'integer' } };
const words: OutputFormatPlan = { kind: 'instructed', schema };
const anyObject: OutputFormatPlan = { kind: 'instructed', schema: null };
const native: OutputFormatPlan = { kind: 'native', schema, wrapped: false };
const wrapped: OutputFormatPlan = { kind: 'native', schema: list, wrapped: true };

function messageOf(text: string, stopReason: Message['stop_reason'] = 'end_turn'): Message {
  const empty = assemble(recordedStream('whole', 'empty'));
  return { ...empty, content: [{ type: 'text', text, citations: null }], stop_reason: stopReason };
}

describe('finalText with response_format', () => {
  it.each<[string, OutputFormatPlan, string, string[]]>([
    ['{"a":1}', words, '{"a":1}', []],
    ['```json\n{"a":1}\n```', words, '{"a":1}', ['output-json-extracted']],
    ['Here you are: {"a":1}', anyObject, '{"a":1}', ['output-json-extracted']],
    ['{"a":"x"}', words, '{"a":"x"}', ['output-not-as-asked']],
    ['I would rather not.', anyObject, 'I would rather not.', ['output-not-as-asked']],
    ['{"a":1}', native, '{"a":1}', []],
    ['{"a":1.5}', native, '{"a":1.5}', ['output-not-as-asked']],
    ['{"value":[1,2]}', wrapped, '[1,2]', []],
  ])('%j has the requested format, whole and streamed', async (text, outputFormat, expected, codes) => {
    const responseContext = testResponseContext({ outputFormat });
    const message = messageOf(text);
    const whole = translateResponse(message, responseContext, created);
    const streamed = translateEvents(messageToEvents(message), responseContext);
    expect(whole.completion.choices[0]?.message.content).toBe(expected);
    expect((await accumulate(streamed.chunks)).choices[0]?.message.content).toBe(expected);
    expect(whole.notes.map(({ code }) => code)).toEqual(codes);
    expect(streamed.translation.notes.map(({ code }) => code)).toEqual(codes);
  });

  it('is unchanged when it was cut off', () => {
    const { completion, notes } = translateResponse(
      messageOf('```json\n{"a"', 'max_tokens'),
      testResponseContext({ outputFormat: words }),
      created,
    );
    expect(completion.choices[0]?.message.content).toBe('```json\n{"a"');
    expect(notes).toEqual([]);
  });

  it('is streamed immediately when it cannot change', () => {
    const events: UpstreamEvent[] = messageToEvents(messageOf('{"a":1}'));
    const deltas = translateEvents(events, testResponseContext({ outputFormat: native })).chunks.map(
      (chunk) => chunk.choices[0]?.delta.content,
    );
    expect(deltas).toEqual(['', '{"a":1}', undefined, undefined]);
  });
});
