/**
 * Translates the stop reason. OpenAI's enum has five values and typed clients break on any other.
 * https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons
 */

import type { FinishReason } from '../../openai/chat-completion.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import type { Note } from '../../notes.ts';

/** The last stop fields of an upstream message; `reason` is any string, because new ones appear. */
export interface Stop {
  readonly reason: string | null;
  readonly sequence: string | null;
  readonly details: { readonly explanation?: string | null } | null;
}

export interface Ending {
  readonly finishReason: FinishReason;
  /** The text for `refusal`, null when the model did not refuse. */
  readonly refusal: string | null;
  readonly notes: readonly Note[];
}

const refusalFallback = 'The model declined to answer this request.';

/**
 * @param stop the upstream's stop fields
 * @param toolCalls number of tool calls sent to the client
 * @returns the finish reason in OpenAI's terms
 */
export function endingOf(stop: Stop, toolCalls: number, responseContext: ResponseContext): Ending {
  const finishReason = finishReasonOf(stop.reason, toolCalls, responseContext.legacyFunctions);
  const notes: Note[] = [];
  const stopNote = addStopNote(stop.reason);
  if (stopNote) notes.push(stopNote);
  if (responseContext.expectsToolCall && finishReason === 'stop') {
    notes.push({
      verb: 'approximated',
      code: 'tool-call-not-made',
      from: 'content',
      to: 'choices[0].message.tool_calls',
      reason:
        'This model cannot be forced to call a tool; an instruction requested a call and it responded without one.',
    });
  }
  return {
    finishReason,
    refusal: stop.reason === 'refusal' ? stop.details?.explanation || refusalFallback : null,
    notes,
  };
}

function finishReasonOf(stopReason: string | null, toolCalls: number, legacy: boolean): FinishReason {
  switch (stopReason) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'content_filter';
    default:
      // end_turn, stop_sequence, tool_use, pause_turn, compaction and future reasons: a client runs its tool calls exactly when
      // this is `tool_calls`, so the calls decide and not the upstream's reason.
      if (toolCalls === 0) return 'stop';
      return legacy ? 'function_call' : 'tool_calls';
  }
}

const understood = new Set([
  'end_turn',
  'stop_sequence',
  'tool_use',
  'max_tokens',
  'model_context_window_exceeded',
  'refusal',
  'compaction',
]);

function addStopNote(stopReason: string | null): Note | null {
  if (stopReason !== null && understood.has(stopReason)) return null;
  const paused = stopReason === 'pause_turn';
  return {
    verb: 'approximated',
    code: paused ? 'pause-turn-unfinished' : 'stop-reason-unknown',
    from: 'stop_reason',
    to: 'choices[0].finish_reason',
    reason: paused
      ? 'The model paused a long turn and was not resumed, so the response is incomplete.'
      : `The upstream gave ${stopReason === null ? 'no stop reason' : 'an unknown stop reason'}; the client sees "stop".`,
  };
}
