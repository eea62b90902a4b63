import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUsage, mergeUsage, noUsage, tokenCounts, translateUsage } from './usage.ts';

const detailed = {
  ...noUsage,
  input_tokens: 5,
  cache_read_input_tokens: 100,
  cache_creation_input_tokens: 20,
  output_tokens: 9,
  output_tokens_details: { thinking_tokens: 4 },
};

describe('usage', () => {
  it('folds cached input into prompt_tokens and keeps the raw counts', () => {
    expect(translateUsage(detailed)).toEqual({
      prompt_tokens: 125,
      completion_tokens: 9,
      total_tokens: 134,
      prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 20, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 4,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
      anthropic: detailed,
    });
  });

  it.each([
    ['nulls', { input_tokens: 1, output_tokens: 1, cache_read_input_tokens: null, output_tokens_details: null }],
    ['missing fields', { input_tokens: 1, output_tokens: 1 }],
  ])('survives %s', (_name, usage) => {
    expect(translateUsage(usage)).toMatchObject({ total_tokens: 2, prompt_tokens_details: { cached_tokens: 0 } });
  });

  it('adds up iterations without those of an advisor, which is another model', () => {
    const iterations = [
      { type: 'compaction', input_tokens: 1000, output_tokens: 50 },
      { type: 'advisor_message', input_tokens: 9999, output_tokens: 9999 },
      { type: 'message', input_tokens: 12, output_tokens: 20, cache_read_input_tokens: 3 },
    ];
    expect(tokenCounts({ ...noUsage, input_tokens: 12, output_tokens: 20, iterations })).toEqual({
      input: 1012,
      output: 70,
      cacheRead: 3,
      cacheWrite: 0,
      reasoning: 0,
    });
  });

  it('merges an update and keeps what it omits', () => {
    const known = { ...detailed };
    expect(mergeUsage(known, { output_tokens: 12, input_tokens: null })).toEqual({ ...detailed, output_tokens: 12 });
    expect(mergeUsage(known, undefined)).toBe(known);
  });

  it('of two calls is the sum of both, whatever is null in either', () => {
    const count = fc.option(fc.nat());
    const usage = fc
      .record({
        input_tokens: fc.nat(),
        output_tokens: fc.nat(),
        cache_read_input_tokens: count,
        cache_creation_input_tokens: count,
      })
      .map((counts) => Object.assign({ ...noUsage }, counts));
    fc.assert(
      fc.property(usage, usage, (first, second) => {
        const [one, two, both] = [first, second, addUsage(first, second)].map(tokenCounts);
        for (const name of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) {
          expect(both?.[name]).toBe((one?.[name] ?? 0) + (two?.[name] ?? 0));
        }
      }),
    );
  });

  it('of two calls counts the iterations of both', () => {
    const compacted = Object.assign(
      { ...noUsage, input_tokens: 1 },
      { iterations: [{ type: 'compaction', input_tokens: 10 }] },
    );
    expect(tokenCounts(addUsage({ ...noUsage, input_tokens: 5 }, compacted)).input).toBe(15);
  });
});
