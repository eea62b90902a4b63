/**
 * Translates the messages turn by turn: alternating, paired, non-empty, and with each earlier turn exactly as in an earlier
 * request.
 */

import { isStepEnd, type Steps } from '../../steps.ts';
import type { ChatRequestMessage } from '../../openai/chat-request.ts';
import type { Call } from './assistant-calls.ts';
import { callsLast, isEmptyTurn, rebuildAssistant, type AssistantTurn } from './assistant-message.ts';
import { contentPartsOf } from './message-parts.ts';
import { partType, translatePart } from '../content/content-part.ts';
import { readMark } from '../read/read-cache-control.ts';
import { emitTurn, addNoteOnce, type MessageBuilder, type SourcedBlock } from '../core/message-builder.ts';
import { restoreAssistantTurn, startChain } from './restore-assistant-turn.ts';
import { asContentBlock } from '../content/anthropic-blocks.ts';
import type { Note } from '../../notes.ts';
import type { Compacted } from '../core/compacted.ts';
import { openingBlock } from '../compaction/opening-block.ts';
import { openWithUser } from './first-message.ts';
import { instructionBlocks, isInstruction } from './system-messages.ts';
import { cleanText } from '../../json/sanitize-text.ts';
import { addUnsignedNote } from '../content/thought-part.ts';
import { isThinkingParam } from './thinking-blocks.ts';
import { resultOfMessage, resultOfPart } from './tool-results.ts';
import { addInstruction, addResult, addUserBlocks, closeUserSide, openUserSide, type UserSide } from './user-turn.ts';

/** Translates the messages from index `start` on. `boundSystem` and `boundTools` must be final: stored messages depend on them. */
export function* translateMessages(builder: MessageBuilder, start: number): Steps<void> {
  const { draft } = builder;
  // Prefix hashes are needed only with a message store.
  if (draft.context.signatures !== null) builder.chain = startChain(builder);
  let side: UserSide | null = null;
  let calls: Call[] = [];
  let merged = false;
  const { compacted } = draft;

  for (let index = start; index < draft.request.messages.length; index += 1) {
    const message = draft.request.messages[index];
    if (message === undefined) break;
    yield;
    if (compacted !== null && index < compacted.index) continue;
    if (index === compacted?.index) side = openWithSummary(builder, compacted);
    if (message.role !== 'assistant') {
      if (merged) orderCalls(builder);
      merged = false;
      side ??= openUserSide(calls);
      yield* addToSide(builder, side, message, index);
      continue;
    }
    const turn = yield* rebuildAssistant(builder, message, index);
    if (isEmptyTurn(turn.blocks)) {
      if (index !== compacted?.index) dropEmptyTurn(builder, turn, index);
      continue;
    }
    if (side !== null) {
      closeUserSide(builder, side);
      side = null;
      calls = [];
    }
    openWithUser(builder);
    merged = emitAssistant(builder, turn, message, index) || merged;
    for (const call of turn.calls) calls.push(call);
  }
  if (merged) orderCalls(builder);
  if (side !== null || calls.length > 0) closeUserSide(builder, side ?? openUserSide(calls));
}

/** The summary in place of all before it: a block of the assistant, or else the begin of a user turn, which is returned. */
function openWithSummary(builder: MessageBuilder, compacted: Compacted): UserSide | null {
  const opening = openingBlock(builder.draft, compacted);
  if (opening.block.type === 'compaction') {
    emitTurn(builder, 'assistant', [opening]);
    return null;
  }
  const side = openUserSide([]);
  addUserBlocks(side, [opening], opening.from ?? '');
  return side;
}

function* addToSide(builder: MessageBuilder, side: UserSide, message: ChatRequestMessage, index: number): Steps<void> {
  const path = `messages[${index}]`;
  if (isInstruction(message)) {
    addNameNote(builder, message, path);
    const blocks = yield* instructionBlocks(builder, message, path);
    if (blocks.length === 0) builder.draft.context.tracer?.drop(`${path}.role`, 'It has no visible content.');
    addInstruction(side, blocks, path);
  } else if (message.role === 'tool' || message.role === 'function') {
    addResult(builder, side, yield* resultOfMessage(builder, message, path));
  } else yield* addUserMessage(builder, side, message, path);
}

function* addUserMessage(
  builder: MessageBuilder,
  side: UserSide,
  message: ChatRequestMessage,
  path: string,
): Steps<void> {
  const { draft } = builder;
  const sourced: SourcedBlock[] = [];
  let index = 0;
  for (const [part, from] of contentPartsOf(message.content, `${path}.content`)) {
    if (isStepEnd((index += 1))) yield;
    if (typeof part !== 'string' && partType(part) === 'tool_result') {
      addResult(builder, side, yield* resultOfPart(builder, part, from));
      continue;
    }
    const block = yield* translatePart(builder, part, from, 'user');
    if (block === null || block.type === 'tool_reference') continue;
    // Only assistant messages cite; the newer API version refuses citations in user text.
    if (block.type === 'text') delete block.citations;
    sourced.push({ block: asContentBlock(block), from });
  }
  const mark = readMark(draft, message, path);
  const last = sourced.at(-1);
  if (mark !== null && last !== undefined) builder.marks.set(last.block, mark);
  addNameNote(builder, message, path, sourced);
  addUserBlocks(side, sourced, path);
}

/** The API has no field for a speaker; the name goes before the text if the settings request that. */
function addNameNote(
  builder: MessageBuilder,
  message: ChatRequestMessage,
  path: string,
  sourced: readonly SourcedBlock[] = [],
): void {
  const { draft } = builder;
  if (typeof message.name !== 'string' || message.name === '') return;
  const from = `${path}.name`;
  const first = sourced.find(({ block }) => block.type === 'text');
  if (draft.context.settings.namePrefix && first?.block.type === 'text') {
    const { block } = first;
    block.text = `${cleanText(message.name)}: ${block.text}`;
    draft.context.tracer?.link(from, block, 'text', 'merged', 'The message’s name is put before the text.');
    const reason = 'The Messages API has no name field for messages, so the name was put before the text.';
    const note: Note = { verb: 'emulated', code: 'message-name-in-text', from, to: null, reason };
    addNoteOnce(draft, note, { key: 'text', madeOf: first.from });
    return;
  }
  draft.context.tracer?.drop(from, 'The Messages API has no name field for messages.');
  addNoteOnce(draft, {
    verb: 'dropped',
    code: 'message-name-dropped',
    from,
    to: null,
    reason: 'The Messages API has no name field for messages.',
  });
}

/** True when the message became part of the preceding assistant turn. */
function emitAssistant(
  builder: MessageBuilder,
  turn: AssistantTurn,
  message: ChatRequestMessage,
  index: number,
): boolean {
  const { draft } = builder;
  const path = `messages[${index}]`;
  const follows = builder.messages.at(-1)?.role === 'assistant';
  const restored = follows || turn.whole ? null : restoreAssistantTurn(builder, turn);
  if (restored === null) for (const unsigned of turn.unsigned) addUnsignedNote(draft, unsigned);
  addNameNote(builder, message, path);
  let blocks = restored ?? callsLast(turn.blocks);
  if (restored === null) addCallsMovedNote(builder, turn.blocks, blocks);
  if (draft.context.adjustments.stripThinkingBlocks) blocks = withoutThinking(builder, blocks);
  const mark = readMark(draft, message, path);
  const last = blocks.findLast(({ block }) => !isThinkingParam(block));
  if (mark !== null && last !== undefined) builder.marks.set(last.block, mark);
  emitTurn(builder, 'assistant', blocks);
  const target = builder.messages.at(-1);
  if (target !== undefined) {
    draft.context.tracer?.link(`${path}.role`, target, 'role', follows ? 'merged' : 'copied', 'An assistant turn.');
  }
  return follows;
}

/** Merges several assistant messages into one turn: the calls of the first must still come after the text of the last. */
function orderCalls(builder: MessageBuilder): void {
  const target = builder.messages.at(-1);
  const sources = builder.sources.at(-1);
  if (target?.role !== 'assistant' || sources === undefined) return;
  const ordered = callsLast(target.content.map((block, position) => ({ block, from: sources[position] ?? null })));
  for (const [position, { block, from }] of ordered.entries()) {
    target.content[position] = block;
    sources[position] = from;
  }
}

function addCallsMovedNote(
  builder: MessageBuilder,
  given: readonly SourcedBlock[],
  ordered: readonly SourcedBlock[],
): void {
  const first = ordered.findIndex((sourced, position) => sourced !== given[position]);
  if (first === -1) return;
  const note: Note = {
    verb: 'moved',
    code: 'tool-calls-moved-last',
    from: given[first]?.from ?? null,
    to: null,
    reason: 'A tool call before text was moved after it: after calls the API expects their results.',
  };
  addNoteOnce(builder.draft, note, { key: '' });
}

function withoutThinking(builder: MessageBuilder, blocks: readonly SourcedBlock[]): SourcedBlock[] {
  const kept = blocks.filter(({ block }) => !isThinkingParam(block));
  if (kept.length < blocks.length) {
    addNoteOnce(builder.draft, {
      verb: 'repaired',
      code: 'thinking-blocks-left-out',
      from: null,
      to: null,
      reason: 'The API refused the earlier thinking, so the request was sent once more without it.',
    });
  }
  return kept;
}

function dropEmptyTurn(builder: MessageBuilder, turn: AssistantTurn, index: number): void {
  const { draft } = builder;
  const path = `messages[${index}]`;
  draft.context.tracer?.drop(path, 'This turn has no visible content, and the API refuses empty turns.');
  for (const unsigned of turn.unsigned) addUnsignedNote(draft, unsigned);
  addNoteOnce(draft, {
    verb: 'repaired',
    code: 'empty-assistant-turn-left-out',
    from: path,
    to: null,
    reason: 'An assistant turn without content was left out, because the API refuses empty turns.',
  });
}
