/**
 * OpenAI fields without a counterpart at Anthropic: noted when the client would miss them, refused when dropping them would
 * mislead.
 */

import { RequestRefused } from '../../errors.ts';
import type { Draft } from '../core/request-draft.ts';
import { dropField, ignoreField, isUnset } from '../core/draft-field.ts';

interface UnsupportedField {
  readonly field: string;
  readonly code: string;
  readonly reason: string;
  /** True for values that request nothing: left out without a note. */
  readonly asksNothing: (value: unknown) => boolean;
}

const never = (): boolean => false;
const isZero = (value: unknown): boolean => value === 0;
const isFalse = (value: unknown): boolean => value === false;
const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const unsupported: readonly UnsupportedField[] = [
  {
    field: 'seed',
    code: 'seed-dropped',
    reason: 'Claude has no seed; responses are not reproducible.',
    asksNothing: never,
  },
  { field: 'logprobs', code: 'logprobs-dropped', reason: 'Claude returns no log probabilities.', asksNothing: isFalse },
  { field: 'logit_bias', code: 'logit-bias-dropped', reason: 'Claude takes no token biases.', asksNothing: isEmpty },
  {
    field: 'presence_penalty',
    code: 'presence-penalty-dropped',
    reason: 'Claude takes no penalties.',
    asksNothing: isZero,
  },
  {
    field: 'frequency_penalty',
    code: 'frequency-penalty-dropped',
    reason: 'Claude takes no penalties.',
    asksNothing: isZero,
  },
  { field: 'prediction', code: 'prediction-dropped', reason: 'Claude takes no predicted output.', asksNothing: never },
  { field: 'moderation', code: 'moderation-dropped', reason: 'Claude moderates by its own rules.', asksNothing: never },
];

/** @throws RequestRefused for audio output, which text cannot replace */
export function applyUnsupported(draft: Draft): void {
  refuseAudio(draft);
  for (const { field, code, reason, asksNothing } of unsupported) {
    const value = draft.request[field];
    if (isUnset(value)) continue;
    if (asksNothing(value)) ignoreField(draft, field, 'The value has no effect.');
    else dropField(draft, field, code, reason);
  }
  if (!isUnset(draft.request.top_logprobs)) ignoreField(draft, 'top_logprobs', 'It only applies to logprobs.');
  applyLocal(draft);
}

/** Fields that stay on this machine: the exchange log stores the whole request. */
function applyLocal(draft: Draft): void {
  const { store, metadata } = draft.request;
  if (!isUnset(store)) ignoreField(draft, 'store', 'It concerns storing the response, not the request.');
  if (isUnset(metadata)) return;
  const reason = 'The Messages API stores no metadata; the exchange log does.';
  // Dropping it is harmless, so only strict mode reports it.
  if (draft.context.settings.strict && !isEmpty(metadata)) dropField(draft, 'metadata', 'metadata-dropped', reason);
  else ignoreField(draft, 'metadata', reason);
}

function refuseAudio(draft: Draft): void {
  const { modalities, audio } = draft.request;
  if (modalities?.includes('audio') === true) {
    throw new RequestRefused({
      code: 'unsupported_value',
      param: 'modalities',
      message: 'Claude answers in text, not in audio.',
      hint: 'Send modalities as ["text"] or leave it out.',
    });
  }
  if (!isUnset(modalities)) ignoreField(draft, 'modalities', 'Text is the default.');
  if (!isUnset(audio)) dropField(draft, 'audio', 'audio-dropped', 'Claude answers in text, not in audio.');
}
