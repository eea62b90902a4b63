/**
 * What refusals taught about each model. Kept in memory only, and for a day at most: the API, or the gateway in front of it, may
 * take by then what it refused.
 */

import { isLasting, type LearnedRule } from '#shared/models/refusal-rules.ts';

/** From the refusal that taught the rule; using it does not prolong it. */
export const LEARNED_RULE_LIFETIME_MS = 24 * 60 * 60_000;

export interface LearnedRules {
  /** The rules that hold now, in the order in which they were learned. */
  of(model: string): readonly LearnedRule[];
  /** Keeps a rule about the model; one that concerns a single request is not kept. */
  add(model: string, rule: LearnedRule): void;
  /** The models that anything is known of. */
  models(): readonly string[];
  forget(): void;
}

interface DatedRule {
  readonly rule: LearnedRule;
  readonly learnedAt: number;
}

const none: readonly LearnedRule[] = [];

/** @param now epoch milliseconds: a monotonic clock stands still while a laptop sleeps */
export function createLearnedRules(now: () => number = Date.now): LearnedRules {
  const known = new Map<string, readonly DatedRule[]>();

  function current(model: string): readonly DatedRule[] {
    const dated = known.get(model) ?? [];
    const at = now();
    // A clock that was put back must not make a rule last longer.
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
