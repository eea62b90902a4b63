/** The conversation, turn by turn: alternating, paired, non-empty, and with each earlier turn exactly as it was in an earlier request. */

import type { ChatRequestMessage } from '../../openai/chat-request.ts';
import {
  callsLast,
  isEmptyTurn,
  partsOf,
  rebuildAssistant,
  type AssistantTurn,
  type Call,
} from './assistant-message.ts';
import { partType, translatePart } from '../content/content-part.ts';
import { readMark } from '../read/read-cache-control.ts';
import { emitTurn, noteOnce, type Conversation, type Placed } from '../core/message-builder.ts';
import { recallInto, startChain } from './restore-assistant-turn.ts';
import { asContentBlock } from '../content/anthropic-blocks.ts';
import type { Note } from '../core/notes.ts';
import { openWithUser } from './first-message.ts';
import { instructionBlocks, isInstruction } from './system-messages.ts';
import { cleanText } from '../../json/sanitize-text.ts';
import { isThinking, noteUnsigned } from './thinking-blocks.ts';
import { resultOfMessage, resultOfPart } from './tool-results.ts';
import { addInstruction, addResult, addUserBlocks, closeUserSide, openUserSide, type UserSide } from './user-turn.ts';

/** Translates the messages from index `start` on. `boundSystem` and `boundTools` must stand: remembered answers depend on them. */
export function translateMessages(conversation: Conversation, start: number): void {
  const { draft } = conversation;
  // Only a store of answers makes prefix hashes worth their time.
  if (draft.context.signatures !== null) conversation.chain = startChain(conversation);
  let side: UserSide | null = null;
  let calls: Call[] = [];
  let merged = false;

  for (let index = start; index < draft.request.messages.length; index += 1) {
    const message = draft.request.messages[index];
    if (message === undefined) break;
    if (message.role !== 'assistant') {
      if (merged) orderCalls(conversation);
      merged = false;
      side ??= openUserSide(calls);
      addToSide(conversation, side, message, index);
      continue;
    }
    const turn = rebuildAssistant(conversation, message, index);
    if (isEmptyTurn(turn.blocks)) {
      dropEmptyTurn(conversation, turn, index);
      continue;
    }
    if (side !== null) {
      closeUserSide(conversation, side);
      side = null;
      calls = [];
    }
    openWithUser(conversation);
    merged = emitAssistant(conversation, turn, message, index) || merged;
    for (const call of turn.calls) calls.push(call);
  }
  if (merged) orderCalls(conversation);
  if (side !== null || calls.length > 0) closeUserSide(conversation, side ?? openUserSide(calls));
}

function addToSide(conversation: Conversation, side: UserSide, message: ChatRequestMessage, index: number): void {
  const path = `messages[${index}]`;
  if (isInstruction(message)) {
    noteName(conversation, message, path);
    const blocks = instructionBlocks(conversation, message, path);
    if (blocks.length === 0) conversation.draft.context.tracer?.drop(`${path}.role`, 'There is nothing visible in it.');
    addInstruction(side, blocks, path);
  } else if (message.role === 'tool' || message.role === 'function') {
    addResult(conversation, side, resultOfMessage(conversation, message, path));
  } else addUserMessage(conversation, side, message, path);
}

function addUserMessage(conversation: Conversation, side: UserSide, message: ChatRequestMessage, path: string): void {
  const { draft } = conversation;
  const placed: Placed[] = [];
  for (const [part, from] of partsOf(message.content, `${path}.content`)) {
    if (typeof part !== 'string' && partType(part) === 'tool_result') {
      addResult(conversation, side, resultOfPart(conversation, part, from));
      continue;
    }
    const block = translatePart(conversation, part, from, 'user');
    if (block === null || block.type === 'tool_reference') continue;
    // Only answers cite; the newer API version refuses citations in a user's text.
    if (block.type === 'text') delete block.citations;
    placed.push({ block: asContentBlock(block), from });
  }
  const mark = readMark(draft, message, path);
  const last = placed.at(-1);
  if (mark !== null && last !== undefined) conversation.marks.set(last.block, mark);
  noteName(conversation, message, path, placed);
  addUserBlocks(side, placed, path);
}

/** Speakers have no field upstream; the name goes before the text if the user asked for that. */
function noteName(
  conversation: Conversation,
  message: ChatRequestMessage,
  path: string,
  placed: readonly Placed[] = [],
): void {
  const { draft } = conversation;
  if (typeof message.name !== 'string' || message.name === '') return;
  const from = `${path}.name`;
  const first = placed.find(({ block }) => block.type === 'text');
  if (draft.context.settings.namePrefix && first?.block.type === 'text') {
    const { block } = first;
    block.text = `${cleanText(message.name)}: ${block.text}`;
    draft.context.tracer?.link(from, block, 'text', 'merged', 'The speaker’s name goes before the text.');
    const reason = 'The Messages API has no names of speakers, so the name was put before the text.';
    const note: Note = { verb: 'emulated', code: 'message-name-in-text', from, to: null, reason };
    noteOnce(draft, note, { key: 'text', madeOf: first.from });
    return;
  }
  draft.context.tracer?.drop(from, 'The Messages API has no names of speakers.');
  noteOnce(draft, {
    verb: 'dropped',
    code: 'message-name-dropped',
    from,
    to: null,
    reason: 'The Messages API has no names of speakers.',
  });
}

/** True when the message became part of the assistant turn before it. */
function emitAssistant(
  conversation: Conversation,
  turn: AssistantTurn,
  message: ChatRequestMessage,
  index: number,
): boolean {
  const { draft } = conversation;
  const path = `messages[${index}]`;
  const follows = conversation.messages.at(-1)?.role === 'assistant';
  const recalled = follows || turn.whole ? null : recallInto(conversation, turn);
  if (recalled === null) for (const unsigned of turn.unsigned) noteUnsigned(draft, unsigned);
  noteName(conversation, message, path);
  let blocks = recalled ?? callsLast(turn.blocks);
  if (recalled === null) noteCallsMoved(conversation, turn.blocks, blocks);
  if (draft.context.adjustments.stripThinkingBlocks) blocks = withoutThinking(conversation, blocks);
  const mark = readMark(draft, message, path);
  const last = blocks.findLast(({ block }) => !isThinking(block));
  if (mark !== null && last !== undefined) conversation.marks.set(last.block, mark);
  emitTurn(conversation, 'assistant', blocks);
  const target = conversation.messages.at(-1);
  if (target !== undefined) {
    draft.context.tracer?.link(`${path}.role`, target, 'role', follows ? 'merged' : 'copied', 'An assistant turn.');
  }
  return follows;
}

/** Several assistant messages became one turn: the calls of the first must still come after the text of the last. */
function orderCalls(conversation: Conversation): void {
  const target = conversation.messages.at(-1);
  const sources = conversation.sources.at(-1);
  if (target?.role !== 'assistant' || sources === undefined) return;
  const ordered = callsLast(target.content.map((block, position) => ({ block, from: sources[position] ?? null })));
  for (const [position, { block, from }] of ordered.entries()) {
    target.content[position] = block;
    sources[position] = from;
  }
}

function noteCallsMoved(conversation: Conversation, given: readonly Placed[], ordered: readonly Placed[]): void {
  const first = ordered.findIndex((placed, position) => placed !== given[position]);
  if (first === -1) return;
  const note: Note = {
    verb: 'moved',
    code: 'tool-calls-moved-last',
    from: given[first]?.from ?? null,
    to: null,
    reason: 'A tool call that stood before text was moved behind it: after calls the API expects their results.',
  };
  noteOnce(conversation.draft, note, { key: '' });
}

function withoutThinking(conversation: Conversation, blocks: readonly Placed[]): Placed[] {
  const kept = blocks.filter(({ block }) => !isThinking(block));
  if (kept.length < blocks.length) {
    noteOnce(conversation.draft, {
      verb: 'repaired',
      code: 'thinking-blocks-left-out',
      from: null,
      to: null,
      reason: 'The API refused the earlier thinking, so the request was sent once more without it.',
    });
  }
  return kept;
}

function dropEmptyTurn(conversation: Conversation, turn: AssistantTurn, index: number): void {
  const { draft } = conversation;
  const path = `messages[${index}]`;
  draft.context.tracer?.drop(path, 'There is nothing visible in this turn, and the API refuses empty turns.');
  for (const unsigned of turn.unsigned) noteUnsigned(draft, unsigned);
  noteOnce(draft, {
    verb: 'repaired',
    code: 'empty-assistant-turn-left-out',
    from: path,
    to: null,
    reason: 'An assistant turn without content was left out, because the API refuses empty turns.',
  });
}
