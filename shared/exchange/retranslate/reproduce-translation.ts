/**
 * How the request of a record was translated. A record keeps bodies, not what the model was taken to accept when it was made, and
 * that changes: so the request is translated by what is known today, and if that gives another body, by what was known before.
 */

import { adjustmentsFromNotes } from '../../models/refusal-rules.ts';
import { candidateProfiles } from '../../models/known-models.ts';
import { noAdjustments } from '../../translate/core/context.ts';
import { parseJson } from '../../json/unknown-json.ts';
import type { Exchange } from '../record.ts';
import { type NotRetranslated, type Retranslated, retranslateExchange } from './retranslate.ts';
import type { TranslationInputs } from './translation-inputs.ts';

export interface ReproducedTranslation {
  /** As it was then where that can be found out, else as it is today. */
  readonly translation: Retranslated | NotRetranslated;
  /**
   * False when what was sent was another body: then nothing here tells how it came about. Null when it was not kept whole, so that
   * nobody can say. True where nothing was sent.
   */
  readonly isSame: boolean | null;
}

/** Never throws. As slow as a translation, or as a few of them where the first is not the one. */
export function reproduceTranslation(exchange: Exchange, inputs: TranslationInputs): ReproducedTranslation {
  const adjustments = { ...noAdjustments, ...adjustmentsFromNotes(exchange.notes.map(({ code }) => code)) };
  const first = retranslateExchange(exchange, inputs, { adjustments });
  if (!first.ok || exchange.upstreamRequest === null) return { translation: first, isSame: true };
  const sent = parseJson(exchange.upstreamRequest.body);
  if (sent === undefined) return { translation: first, isSame: null };
  if (isSameBody(sent, first.body)) return { translation: first, isSame: true };
  const [, ...others] = candidateProfiles(inputs.models, first.model);
  for (const profile of others) {
    const translation = retranslateExchange(exchange, inputs, { profile, adjustments });
    if (translation.ok && isSameBody(sent, translation.body)) return { translation, isSame: true };
  }
  return { translation: first, isSame: false };
}

/** What redaction has put in place of a secret; the other side may hold it in another form. */
const HIDDEN = '…';

function isSameBody(sent: unknown, made: unknown): boolean {
  if (typeof sent === 'string' && typeof made === 'string') {
    return sent === made || sent.includes(HIDDEN) || made.includes(HIDDEN);
  }
  if (typeof sent !== 'object' || typeof made !== 'object' || sent === null || made === null) return sent === made;
  if (Array.isArray(sent) || Array.isArray(made)) {
    if (!Array.isArray(sent) || !Array.isArray(made) || sent.length !== made.length) return false;
    return sent.every((item, index) => isSameBody(item, made[index]));
  }
  const members = new Map<string, unknown>(Object.entries(made).filter(([, value]) => value !== undefined));
  const entries = Object.entries(sent);
  if (entries.length !== members.size) return false;
  return entries.every(([key, value]) => members.has(key) && isSameBody(value, members.get(key)));
}
