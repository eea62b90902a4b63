import { describe, expect, it } from 'vitest';
import type { LearnedRule } from '#shared/models/self-healing-rules.ts';
import { createLearnedRules, LEARNED_RULE_LIFETIME_MS } from './learned-rules.ts';

const geo: LearnedRule = { kind: 'field-refused', field: 'inference_geo' };
const prefill: LearnedRule = { kind: 'no-prefill' };

function rulesAt(start: number) {
  const clock = { now: start };
  return { clock, rules: createLearnedRules(() => clock.now) };
}

describe('learned rules', () => {
  it('expire a day after their refusal, however often they are used', () => {
    const { clock, rules } = rulesAt(1_000);
    rules.add('a', geo);
    clock.now += LEARNED_RULE_LIFETIME_MS / 2;
    rules.add('a', prefill);
    rules.add('a', geo);
    expect(rules.of('a')).toEqual([geo, prefill]);
    clock.now = 1_000 + LEARNED_RULE_LIFETIME_MS - 1;
    expect(rules.of('a')).toEqual([geo, prefill]);
    clock.now += 1;
    expect(rules.of('a')).toEqual([prefill]);
    expect(rules.models()).toEqual(['a']);
    clock.now += LEARNED_RULE_LIFETIME_MS / 2;
    expect(rules.models()).toEqual([]);
    expect(rules.of('a')).toEqual([]);
    rules.add('a', geo);
    expect(rules.of('a')).toEqual([geo]);
  });

  it('expire when the clock is set back', () => {
    const { clock, rules } = rulesAt(1_000_000);
    rules.add('a', geo);
    clock.now -= 1;
    expect(rules.of('a')).toEqual([]);
  });

  it('can be cleared, and keep nothing about a single request', () => {
    const { rules } = rulesAt(0);
    rules.add('a', { kind: 'schema-refused' });
    expect(rules.models()).toEqual([]);
    rules.add('a', geo);
    rules.forget();
    expect(rules.of('a')).toEqual([]);
  });
});
