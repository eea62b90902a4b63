/** Retries once when a response had to be JSON and is not, where the format was only requested in the prompt. */

import type { Message, MessageParam } from '../../anthropic/types.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import { continueAfterPause, withRemainingUses } from './resume-paused-turn.ts';
import { endingOf } from './finish-reason.ts';
import type { Steps } from '../../steps.ts';
import { toolUseIds, visibleText } from '../core/turn-fingerprint.ts';
import { checkOutputSteps } from '../response-format/validate-output.ts';

/** Why a whole response does not match the format, one sentence; null when it does, or when a retry would not help. */
export function* outputProblem(message: Message, responseContext: ResponseContext): Steps<string | null> {
  if (responseContext.outputFormat.kind !== 'instructed') return null;
  const stop = { reason: message.stop_reason, sequence: message.stop_sequence, details: message.stop_details };
  const { finishReason } = endingOf(stop, toolUseIds(message.content).length, responseContext);
  // Cut off, refused, or about to call a tool: there is no JSON yet.
  if (finishReason !== 'stop') return null;
  return (yield* checkOutputSteps(visibleText(message.content), responseContext.outputFormat)).problem;
}

/**
 * @param body the request body that was sent
 * @param message its response
 * @returns the body of the retry, which contains the response and the problem
 */
export function retryBody<Body extends { messages: readonly MessageParam[] }>(
  body: Body,
  message: Message,
  problem: string,
): Body {
  // Without visible text there is nothing to refer to; the API would refuse an empty turn.
  if (visibleText(message.content).trim() === '') return withRemainingUses(body, message);
  const continued = continueAfterPause(body, message);
  const text = `${problem} Give the whole answer again: nothing but the JSON that was asked for.`;
  return { ...continued, messages: [...continued.messages, { role: 'user', content: [{ type: 'text', text }] }] };
}
