/** Finds the dated facts of the model that a request names; the validator shares nothing else with the translator. */

import { modelRules } from '../../models/rule-data.ts';
import type { ModelRule } from '../../models/rule-data.ts';

export function findModel(id: string): ModelRule | null {
  return modelRules.find((rule) => rule.id === id || rule.aliases.includes(id)) ?? null;
}

const retiredId = /^claude-(?:3(?:-[57])?-(?:opus|sonnet|haiku)|(?:opus|sonnet)-4(?:-1|-0)?)(?:-\d{8}|-latest)?$/;

/** Ids of the 3, 3.5, 3.7, 4 and 4.1 generations, which the API has retired. */
export const isRetired = (id: string): boolean => retiredId.test(id);

/**
 * Rules for a retired model, for a server that still serves it: those of the oldest current model, without a bound on the output
 * that a current client would reach.
 */
export function retiredModel(id: string): ModelRule | null {
  const oldest = findModel('claude-haiku-4-5');
  if (oldest === null || !isRetired(id)) return null;
  return { ...oldest, id, aliases: [], lifecycle: 'retired', maxOutputTokens: 128_000, pricePerMtok: null };
}
