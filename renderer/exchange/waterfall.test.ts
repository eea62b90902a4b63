import { expect, test } from 'vitest';
import type { Timing } from '#shared/exchange/record.ts';
import { phasesOf, tokensPerSecond } from './waterfall.ts';

const nothing: Timing = {
  guarded: null,
  translated: null,
  upstreamSent: null,
  upstreamHeaders: null,
  firstEvent: null,
  firstText: null,
  done: null,
};
const whole: Timing = {
  guarded: 0.4,
  translated: 1.3,
  upstreamSent: 3,
  upstreamHeaders: 600,
  firstEvent: 610,
  firstText: 640,
  done: 4100,
};

test('the phases follow each other without gaps, from accept to the last byte', () => {
  const phases = phasesOf(whole);
  expect(phases.map((phase) => phase.start)).toEqual([0, ...phases.slice(0, -1).map((phase) => phase.end)]);
  expect(phases.at(-1)?.end).toBe(4100);
});

test('what did not happen is left out, and the next phase starts where the last one ended', () => {
  const phases = phasesOf({ ...whole, firstEvent: null });
  expect(phases.find((phase) => phase.key === 'firstText')).toMatchObject({ start: 600, end: 640 });
});

test('a refusal of our own has no upstream in it', () => {
  const phases = phasesOf({ ...nothing, guarded: 0.4, done: 2.1 });
  expect(phases.map((phase) => [phase.label, phase.owner])).toEqual([
    ['Accept and guard', 'ours'],
    ['Answer', 'ours'],
  ]);
});

test('an open exchange shows what is known so far', () => {
  expect(phasesOf(nothing)).toEqual([]);
});

test('tokens per second are counted after the first text', () => {
  const tokens = { input: 1, output: 346, cacheRead: 0, cacheWrite: 0, reasoning: 0 };
  expect(tokensPerSecond(tokens, whole)).toBeCloseTo(100);
  expect(tokensPerSecond(tokens, { ...whole, done: 640 })).toBeNull();
  expect(tokensPerSecond(null, whole)).toBeNull();
});
