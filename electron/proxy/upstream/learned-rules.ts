/** What refusals taught about each model, until the proxy is started again: the API may have changed by then. */

import { isLasting, type Lesson } from '#shared/models/refusal-rules.ts';

export interface LearnedRules {
  of(model: string): readonly Lesson[];
  /** Keeps a lesson about the model; one that concerns a single request is not kept. */
  add(model: string, rule: Lesson): void;
  /** The models that anything is known of. */
  models(): readonly string[];
  forget(): void;
}

const none: readonly Lesson[] = [];

export function createLearnedRules(): LearnedRules {
  const rules = new Map<string, Lesson[]>();
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
