/** The settings' text about learned rules. */

import type { KnownModel } from '#shared/models/known-models.ts';

const MAX_NAMED = 5;

/** @returns `any`: whether there is something to clear */
export function describeLearnedRules(models: readonly KnownModel[]): { readonly text: string; readonly any: boolean } {
  const learned = models.filter(({ unlearned }) => unlearned !== null).map(({ profile }) => profile.id);
  if (learned.length === 0) return { text: 'No learned rules.', any: false };
  const named = learned.slice(0, MAX_NAMED).join(', ');
  const rest = learned.length > MAX_NAMED ? ` and ${learned.length - MAX_NAMED} more` : '';
  return { text: `Learned rules for ${named}${rest}.`, any: true };
}
