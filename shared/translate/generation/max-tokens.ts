/** `max_tokens`, which the Messages API requires: the client's limit, clamped to the model's, or a generous default. */

import { RequestRefused } from '../../errors.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { ignoreField, isUnset } from '../core/draft-field.ts';

const streamingDefault = 32_000;
/**
 * More tokens than this without a stream may exceed the ten minutes after which idle connections are cut. Source: Anthropic SDK.
 */
const wholeResponseDefault = 21_333;

/** The limit that will be sent; pure, so that other steps can use it before or after it is applied. */
export function plannedMaxTokens({ request, context }: Draft): number {
  const most = context.profile.maxOutputTokens;
  const requested = request.max_completion_tokens ?? request.max_tokens;
  if (isUnset(requested)) return Math.min(most, request.stream === true ? streamingDefault : wholeResponseDefault);
  return Math.min(most, requested);
}

/**
 * `max_completion_tokens` wins over the older `max_tokens` (OpenAI: deprecated in its favour).
 *
 * @throws RequestRefused for zero, negative and fractional limits: upstream, 0 requests no output
 */
export function applyMaxTokens(draft: Draft): void {
  const { request, body, context } = draft;
  const { max_completion_tokens: newer, max_tokens: older } = request;
  const from = isUnset(newer) ? 'max_tokens' : 'max_completion_tokens';
  const requested = newer ?? older;
  body.max_tokens = plannedMaxTokens(draft);
  if (isUnset(requested)) {
    const reason = 'The Messages API requires a limit and the client sent none.';
    addNote(draft, { verb: 'defaulted', code: 'max-tokens-defaulted', from: null, to: 'max_tokens', reason });
    context.tracer?.add(body, 'max_tokens', reason);
    return;
  }
  if (!Number.isInteger(requested) || requested < 1) refuse(from, requested);
  if (!isUnset(newer) && !isUnset(older)) ignoreField(draft, 'max_tokens', 'max_completion_tokens wins.');
  if (requested <= body.max_tokens) {
    context.tracer?.link(from, body, 'max_tokens', from === 'max_tokens' ? 'copied' : 'renamed', 'The same limit.');
    return;
  }
  const reason = `${context.model} writes at most ${body.max_tokens} tokens.`;
  addNote(draft, { verb: 'clamped', code: 'max-tokens-clamped', from, to: 'max_tokens', reason });
  context.tracer?.link(from, body, 'max_tokens', 'clamped', reason);
}

function refuse(param: string, requested: number): never {
  throw new RequestRefused({
    code: 'invalid_value',
    param,
    message: `${param} must be a whole number of at least 1, not ${requested}.`,
    hint: 'Leave it out for a generous default.',
  });
}
