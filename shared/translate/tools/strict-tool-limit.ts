/** How much of the API's compile limit for one request is left for strict tools, after the output format took its part. */

import type { Draft } from '../core/request-draft.ts';
import { planOutputFormat } from '../response-format/plan-response-format.ts';
import { strictLimits, type SchemaCounts } from '../json-schema/strict/strict-schema.ts';

export interface StrictBudget {
  tools: number;
  optional: number;
  unions: number;
}

export function strictBudget(draft: Draft): StrictBudget {
  const anyStrict =
    draft.request.tools?.some((tool) => tool.strict === true || tool.function?.strict === true) ?? false;
  const format = anyStrict ? planOutputFormat(draft) : null;
  const used = format?.native?.counts ?? { optional: 0, unions: 0 };
  return {
    tools: strictLimits.tools,
    optional: strictLimits.optional - used.optional,
    unions: strictLimits.unions - used.unions,
  };
}

/** Reserves what one more strict tool needs, in the client's order; false when it no longer fits. */
export function claimStrict(budget: StrictBudget, counts: SchemaCounts): boolean {
  if (budget.tools < 1 || budget.optional < counts.optional || budget.unions < counts.unions) return false;
  budget.tools -= 1;
  budget.optional -= counts.optional;
  budget.unions -= counts.unions;
  return true;
}
