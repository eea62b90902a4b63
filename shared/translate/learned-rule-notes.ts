/**
 * Notes for what learned rules remove from a request. A rule changes the profile, which some thirty files read: instead of a note
 * in each of them the request is also translated without the rule, and the results are compared.
 */

import { RequestRefused } from '../errors.ts';
import { appliedRuleNote, type LearnedRule } from '../models/refusal-rules.ts';
import type { RequestTranslation } from './core/context.ts';
import type { Note } from '../notes.ts';

type Sent = Pick<RequestTranslation, 'body' | 'betas' | 'notes'>;

/**
 * @param rules in the order in which they were learned; without any, nothing is translated again
 * @param actual the request as translated by all of them
 * @param translateBy the same request by other rules; may throw `RequestRefused`
 * @returns one note for each rule that changes what is sent and that no note of the translation reports
 */
export function learnedRuleNotes(
  rules: readonly LearnedRule[],
  actual: Sent,
  translateBy: (rules: readonly LearnedRule[]) => Sent,
): readonly Note[] {
  if (rules.length === 0) return [];
  const unlearned = attempt(translateBy, []);
  if (isSameRequest(actual, unlearned)) return [];
  if (rules.length === 1) return addsNote(actual, unlearned) ? [] : rules.map(appliedRuleNote);
  const effects = rules.map((rule) => ({ rule, without: attempt(translateBy, withoutRule(rules, rule)) }));
  const taking = effects.filter(({ without }) => !isSameRequest(actual, without));
  // Two rules that remove the same thing: leaving out either changes nothing.
  if (taking.length === 0) return addsNote(actual, unlearned) ? [] : rules.map(appliedRuleNote);
  return taking.filter(({ without }) => !addsNote(actual, without)).map(({ rule }) => appliedRuleNote(rule));
}

function withoutRule(rules: readonly LearnedRule[], rule: LearnedRule): readonly LearnedRule[] {
  return rules.filter((other) => other !== rule);
}

/** Null for a request that is only accepted because of the rule. */
function attempt(translateBy: (rules: readonly LearnedRule[]) => Sent, rules: readonly LearnedRule[]): Sent | null {
  try {
    return translateBy(rules);
  } catch (error) {
    if (error instanceof RequestRefused) return null;
    throw error;
  }
}

function isSameRequest(actual: Sent, other: Sent | null): boolean {
  if (other === null) return false;
  return JSON.stringify([actual.body, actual.betas]) === JSON.stringify([other.body, other.betas]);
}

function addsNote(actual: Sent, other: Sent | null): boolean {
  const known = new Set(other?.notes.map((note) => JSON.stringify(note)));
  return actual.notes.some((note) => !known.has(JSON.stringify(note)));
}
