/** One more try for an answer that had to be JSON and is not, where the form could only be asked for in words. */

import type { Message, MessageParam } from '../../anthropic/types.ts';
import type { ResponseContext } from '../core/context.ts';
import { continueAfterPause } from './resume-paused-turn.ts';
import { endingOf } from './finish-reason.ts';
import { toolUseIds, visibleText } from '../core/turn-fingerprint.ts';
import { checkOutput } from '../response-format/validate-output.ts';

/** Why a whole answer is not what was asked for, one sentence; null when it is, or when asking again would not help. */
export function outputProblem(message: Message, responseContext: ResponseContext): string | null {
  if (responseContext.outputFormat.kind !== 'instructed') return null;
  const stop = { reason: message.stop_reason, sequence: message.stop_sequence, details: message.stop_details };
  const { finishReason } = endingOf(stop, toolUseIds(message.content).length, responseContext);
  // Cut off, refused, or about to call a tool: there is no JSON yet.
  if (finishReason !== 'stop') return null;
  return checkOutput(visibleText(message.content), responseContext.outputFormat).problem;
}

/** In: the body that was sent and its answer. Out: the body that asks once more; the answer and what is wrong with it are part of it. */
export function retryBody<Body extends { messages: readonly MessageParam[] }>(
  body: Body,
  message: Message,
  problem: string,
): Body {
  // Without a visible word there is nothing to point at; an empty turn would be refused.
  if (visibleText(message.content).trim() === '') return body;
  const answered = continueAfterPause(body, message);
  const text = `${problem} Give the whole answer again: nothing but the JSON that was asked for.`;
  return { ...answered, messages: [...answered.messages, { role: 'user', content: [{ type: 'text', text }] }] };
}
