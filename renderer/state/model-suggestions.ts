/** The Claude ids that the window suggests, with a remark on each; any other id may be typed as well. */

import { describeLifecycle, hasEnded } from '#shared/models/model-lifecycle.ts';
import { modelRules, type ModelRule } from '#shared/models/rule-data.ts';
import { currentProfile, type KnownModel } from '#shared/models/known-models.ts';
import type { Suggestion } from '../ui/suggest-input.tsx';

function context(rule: Pick<ModelRule, 'contextTokens'>): string {
  const thousands = Math.round(rule.contextTokens / 1000);
  return thousands >= 1000 ? `${thousands / 1000} M context` : `${thousands} k context`;
}

function lifecycle({ lifecycle: state, retiresOn }: Pick<ModelRule, 'lifecycle' | 'retiresOn'>): string {
  return retiresOn === null ? state : `${state}, ends ${retiresOn}`;
}

/** Active models first, in the table's order; those that have ended are not suggested. `now`: epoch milliseconds. */
export function modelSuggestions(now: number = Date.now()): readonly Suggestion[] {
  return modelRules
    .filter((rule) => !hasEnded(rule, now))
    .toSorted((a, b) => Number(b.lifecycle === 'active') - Number(a.lifecycle === 'active'))
    .map((rule) => ({
      value: rule.id,
      detail: rule.lifecycle === 'active' ? context(rule) : `${lifecycle(rule)}, ${context(rule)}`,
    }));
}

/** The same with those that only GET /v1/models lists. */
export function suggestionsWith(models: readonly KnownModel[], now: number = Date.now()): readonly Suggestion[] {
  const ids = new Set(modelRules.flatMap((rule) => [rule.id, ...rule.aliases]));
  const others = models.filter(({ profile }) => !ids.has(profile.id) && !hasEnded(profile, now));
  return [
    ...modelSuggestions(now),
    ...others.map(({ profile: { id, contextTokens } }) => ({ value: id, detail: context({ contextTokens }) })),
  ];
}

/** A remark on a model id, or null: unknown, deprecated, retired. `now`: epoch milliseconds. */
export function modelWarning(id: string, models: readonly KnownModel[] = [], now: number = Date.now()): string | null {
  const wanted = id.trim();
  if (wanted === '') return null;
  const profile = currentProfile(models, wanted);
  if (!profile.known) return 'Not in the list of known models: it is used with the strictest rules.';
  return describeLifecycle(wanted, profile, now);
}
