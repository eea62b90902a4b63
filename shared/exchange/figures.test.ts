import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesDate } from '../models/rules.ts';
import { exchange, summary } from './__fixtures__/exchanges.ts';
import { costOfExchange } from './cost.ts';
import { aggregate, percentile } from './time-buckets.ts';
import { phasesOf, stallsOf, tokensPerSecond } from './timing.ts';

describe('the cost of an exchange', () => {
  it('includes the date of its prices', () => {
    const cost = costOfExchange(summary());
    expect(cost?.usd).toBeGreaterThan(0);
    expect(cost).toMatchObject({ priceDate: rulesDate, hypothetical: false });
    expect(costOfExchange(summary({ demo: true }))).toMatchObject({ usd: cost?.usd, hypothetical: true });
  });

  it('is null, not zero, without token counts or a price', () => {
    expect(costOfExchange(summary({ tokens: null }))).toBeNull();
    expect(costOfExchange(summary({ modelUsed: null }))).toBeNull();
    expect(costOfExchange(summary({ modelUsed: 'claude-of-tomorrow' }))).toBeNull();
  });
});

describe('the phases of an exchange', () => {
  it('are consecutive from accept to the last byte', () => {
    const phases = phasesOf(exchange().timing);
    expect(phases.map(({ label }) => label)).toEqual([
      'Accept and guard',
      'Translate',
      'Connect and send',
      'Wait for headers',
      'First event',
      'First text',
      'Rest of the response',
    ]);
    expect(phases[0]?.start).toBe(0);
    expect(phases.at(-1)?.end).toBe(4100);
    for (const [index, phase] of phases.entries()) expect(phase.start).toBe(phases[index - 1]?.end ?? 0);
  });

  it('omit phases that did not happen, and a response without upstream counts as the proxy’s', () => {
    const refused = {
      ...exchange().timing,
      translated: null,
      upstreamSent: null,
      upstreamHeaders: null,
      firstEvent: null,
      firstText: null,
      done: 2,
    };
    expect(phasesOf(refused).map(({ label, owner }) => [label, owner])).toEqual([
      ['Accept and guard', 'ours'],
      ['Answer', 'ours'],
    ]);
  });
});

it.each([
  [[], []],
  [[5], []],
  [[0, 1000, 2000], []],
  [
    [0, 1001, 1002, 4000],
    [
      { start: 0, end: 1001, event: 1 },
      { start: 1002, end: 4000, event: 3 },
    ],
  ],
])('the stalls between %o are %o', (times, stalls) => {
  expect(stallsOf(times)).toEqual(stalls);
});

it('tokens per second count from the first text', () => {
  const { timing } = exchange();
  expect(tokensPerSecond(summary().tokens, timing)).toBeCloseTo(50 / 3.46);
  expect(tokensPerSecond(null, timing)).toBeNull();
  expect(tokensPerSecond(summary().tokens, { ...timing, done: null })).toBeNull();
  expect(tokensPerSecond(summary().tokens, { ...timing, done: 650 })).toBeNull();
});

describe('time buckets', () => {
  const start = 1_790_000_000_000;
  const options = { from: start, to: start + 4000, buckets: 4, costOf: () => 0.5 };

  it('sum the exchanges of each bucket', () => {
    const rows = [
      summary({ startedAt: start - 1 }),
      summary({ startedAt: start, firstTextMs: 100 }),
      summary({ startedAt: start + 999, firstTextMs: 300, status: 500 }),
      summary({ startedAt: start + 3999, firstTextMs: null, tokens: null }),
      summary({ startedAt: start + 4000 }),
    ];
    const { buckets, total } = aggregate(rows, options);
    expect(buckets.map(({ requests }) => requests)).toEqual([2, 0, 0, 1]);
    expect(buckets[0]).toEqual({
      from: start,
      to: start + 1000,
      requests: 2,
      errors: 1,
      tokensIn: 2200,
      tokensOut: 100,
      tokensCached: 2000,
      cost: 1,
      ttftP50: 100,
      ttftP95: 300,
    });
    expect(buckets[3]).toMatchObject({ tokensIn: 0, ttftP50: null });
    expect(total).toMatchObject({ requests: 3, cost: 1.5, from: start, to: start + 4000 });
  });

  it('count every exchange inside once, for any number of buckets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: start - 100, max: start + 5000 }), { maxLength: 50 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 5000 }),
        (times, buckets, length) => {
          const rows = times.map((startedAt) => summary({ startedAt }));
          const period = aggregate(rows, { ...options, to: start + length, buckets });
          const inside = times.filter((time) => time >= start && time < start + length).length;
          expect(period.total.requests).toBe(inside);
          expect(period.buckets.reduce((sum, { requests }) => sum + requests, 0)).toBe(inside);
          expect(period.buckets).toHaveLength(buckets);
        },
      ),
    );
  });

  it.each([
    [[], 0.5, null],
    [[7], 0.95, 7],
    [[1, 2, 3, 4], 0.5, 2],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
  ])('the percentile of %o at %d is one of the values', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });
});
