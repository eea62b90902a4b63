/** Notes on what learned rules (from earlier refusals) removed from a request. */

import type { Steps } from '#shared/steps.ts';
import type { LearnedRule } from '#shared/models/self-healing-rules.ts';
import type { RequestTranslation } from '#shared/translate/core/translation-interface.ts';
import type { Note } from '#shared/notes.ts';
import { refusedBetaReason } from '#shared/translate/core/refused-field.ts';
import { learnedRuleNotesSteps } from '#shared/translate/learned-rule-notes.ts';
import { mergeBetas } from '../upstream/request-headers.ts';

export interface LearnedNotesInput {
  readonly rules: readonly LearnedRule[];
  /** The rule learned from this request's own refusal, which has its own note. Null on the first attempt. */
  readonly fresh: LearnedRule | null;
  readonly translation: RequestTranslation;
  readonly translateBy: (rules: readonly LearnedRule[]) => Steps<RequestTranslation>;
  /** The client's `anthropic-beta` header. */
  readonly betaHeader: string | string[] | undefined;
}

/** @returns none when no rule is known */
export function* learnedNotesSteps({
  rules,
  fresh,
  translation,
  translateBy,
  betaHeader,
}: LearnedNotesInput): Steps<readonly Note[]> {
  if (rules.length === 0) return [];
  const refused = new Set(rules.flatMap((rule) => (rule.kind === 'betas-refused' ? rule.betas : [])));
  const betas = mergeBetas(betaHeader, []).filter((beta) => refused.has(beta));
  return [
    ...(yield* learnedRuleNotesSteps(rules, translation, translateBy)).filter(
      ({ code }) => code !== `learned-${fresh?.kind}`,
    ),
    ...betas.map((beta): Note => ({
      verb: 'dropped',
      code: 'refused-beta-dropped',
      from: null,
      to: null,
      reason: refusedBetaReason(beta),
    })),
  ];
}
