import { describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import { RequestRefused } from '../../errors.ts';
import {
  accumulate,
  assemble,
  created,
  recordedStream,
  testResponseContext,
} from '../__fixtures__/upstream-messages.ts';
import { translateResponse } from './translate-response.ts';
import { requestedChoices, createChunkMerger, mergeCompletions } from './multiple-choices.ts';
import { createStreamTranslation } from '../stream/translate-stream.ts';

describe('the number of choices', () => {
  it.each([
    [undefined, false, 1],
    [null, false, 1],
    [1, false, 1],
    [1, true, 1],
    [8, true, 8],
  ])('n of %s is (several allowed: %s) %s', (n, several, expected) => {
    expect(requestedChoices({ n }, several)).toBe(expected);
  });

  it.each([
    [2, false, 'unsupported_value'],
    [9, true, 'invalid_value'],
    [0, true, 'invalid_value'],
    [0, false, 'invalid_value'],
    [1.5, true, 'invalid_value'],
  ])('n of %s is (several allowed: %s) refused as %s', (n, several, code) => {
    expect(() => requestedChoices({ n }, several)).toThrow(RequestRefused);
    expect(() => requestedChoices({ n }, several)).toThrow(expect.objectContaining({ code, param: 'n' }));
  });
});

const streams = ['text', 'thinking-text-two-tools'].map((name) => recordedStream('whole', name));
const messages = streams.map(assemble);
const usages = messages.map(({ usage }) => usage);

/** Events of all choices, interleaved. */
function sideBySide(includeUsage: boolean) {
  const merger = createChunkMerger();
  const lanes = streams.map((events) => ({
    events: [...events],
    stream: createStreamTranslation(testResponseContext({ includeUsage }), created),
  }));
  const chunks = [];
  while (lanes.some(({ events }) => events.length > 0)) {
    for (const [choiceIndex, { events, stream }] of lanes.entries()) {
      const event: UpstreamEvent | undefined = events.shift();
      for (const chunk of event === undefined ? [] : stream.push(event)) {
        const taken = merger.take(choiceIndex, chunk);
        if (taken !== null) chunks.push(taken);
      }
    }
  }
  const last = merger.finish(usages);
  return last === null ? chunks : [...chunks, last];
}

describe('n above 1', () => {
  const [first, ...others] = messages.map(
    (message) => translateResponse(message, testResponseContext(), created).completion,
  );
  if (first === undefined) throw new Error('There is no answer.');
  const whole = mergeCompletions(first, others, usages);

  it('becomes choices by index, with summed usage', () => {
    expect(whole.id).toBe(first.id);
    expect(whole.choices.map(({ index, finish_reason: reason }) => [index, reason])).toEqual([
      [0, 'stop'],
      [1, 'tool_calls'],
    ]);
    const sum = usages.reduce((total, usage) => total + usage.output_tokens, 0);
    expect(whole.usage?.completion_tokens).toBe(sum);
  });

  it('is merged into one stream that accumulates to the same', async () => {
    const chunks = sideBySide(true);
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set([chunks[0]?.id]));
    expect(chunks.filter(({ choices }) => choices.length === 0)).toHaveLength(1);
    expect(chunks.at(-1)?.usage).toEqual(whole.usage);
    const added = await accumulate(chunks);
    expect(new Set(added.choices.map(({ index }) => index))).toEqual(new Set([0, 1]));
    for (const choice of whole.choices) {
      const streamed = added.choices.find(({ index }) => index === choice.index);
      expect(streamed?.message.content || null).toEqual(choice.message.content || null);
      const names = streamed?.message.tool_calls?.map(({ id }) => id);
      expect(names).toEqual(choice.message.tool_calls?.map(({ id }) => id));
      expect(streamed?.finish_reason).toBe(choice.finish_reason);
    }
  });

  it('has no usage chunk without include_usage', () => {
    expect(sideBySide(false).every(({ choices }) => choices.length === 1)).toBe(true);
  });
});
