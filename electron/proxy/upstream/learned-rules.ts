/** What refusals taught about each model, until the proxy is started again: the API may have changed by then. */

import { isLasting, type LearnedRule } from '#shared/models/refusal-rules.ts';

export interface LearnedRules {
  of(model: string): readonly LearnedRule[];
  /** Keeps a lesson about the model; one that concerns a single request is not kept. */
  add(model: string, rule: LearnedRule): void;
  /** The models that anything is known of. */
  models(): readonly string[];
  forget(): void;
}

const none: readonly LearnedRule[] = [];

export function createLearnedRules(): LearnedRules {
  const rules = new Map<string, LearnedRule[]>();
  return {
    of: (model) => rules.get(model) ?? none,
    add(model, rule) {
      if (!isLasting(rule)) return;
      const known = rules.get(model) ?? [];
      const text = JSON.stringify(rule);
      if (known.some((one) => JSON.stringify(one) === text)) return;
      rules.set(model, [...known, rule]);
    },
    models: () => [...rules.keys()],
    forget: () => rules.clear(),
  };
}
