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

  it('counts a fallback as it is billed: an attempt that was declined before it wrote anything is free', () => {
    const served = { type: 'fallback_message', input_tokens: 380, output_tokens: 264, cache_read_input_tokens: 7 };
    const declined = { type: 'message', input_tokens: 412, output_tokens: 0 };
    const cutShort = { type: 'message', input_tokens: 412, output_tokens: 31 };
    const usage = { ...noUsage, input_tokens: 380, output_tokens: 264, cache_read_input_tokens: 7 };
    const counted = (...iterations: object[]) => {
      const { input, output, cacheRead } = tokenCounts(Object.assign({ ...usage }, { iterations }));
      return [input, output, cacheRead];
    };
    expect(counted(declined, served)).toEqual([380, 264, 7]);
    expect(counted(cutShort, served)).toEqual([792, 295, 7]);
    expect(counted(declined, { ...cutShort, input_tokens: 380, output_tokens: 9 }, served)).toEqual([760, 273, 7]);
    expect(counted({ type: 'compaction', input_tokens: 1000, output_tokens: 50 }, declined, served)).toEqual([
      1380, 314, 7,
    ]);
    // Without a fallback nothing tells an attempt apart from an iteration that only called tools.
    expect(counted(declined)).toEqual([412, 0, 0]);
  });

  it.each<[string, unknown, number]>([
    ['digits in a string', '11', 11],
    ['a word', 'many', 0],
    ['a negative number', -1, 0],
    ['a number beyond all bounds', Infinity, 0],
    ['no number', {}, 0],
  ])('is a number of tokens for %s', (_name, value, count) => {
    const usage = Object.assign({ ...noUsage }, { input_tokens: value, output_tokens: value });
    expect(translateUsage(usage)).toMatchObject({
      prompt_tokens: count,
      completion_tokens: count,
      total_tokens: 2 * count,
    });
    expect(tokenCounts(addUsage(usage, usage))).toMatchObject({ input: 2 * count, output: 2 * count });
  });

  it('never falls back to a zero, a null or a gap that a later event has', () => {
    const known = {
      ...detailed,
      cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 0 },
      iterations: [{ type: 'message', input_tokens: 5 }],
    };
    const empty = fc.constantFrom(0, null, undefined);
    const nested = fc.oneof(
      empty,
      fc.record({ ephemeral_5m_input_tokens: empty, thinking_tokens: empty }, { requiredKeys: [] }),
    );
    const update = fc.record(
      {
        input_tokens: empty,
        output_tokens: empty,
        cache_read_input_tokens: empty,
        cache_creation_input_tokens: empty,
        cache_creation: nested,
        output_tokens_details: nested,
        iterations: fc.constantFrom(null, []),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(update), (updates) => {
        const merged = updates.reduce((sum, next) => mergeUsage(sum, next), structuredClone(known));
        expect(tokenCounts(merged)).toEqual(tokenCounts(known));
        expect(merged).toMatchObject(known);
      }),
    );
    expect(mergeUsage({ ...detailed }, { output_tokens_details: { thinking_tokens: 6 } })).toMatchObject({
      output_tokens_details: { thinking_tokens: 6 },
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
