/**
 * `temperature`, `top_p` and `top_k`. Models after the 4.6 generation, thinking and API version 2026-10-21 accept none of them;
 * older models accept temperature 0..1 or top_p, not both. Source: Messages API reference, migration guide 2026-10-21.
 */

import { addNote, type Draft } from '../core/request-draft.ts';
import { dropField, ignoreField, isUnset, traceCopy } from '../core/draft-field.ts';
import { isThinkingOn, planReasoning } from './reasoning-effort.ts';

type SamplingField = 'temperature' | 'top_p' | 'top_k';

/** Fills the sampling fields, or notes why not. A default value is left out without a note. */
export function applySampling(draft: Draft): void {
  const { profile, settings } = draft.context;
  if (settings.anthropicVersion !== '2023-06-01') {
    dropAll(draft, `API version ${settings.anthropicVersion} takes no sampling parameters.`);
  } else if (profile.sampling === 'default_only') {
    dropAll(draft, `${draft.context.model} takes no sampling parameters.`);
  } else if (isThinkingOn(draft, planReasoning(draft))) {
    applyWithThinking(draft);
  } else {
    applyOneOf(draft);
  }
}

function dropAll(draft: Draft, reason: string): void {
  drop(draft, 'temperature', reason);
  drop(draft, 'top_p', reason);
  drop(draft, 'top_k', reason);
}

/** 1 is the default of both OpenAI and Anthropic for temperature and top_p. The default of top_k is no limit. */
function isDefault(field: SamplingField, value: number): boolean {
  return field === 'top_k' ? value <= 0 : value === 1;
}

function drop(draft: Draft, field: SamplingField, reason: string): void {
  const value = draft.request[field];
  if (isUnset(value)) return;
  if (isDefault(field, value)) ignoreField(draft, field, 'It is the default.');
  else dropField(draft, field, `${code(field)}-dropped`, reason);
}

function applyWithThinking(draft: Draft): void {
  const topP = draft.request.top_p;
  drop(draft, 'temperature', 'With thinking the model accepts no temperature.');
  drop(draft, 'top_k', 'With thinking the model accepts no top_k.');
  if (isUnset(topP)) return;
  if (topP >= 0.95 && topP <= 1) keep(draft, 'top_p', topP);
  else drop(draft, 'top_p', 'With thinking the model accepts top_p from 0.95 only.');
}

function applyOneOf(draft: Draft): void {
  const { temperature, top_p: topP, top_k: topK } = draft.request;
  // A temperature of 1 is the default, so it does not displace a top_p other than the default.
  const topPWins = !isUnset(topP) && !isDefault('top_p', topP) && (isUnset(temperature) || temperature === 1);
  if (topPWins) {
    drop(draft, 'temperature', 'The model takes temperature or top_p, not both.');
    keep(draft, 'top_p', topP);
  } else {
    if (!isUnset(temperature)) keep(draft, 'temperature', temperature);
    drop(draft, 'top_p', 'The model takes temperature or top_p, not both, and temperature wins.');
  }
  if (isUnset(topK)) return;
  if (Number.isInteger(topK) && topK > 0) keep(draft, 'top_k', topK);
  else drop(draft, 'top_k', 'The model takes a whole number of tokens.');
}

/** OpenAI's temperature goes from 0 to 2, Anthropic's from 0 to 1: values above 1 become 1. */
function keep(draft: Draft, field: SamplingField, value: number): void {
  const sent = field === 'top_k' ? value : Math.min(1, Math.max(0, value));
  draft.body[field] = sent;
  if (sent === value) {
    traceCopy(draft, field, draft.body, field);
    return;
  }
  const reason = `${field} goes from 0 to 1 here.`;
  addNote(draft, { verb: 'clamped', code: `${code(field)}-clamped`, from: field, to: field, reason });
  draft.context.tracer?.link(field, draft.body, field, 'clamped', reason);
}

function code(field: SamplingField): string {
  return field.replace('_', '-');
}
