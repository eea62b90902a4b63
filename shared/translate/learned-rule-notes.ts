/**
 * Notes for what learned rules remove from a request. A rule changes the profile, which some thirty files read: instead of a note
 * in each of them the request is also translated without the rule, and the results are compared.
 */

import { RequestRefused } from '../errors.ts';
import { runToEnd, type Steps } from '../steps.ts';
import { appliedRuleNote, type LearnedRule } from '../models/self-healing-rules.ts';
import type { RequestTranslation } from './core/translation-interface.ts';
import type { Note } from '../notes.ts';

type Sent = Pick<RequestTranslation, 'body' | 'betas' | 'notes'>;

type TranslateBy<Result> = (rules: readonly LearnedRule[]) => Result;

/**
 * @param rules in the order in which they were learned; without any, nothing is translated again
 * @param actual the request as translated by all of them
 * @param translateBy the same request by other rules; may throw `RequestRefused`
 * @returns one note for each rule that changes what is sent and that no note of the translation reports
 */
export function learnedRuleNotes(
  rules: readonly LearnedRule[],
  actual: Sent,
  translateBy: TranslateBy<Sent>,
): readonly Note[] {
  // oxlint-disable-next-line require-yield -- a translation in one step
  const inOneStep = function* (some: readonly LearnedRule[]): Steps<Sent> {
    return translateBy(some);
  };
  return runToEnd(learnedRuleNotesSteps(rules, actual, inOneStep));
}

/** The same in steps: those of each translation, and one for each comparison. */
export function* learnedRuleNotesSteps(
  rules: readonly LearnedRule[],
  actual: Sent,
  translateBy: TranslateBy<Steps<Sent>>,
): Steps<readonly Note[]> {
  if (rules.length === 0) return [];
  const sent = textOf(actual);
  const unlearned = yield* attempt(translateBy, [], sent);
  if (unlearned.isSame) return [];
  if (rules.length === 1) return addsNote(actual, unlearned.other) ? [] : rules.map(appliedRuleNote);
  const taking: { readonly rule: LearnedRule; readonly other: Sent | null }[] = [];
  for (const rule of rules) {
    const { isSame, other } = yield* attempt(translateBy, withoutRule(rules, rule), sent);
    if (!isSame) taking.push({ rule, other });
  }
  // Two rules that remove the same thing: leaving out either changes nothing.
  if (taking.length === 0) return addsNote(actual, unlearned.other) ? [] : rules.map(appliedRuleNote);
  return taking.filter(({ other }) => !addsNote(actual, other)).map(({ rule }) => appliedRuleNote(rule));
}

function withoutRule(rules: readonly LearnedRule[], rule: LearnedRule): readonly LearnedRule[] {
  return rules.filter((other) => other !== rule);
}

/** `other` is null for a request that is only accepted because of the rule. `sent` is the text of what was sent. */
function* attempt(
  translateBy: TranslateBy<Steps<Sent>>,
  rules: readonly LearnedRule[],
  sent: string,
): Steps<{ readonly other: Sent | null; readonly isSame: boolean }> {
  yield;
  try {
    const other = yield* translateBy(rules);
    yield;
    return { other, isSame: textOf(other) === sent };
  } catch (error) {
    if (error instanceof RequestRefused) return { other: null, isSame: false };
    throw error;
  }
}

function textOf({ body, betas }: Sent): string {
  return JSON.stringify([body, betas]);
}

function addsNote(actual: Sent, other: Sent | null): boolean {
  const known = new Set(other?.notes.map((note) => JSON.stringify(note)));
  return actual.notes.some((note) => !known.has(JSON.stringify(note)));
}
