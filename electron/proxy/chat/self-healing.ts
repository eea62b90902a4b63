/**
 * Self-healing of one call: after a 400 that names an unsupported parameter, the request is translated once more without it,
 * and the rule is learned for later requests of the model.
 */

import { type Adjustments, noAdjustments } from '#shared/models/adjustments.ts';
import type { ModelProfile } from '#shared/models/profile.ts';
import {
  adjustmentsFor,
  type LearnedRule,
  learnedRuleNote,
  recogniseRefusal,
} from '#shared/models/self-healing-rules.ts';
import type { Note } from '#shared/notes.ts';
import { parseUpstreamError } from '#shared/translate/errors/parse-upstream-error.ts';
import type { UpstreamResponse } from '../upstream/upstream-client.ts';

export interface SelfHealing {
  /** What the next translation leaves out. */
  adjustments(): Adjustments;
  /** The rule learned by this call; null before. */
  learned(): LearnedRule | null;
  /** Notes on the repair, for the response. */
  notes(): readonly Note[];
  /**
   * Learns the rule of a refusal.
   * @param body text of the response @param profile of the model as translated
   * @returns false when the refusal has no rule, or this call was repaired before: the error then goes to the client
   */
  learnFromRefusal(
    response: Pick<UpstreamResponse, 'status' | 'headers'>,
    body: string,
    profile: ModelProfile,
  ): boolean;
}

/** @param rules receives the learned rule @param model Claude id of the call */
export function createSelfHealing(rules: { add(model: string, rule: LearnedRule): void }, model: string): SelfHealing {
  let learned: LearnedRule | null = null;
  return {
    adjustments: () => (learned === null ? noAdjustments : { ...noAdjustments, ...adjustmentsFor(learned) }),
    learned: () => learned,
    notes: () => (learned === null ? [] : [learnedRuleNote(learned)]),
    learnFromRefusal({ status, headers }, body, profile) {
      if (learned !== null) return false;
      const { type, message, errorCode } = parseUpstreamError({ status, body, headers });
      learned = recogniseRefusal({ status, type, message, errorCode }, profile);
      if (learned !== null) rules.add(model, learned);
      return learned !== null;
    },
  };
}
