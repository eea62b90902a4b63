/**
 * Rules learned from refusals (400), per model. In memory only, for a day at most: the API or its gateway may accept by then
 * what it refused.
 */

import { isLasting, type LearnedRule } from '#shared/models/self-healing-rules.ts';

/** Counted from the refusal; use does not prolong it. */
export const LEARNED_RULE_LIFETIME_MS = 24 * 60 * 60_000;

export interface LearnedRules {
  /** The valid rules, oldest first. */
  of(model: string): readonly LearnedRule[];
  /** Stores a rule about the model; rules about a single request are not stored. */
  add(model: string, rule: LearnedRule): void;
  /** The models with learned rules. */
  models(): readonly string[];
  forget(): void;
}

interface DatedRule {
  readonly rule: LearnedRule;
  readonly learnedAt: number;
}

const none: readonly LearnedRule[] = [];

/** @param now epoch milliseconds: a monotonic clock stops during sleep */
export function createLearnedRules(now: () => number = Date.now): LearnedRules {
  const known = new Map<string, readonly DatedRule[]>();

  function current(model: string): readonly DatedRule[] {
    const dated = known.get(model) ?? [];
    const at = now();
    // A clock set back must not prolong a rule.
    const held = dated.filter(({ learnedAt }) => at >= learnedAt && at - learnedAt < LEARNED_RULE_LIFETIME_MS);
    if (held.length === 0) known.delete(model);
    else if (held.length < dated.length) known.set(model, held);
    return held;
  }

  return {
    of: (model) => (known.has(model) ? current(model).map(({ rule }) => rule) : none),
    add(model, rule) {
      if (!isLasting(rule)) return;
      const held = current(model);
      const text = JSON.stringify(rule);
      if (held.some((one) => JSON.stringify(one.rule) === text)) return;
      known.set(model, [...held, { rule, learnedAt: now() }]);
    },
    models: () => [...known.keys()].filter((model) => current(model).length > 0),
    forget: () => known.clear(),
  };
}
