/** Collects one whole upstream message: resumes `pause_turn`, and retries once when a demanded tool call or JSON is missing. */

import type { Message } from '#shared/anthropic/types.ts';
import { retryBody, outputProblem } from '#shared/translate/response/retry-invalid-output.ts';
import {
  continueAfterPause,
  isPaused,
  mergeMessages,
  withRemainingUses,
} from '#shared/translate/response/resume-paused-turn.ts';
import type { Note } from '#shared/notes.ts';
import { addUsage } from '#shared/translate/response/usage.ts';
import { type MessagesCall, addMessageNotes, type UpstreamBody } from './messages-call.ts';
import type { EndedTexts } from '../upstream/redaction/delta-redactor.ts';
import type { UpstreamResponse } from '../upstream/upstream-client.ts';
import { readMessage, recordUsage } from '../upstream/read-response.ts';
import type { ExchangeContext } from '../http/request-context.ts';
import { runInSlices } from '#electron/platform/time-slices.ts';

/** Limit of `pause_turn` resumptions in one response. */
export const MAX_RESUMPTIONS = 8;

/** Rejects with the error of the upstream call. */
export async function collectMessage(context: ExchangeContext, call: MessagesCall): Promise<Message> {
  const { body, translation } = call;
  const { responseContext } = translation;
  let whole = await readTurn(context, call, body, call.upstreamResponse);
  addMessageNotes(call, whole);
  // A retry would be truncated or refused as well.
  const ended = whole.stop_reason === 'end_turn' || whole.stop_reason === 'stop_sequence';
  if (responseContext.expectsToolCall && ended && !callsTool(whole)) {
    // The model accepts no forced `tool_choice` and ignored the instruction: one retry, then the message is used as it is.
    const again = withRemainingUses(body, whole);
    const second = await readTurn(context, call, again, await call.send(again));
    whole = { ...second, usage: addUsage(whole.usage, second.usage) };
    call.addNote(callsTool(whole) ? toolCallRepeated : toolCallMissing);
  }
  const problem = context.settings.translation.repairOutput
    ? await runInSlices(outputProblem(whole, responseContext), context.signal)
    : null;
  if (problem !== null) return repairOutput(context, call, whole, problem);
  recordUsage(context.recording, whole.usage);
  call.remember(whole.id, whole.content);
  return whole;
}

/** Retries once for missing JSON. The thinking store skips this message: its thinking belongs to a longer conversation. */
async function repairOutput(
  context: ExchangeContext,
  call: MessagesCall,
  first: Message,
  problem: string,
): Promise<Message> {
  const body = retryBody(call.body, first, problem);
  const second = await readTurn(context, call, body, await call.send(body));
  const usage = addUsage(first.usage, second.usage);
  recordUsage(context.recording, usage);
  const stillWrong = await runInSlices(outputProblem(second, call.translation.responseContext), context.signal);
  const mended = stillWrong === null && second.stop_reason === 'end_turn';
  call.addNote(mended ? outputRepaired : outputNotRepaired);
  return mended ? { ...second, id: first.id, usage } : { ...first, usage };
}

const outputRepaired: Note = {
  verb: 'repaired',
  code: 'output-asked-twice',
  from: 'response_format',
  to: null,
  reason: 'The first answer was not the JSON that was asked for; the model was told so, and its second one is.',
};

const outputNotRepaired: Note = {
  ...outputRepaired,
  verb: 'approximated',
  code: 'output-not-repaired',
  reason: 'The answer was not the JSON that was asked for, nor was a second one; the client gets the first.',
};

const toolCallRepeated: Note = {
  verb: 'repaired',
  code: 'tool-call-asked-twice',
  from: 'tool_choice',
  to: null,
  reason: 'The model cannot be forced to call a tool and answered without a call; it was asked once more.',
};

const toolCallMissing: Note = {
  verb: 'approximated',
  code: 'tool-call-missing',
  from: 'tool_choice',
  to: null,
  reason: 'The model cannot be forced to call a tool and answered without a call, twice.',
};

function callsTool(message: Message): boolean {
  return message.content.some((block) => block.type === 'tool_use');
}

/** `sentBody` is the request body of `first`. */
async function readTurn(
  context: ExchangeContext,
  call: MessagesCall,
  sentBody: UpstreamBody,
  first: UpstreamResponse,
): Promise<Message> {
  let body = sentBody;
  let upstreamResponse = first;
  const messages: Message[] = [];
  // The messages are joined, so a secret may be split over them.
  const ended: EndedTexts = new Map();
  for (;;) {
    const message = await readMessage(upstreamResponse, context.recording, context.signal, ended);
    messages.push(message);
    if (!isPaused(message) || messages.length > MAX_RESUMPTIONS) break;
    body = continueAfterPause(body, message);
    upstreamResponse = await call.send(body);
  }
  const [message, ...rest] = messages;
  if (message === undefined) throw new Error('A turn has at least one message.');
  return mergeMessages(message, rest);
}
