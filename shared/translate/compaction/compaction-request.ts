/**
 * A request for a summary instead of a response: by the API's own `compaction`, or by an ordinary request where the model or the
 * endpoint refused that.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-on-demand (Request a summary)
 */

import { ON_DEMAND_BETA } from '../../anthropic/compaction.ts';
import { RequestRefused } from '../../errors.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';
import { addBeta } from '../core/beta-headers.ts';
import { ignoreField, isUnset } from '../core/draft-field.ts';
import { emitTurn, type MessageBuilder } from '../core/message-builder.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import type { CompactionMode } from '../core/translation-interface.ts';

/** Our own, for an ordinary request. It must stand without the API's: what a successor needs, and nothing else. */
export const SUMMARY_INSTRUCTIONS = [
  'Write a summary of this conversation now. It will replace everything above: whoever continues sees only the summary.',
  'State the requests of the user and what is still open; decisions and their reasons; facts, names, paths, commands, values and errors that are needed to go on, exactly as they appear; instructions that still hold; and the next step.',
  'Answer no question of the conversation and call no tool. Write only the summary.',
].join('\n');

/** @returns null for a request that asks for a response */
export function compactionModeOf(
  request: ChatRequest,
  { profile, adjustments }: Pick<Draft['context'], 'profile' | 'adjustments'>,
): CompactionMode | null {
  if (isUnset(request.compaction)) return null;
  const { refused } = profile;
  const isRefused = refused.betas.includes(ON_DEMAND_BETA) || refused.fields.includes('compaction');
  return isRefused || adjustments.summariseInWords ? 'summary' : 'native';
}

/** Fields of the client that the API refuses beside `compaction`, and that mean nothing for a summary. */
const meaningless = ['stop', 'response_format', 'tool_choice', 'function_call', 'parallel_tool_calls'] as const;

/** Accounts for the fields that have no meaning for a summary. Call in place of the steps that translate them. */
export function ignoreResponseFields(draft: Draft): void {
  for (const field of meaningless) ignoreField(draft, field, 'It has no meaning for a summary.');
  delete draft.body.stop_sequences;
}

/**
 * Writes the request for the summary. Call after the messages.
 *
 * @throws RequestRefused for a conversation without content
 */
export function applyCompaction(builder: MessageBuilder): void {
  const { draft } = builder;
  if (draft.compaction === null) return;
  if (builder.messages.length === 0) {
    throw new RequestRefused({
      code: 'empty_value',
      param: 'messages',
      message: 'There is nothing to compact: the conversation has no message.',
      hint: 'Send the messages to summarise, and the trigger after them.',
    });
  }
  leaveOutContextManagement(draft);
  if (draft.compaction === 'native') applyNative(draft);
  else applySummary(builder);
}

function applyNative(draft: Draft): void {
  const instructions = ownInstructions(draft.request);
  draft.body.compaction = { type: 'summarize', ...(instructions === null ? {} : { instructions }) };
  addBeta(draft, ON_DEMAND_BETA);
  draft.context.tracer?.link('compaction', draft.body, 'compaction', 'copied', 'The Messages API has the same field.');
}

/** The tools stay, because the history mentions them and the cached prompt begins with them; none may be called. */
function applySummary(builder: MessageBuilder): void {
  const { draft } = builder;
  const text = ownInstructions(draft.request) ?? SUMMARY_INSTRUCTIONS;
  const block = { type: 'text' as const, text };
  const reason = 'The API does not compact for this model here, so an instruction requests the summary.';
  draft.context.tracer?.add(block, 'text', reason);
  ignoreField(draft, 'compaction', reason);
  addNote(draft, {
    verb: 'emulated',
    code: 'compaction-as-summary',
    from: 'compaction',
    to: `messages[${builder.messages.at(-1)?.role === 'user' ? builder.messages.length - 1 : builder.messages.length}]`,
    reason,
  });
  emitTurn(builder, 'user', [{ block, from: null }]);
  if ((draft.body.tools ?? []).length > 0) draft.body.tool_choice = { type: 'none' };
}

/** Blank instructions count as absent. */
function ownInstructions({ compaction }: ChatRequest): string | null {
  const given = compaction?.instructions;
  return typeof given === 'string' && given.trim() !== '' ? given : null;
}

function leaveOutContextManagement(draft: Draft): void {
  if (draft.body.context_management === undefined) return;
  delete draft.body.context_management;
  const reason = 'The API compacts or edits the context, not both in one request; a summary needs no editing.';
  addNote(draft, {
    verb: 'repaired',
    code: 'context-management-left-out',
    from: 'context_management',
    to: null,
    reason,
  });
  ignoreField(draft, 'context_management', reason);
}
