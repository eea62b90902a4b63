/**
 * Deprecation and retirement of models. A day of retirement is an announcement: it can be moved, and a model can outlive it, so
 * requests are never refused by the date; notes, errors and lists report it.
 * https://platform.claude.com/docs/en/about-claude/model-deprecations
 */

import type { Note } from '../notes.ts';
import { ruleFor } from './rules.ts';

export interface ModelLifecycle {
  readonly lifecycle: 'active' | 'deprecated' | 'retired' | 'unknown';
  /** Announced day of retirement (ISO date, UTC), null when none is announced. */
  readonly retiresOn: string | null;
  /** The id that Anthropic recommends in its place, null when none is. */
  readonly successor: string | null;
}

/** @param now epoch milliseconds; from the announced day on, or when the upstream says so, a model counts as ended */
export function hasEnded({ lifecycle, retiresOn }: Omit<ModelLifecycle, 'successor'>, now: number): boolean {
  if (lifecycle === 'active') return false;
  return lifecycle === 'retired' || (retiresOn !== null && new Date(now).toISOString().slice(0, 10) >= retiresOn);
}

/**
 * @param now epoch milliseconds
 * @returns one or two sentences for people; null for a model without an announced end
 */
export function describeLifecycle(id: string, model: ModelLifecycle, now: number): string | null {
  const { lifecycle, retiresOn, successor } = model;
  if (lifecycle === 'active' || lifecycle === 'unknown') return null;
  const next = successor === null ? 'Choose a newer model.' : `Its successor is ${successor}.`;
  if (!hasEnded(model, now)) {
    const end = retiresOn === null ? '' : ` and ends on ${retiresOn}`;
    return `${id} is deprecated${end}. ${next}`;
  }
  const end = retiresOn === null ? 'has been retired' : `was announced to end on ${retiresOn}`;
  return `${id} ${end}: requests to it fail or will soon. ${next}`;
}

/** The note on a request to a deprecated or retired model; null for all others. `now`: epoch milliseconds. */
export function lifecycleNote(id: string, model: ModelLifecycle, now: number): Note | null {
  const reason = describeLifecycle(id, model, now);
  if (reason === null) return null;
  const code = hasEnded(model, now) ? 'model-ended' : 'model-deprecated';
  return { verb: 'noticed', code, from: 'model', to: 'model', reason };
}

/** Message and hint for a model that the upstream no longer finds; null when the table has no end date in the past. */
export function retirementError(id: string, now: number): { readonly message: string; readonly hint: string } | null {
  const rule = ruleFor(id);
  if (rule === undefined || !hasEnded(rule, now)) return null;
  const since = rule.retiresOn === null ? '' : ` on ${rule.retiresOn}`;
  return {
    message: `The model \`${id}\` was retired${since}`,
    hint: rule.successor === null ? 'Choose a newer model.' : `Use its successor: ${rule.successor}.`,
  };
}
