/** The Claude ids that the window suggests, with a word on each; any other id may be typed as well. */

import { modelRules, type ModelRule } from '#shared/models/rule-data.ts';
import type { KnownModel } from '#shared/models/known-models.ts';
import type { Suggestion } from '../ui/suggest-input.tsx';

function context(rule: Pick<ModelRule, 'contextTokens'>): string {
  const thousands = Math.round(rule.contextTokens / 1000);
  return thousands >= 1000 ? `${thousands / 1000} M context` : `${thousands} k context`;
}

/** Active models first, in the table's order; retired ones are not suggested. */
export const modelSuggestions: readonly Suggestion[] = modelRules
  .filter((rule) => rule.lifecycle !== 'retired')
  .toSorted((a, b) => Number(b.lifecycle === 'active') - Number(a.lifecycle === 'active'))
  .map((rule) => ({
    value: rule.id,
    detail: rule.lifecycle === 'active' ? context(rule) : `${rule.lifecycle}, ${context(rule)}`,
  }));

/** The same with those that only the proxy has heard of. */
export function suggestionsWith(models: readonly KnownModel[]): readonly Suggestion[] {
  const ids = new Set(modelRules.flatMap((rule) => [rule.id, ...rule.aliases]));
  const others = models.filter(({ profile }) => !ids.has(profile.id));
  return [
    ...modelSuggestions,
    ...others.map(({ profile: { id, contextTokens } }) => ({ value: id, detail: context({ contextTokens }) })),
  ];
}

/** What is worth knowing about a model id, or null: unknown, deprecated, retired. */
export function modelWarning(id: string): string | null {
  const wanted = id.trim();
  if (wanted === '') return null;
  const rule = modelRules.find((candidate) => candidate.id === wanted || candidate.aliases.includes(wanted));
  if (rule === undefined) return 'Not in the list of known models: it is used with the strictest rules.';
  if (rule.lifecycle === 'active') return null;
  return rule.lifecycle === 'retired'
    ? 'Anthropic has retired this model: requests to it fail.'
    : 'Anthropic will retire this model. Choose a newer one soon.';
}
