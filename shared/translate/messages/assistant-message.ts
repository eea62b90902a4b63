/** Translates one assistant message of the history: thinking, text and tool calls, in the order that the API requires. */

import { isStepEnd, type Steps } from '../../steps.ts';
import type { ContentBlockParam } from '../../anthropic/types.ts';
import type { ChatRequestMessage, ChatRequestPart } from '../../openai/chat-request.ts';
import { partType, translatePart } from '../content/content-part.ts';
import { addNoteOnce, type MessageBuilder, type SourcedBlock } from '../core/message-builder.ts';
import type { Draft } from '../core/request-draft.ts';
import { ignoreField } from '../core/draft-field.ts';
import { asContentBlock } from '../content/anthropic-blocks.ts';
import { pairedServerBlocks } from './server-tool-pairing.ts';
import { isCompactionPart } from '../core/compacted.ts';
import { isThoughtPart, signedThought } from '../content/thought-part.ts';
import { type Call, legacyCall, nativeCall, openAiCall } from './assistant-calls.ts';
import { contentPartsOf } from './message-parts.ts';
import { carriedServerBlocks } from './carried-server-blocks.ts';
import { carriedThinking, isThinkingParam, sourcedThinking } from './thinking-blocks.ts';

export interface AssistantTurn {
  readonly blocks: SourcedBlock[];
  readonly calls: Call[];
  /** Reasoning that is lost unless the store has the turn. */
  readonly unsigned: readonly string[];
  /** The client sent whole Messages content, so nothing needs to be restored. */
  readonly whole: boolean;
}

/** Rebuilds the turn from the client's message. `index` is the message's index in the request. */
export function* rebuildAssistant(
  builder: MessageBuilder,
  message: ChatRequestMessage,
  index: number,
): Steps<AssistantTurn> {
  const { draft } = builder;
  const path = `messages[${index}]`;
  const calls: Call[] = [];
  const whole = (message.content_blocks ?? []).length > 0;
  const carried = whole ? { signed: [], unsigned: [] } : carriedThinking(draft, message, path);
  const blocks: SourcedBlock[] = [
    ...carried.signed,
    ...(whole ? [] : yield* carriedServerBlocks(builder, message, path)),
  ];
  const unsigned = [...carried.unsigned];

  const parts = whole ? message.content_blocks : message.content;
  const partsPath = whole ? `${path}.content_blocks` : `${path}.content`;
  for (const [part, from] of contentPartsOf(parts, partsPath)) {
    if (isStepEnd(blocks.length)) yield;
    if (isCompactionPart(part)) {
      if (from === draft.compacted?.path) leaveOutBefore(draft, blocks, calls);
      else ignoreField(draft, from, 'A compaction that a later one replaces, or that failed, has no effect.');
      continue;
    }
    if (typeof part !== 'string' && isThoughtPart(part)) {
      const thought = signedThought(part);
      if (thought === null) unsigned.push(from);
      else blocks.push(sourcedThinking(draft, thought, from));
      continue;
    }
    const block = isToolUse(part)
      ? yield* nativeCall(builder, part, from, index, calls)
      : yield* contentBlock(builder, part, from);
    if (block !== null) blocks.push({ block, from });
  }
  if (typeof message.refusal === 'string' && saysRefusal(message)) {
    ignoreField(draft, `${path}.refusal`, 'A part already holds the refusal.');
  } else if (typeof message.refusal === 'string') {
    const block = yield* contentBlock(builder, { type: 'refusal', refusal: message.refusal }, path);
    if (block !== null) blocks.push({ block, from: `${path}.refusal` });
  }
  const native = new Set(calls.map(({ clientId }) => clientId));
  for (const [ordinal, call] of (message.tool_calls ?? []).entries()) {
    const from = `${path}.tool_calls[${ordinal}]`;
    if (isStepEnd(ordinal)) yield;
    if (typeof call.id === 'string' && native.has(call.id)) {
      ignoreField(draft, from, 'A tool_use block already holds the same call.');
    } else blocks.push(yield* openAiCall(builder, call, from, index, calls));
  }
  if (message.function_call !== null && message.function_call !== undefined) {
    const from = `${path}.function_call`;
    if ((message.tool_calls ?? []).length > 0) ignoreField(draft, from, 'The calls in tool_calls replace it.');
    else blocks.push(yield* legacyCall(builder, message.function_call, from, index, calls));
  }
  addAudioNote(builder, message, path);
  return { blocks: pairedServerBlocks(draft, blocks), calls, unsigned, whole };
}

/** What the same turn has before its compaction is part of the summary. */
function leaveOutBefore(draft: Draft, blocks: SourcedBlock[], calls: Call[]): void {
  for (const { from } of blocks.splice(0)) {
    if (from !== null) draft.context.tracer?.drop(from, 'The summary of the compaction stands for it.');
  }
  calls.splice(0);
}

/** Thinking alone is not a turn: the response was cut off before any text. */
export function isEmptyTurn(blocks: readonly SourcedBlock[]): boolean {
  return blocks.every(({ block }) => isThinkingParam(block));
}

/**
 * Puts tool calls last, segment by segment between thinking blocks, with no text after the very last one: after the calls the API
 * expects their results.
 */
export function callsLast(blocks: readonly SourcedBlock[]): SourcedBlock[] {
  const ordered: SourcedBlock[] = [];
  const waiting: SourcedBlock[] = [];
  const release = (): void => {
    for (const sourced of waiting) ordered.push(sourced);
    waiting.length = 0;
  };
  for (const sourced of blocks) {
    if (sourced.block.type === 'tool_use') waiting.push(sourced);
    else {
      if (isThinkingParam(sourced.block)) release();
      ordered.push(sourced);
    }
  }
  release();
  const last = ordered.findLastIndex(({ block }) => block.type === 'tool_use');
  if (last === -1 || !ordered.slice(last).some(({ block }) => block.type === 'text')) return ordered;
  const start = ordered.findLastIndex(({ block }, index) => index < last && block.type !== 'tool_use') + 1;
  return [...ordered.slice(0, start), ...ordered.slice(last + 1), ...ordered.slice(start, last + 1)];
}

function isToolUse(part: string | ChatRequestPart): part is ChatRequestPart {
  return typeof part !== 'string' && partType(part) === 'tool_use';
}

function* contentBlock(
  builder: MessageBuilder,
  part: string | ChatRequestPart,
  from: string,
): Steps<ContentBlockParam | null> {
  const block = yield* translatePart(builder, part, from, 'assistant');
  return block === null || block.type === 'tool_reference' ? null : asContentBlock(block);
}

function saysRefusal(message: ChatRequestMessage): boolean {
  return Array.isArray(message.content) && message.content.some((part) => partType(part) === 'refusal');
}

function addAudioNote(builder: MessageBuilder, message: ChatRequestMessage, path: string): void {
  if (message['audio'] === null || message['audio'] === undefined) return;
  ignoreField(builder.draft, `${path}.audio`, 'Claude has no audio responses to reference.');
  addNoteOnce(builder.draft, {
    verb: 'dropped',
    code: 'assistant-audio-dropped',
    from: `${path}.audio`,
    to: null,
    reason: 'Claude has no audio responses to reference; the text of the turn is kept.',
  });
}
