/**
 * Reproduces how the request of a record was translated. A record stores bodies, not the model capabilities known at the time,
 * which change: so the request is translated with today's knowledge, and if the body differs, with earlier knowledge.
 */

import { adjustmentsFromNotes } from '../../models/self-healing-rules.ts';
import { candidateProfiles } from '../../models/known-models.ts';

import { parseJsonExactly } from '../../json/unknown-json.ts';
import type { Exchange } from '../record.ts';
import { type NotRetranslated, type Retranslated, retranslateExchange } from './retranslate.ts';
import type { TranslationInputs } from './translation-inputs.ts';
import { noAdjustments } from '../../models/adjustments.ts';
import { isContainer, toDouble } from '../../json/exact-number.ts';

export interface ReproducedTranslation {
  /** As it was at the time where that can be reproduced, else as it is today. */
  readonly translation: Retranslated | NotRetranslated;
  /**
   * False when a different body was sent: then the result does not explain it. Null when the body was not kept whole, so that it
   * cannot be compared. True where nothing was sent.
   */
  readonly isSame: boolean | null;
}

/** Never throws. Costs one translation, or a few where the first does not match. */
export function reproduceTranslation(exchange: Exchange, inputs: TranslationInputs): ReproducedTranslation {
  const adjustments = { ...noAdjustments, ...adjustmentsFromNotes(exchange.notes.map(({ code }) => code)) };
  const first = retranslateExchange(exchange, inputs, { adjustments });
  if (!first.ok || exchange.upstreamRequest === null) return { translation: first, isSame: true };
  const sent = parseJsonExactly(exchange.upstreamRequest.body);
  if (sent === undefined) return { translation: first, isSame: null };
  if (isSameBody(sent, first.body)) return { translation: first, isSame: true };
  const [, ...others] = candidateProfiles(inputs.models, first.model);
  for (const profile of others) {
    const translation = retranslateExchange(exchange, inputs, { profile, adjustments });
    if (translation.ok && isSameBody(sent, translation.body)) return { translation, isSame: true };
  }
  return { translation: first, isSame: false };
}

/** The replacement of a secret; the other message may hold it in another form. */
const HIDDEN = '…';

function isSameBody(sent: unknown, made: unknown): boolean {
  if (typeof sent === 'string' && typeof made === 'string') {
    return sent === made || sent.includes(HIDDEN) || made.includes(HIDDEN);
  }
  // Records of earlier versions hold rounded numbers.
  if (!isContainer(sent) || !isContainer(made)) return toDouble(sent) === toDouble(made);
  if (Array.isArray(sent) || Array.isArray(made)) {
    if (!Array.isArray(sent) || !Array.isArray(made) || sent.length !== made.length) return false;
    return sent.every((item, index) => isSameBody(item, made[index]));
  }
  const members = new Map<string, unknown>(Object.entries(made).filter(([, value]) => value !== undefined));
  const entries = Object.entries(sent);
  if (entries.length !== members.size) return false;
  return entries.every(([key, value]) => members.has(key) && isSameBody(value, members.get(key)));
}
