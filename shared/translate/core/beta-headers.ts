/** Values for the `anthropic-beta` header that a translated field needs. */

import type { Draft } from './request-draft.ts';

/** Adds a beta unless a refusal has taught that this API does not know it. */
export function addBeta(draft: Draft, beta: string): void {
  if (!draft.context.profile.refused.betas.includes(beta)) draft.betas.add(beta);
}
