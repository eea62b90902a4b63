/**
 * Everything between two assistant turns: tool results, user messages and instructions, merged into one user turn. Every call has
 * exactly one result, in the order of the calls, before all other content.
 * https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use
 */

import type { Call } from './assistant-calls.ts';
import {
  emitSystemTurn,
  emitTurn,
  nextMessagePath,
  addNoteOnce,
  type MessageBuilder,
  type SourcedBlock,
} from '../core/message-builder.ts';
import { addNote } from '../core/request-draft.ts';
import { orphanBlocks, resultBlock, type ToolResult } from './tool-results.ts';
import type { TextBlock } from '../core/built-message.ts';

export const EMPTY_USER_TEXT = '(empty)';
export const MISSING_RESULT_TEXT = 'No result was recorded for this tool call.';
const INSTRUCTION_LABEL = 'Instruction from the operator of this conversation:';

interface Instruction {
  readonly kind: 'system';
  readonly blocks: readonly SourcedBlock<TextBlock>[];
  readonly path: string;
}
type Entry = { readonly kind: 'user'; readonly blocks: readonly SourcedBlock[] } | Instruction;

/** The open user turn after `calls` were made. */
export interface UserSide {
  readonly calls: readonly Call[];
  /** The calls by the client's ids (those without one under null), by the names of their tools, and all of them. */
  readonly byId: ReadonlyMap<string | null, CallQueue>;
  readonly byName: ReadonlyMap<string, CallQueue>;
  readonly queue: CallQueue;
  readonly results: Map<Call, SourcedBlock>;
  readonly entries: Entry[];
  /** The user messages that are part of it. */
  readonly userPaths: string[];
  /** There was a user message, even if without visible content. */
  spoken: boolean;
}

export function openUserSide(calls: readonly Call[]): UserSide {
  return {
    calls,
    byId: groupCalls(calls, ({ clientId }) => clientId),
    byName: groupCalls(calls, ({ name }) => name),
    queue: { calls, first: 0 },
    results: new Map(),
    entries: [],
    userPaths: [],
    spoken: false,
  };
}

/** Calls in order. `first`: all before it have their result, and a call keeps its first result's position. */
interface CallQueue {
  readonly calls: readonly Call[];
  first: number;
}

function groupCalls<Key>(calls: readonly Call[], keyOf: (call: Call) => Key): ReadonlyMap<Key, CallQueue> {
  const groups = new Map<Key, { readonly calls: Call[]; first: number }>();
  for (const call of calls) {
    const key = keyOf(call);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { calls: [call], first: 0 });
    else group.calls.push(call);
  }
  return groups;
}

export function addUserBlocks(side: UserSide, blocks: readonly SourcedBlock[], path: string): void {
  side.spoken = true;
  side.userPaths.push(path);
  if (blocks.length > 0) side.entries.push({ kind: 'user', blocks });
}

export function addInstruction(side: UserSide, blocks: readonly SourcedBlock<TextBlock>[], path: string): void {
  if (blocks.length > 0) side.entries.push({ kind: 'system', blocks, path });
}

/** Pairs a result with its call; of several for one call the last one counts, and one without a call becomes text. */
export function addResult(builder: MessageBuilder, side: UserSide, result: ToolResult): void {
  const { draft } = builder;
  side.spoken = true;
  const call = findCall(side, result);
  if (call === undefined) {
    addNote(draft, {
      verb: 'emulated',
      code: 'orphan-tool-result-as-text',
      from: result.from,
      to: nextMessagePath(builder),
      reason: 'The call of this result is not in the conversation, so the result was sent as text.',
    });
    side.entries.push({ kind: 'user', blocks: orphanBlocks(builder, result) });
    return;
  }
  if (side.entries.length > 0) addTextMovedNote(builder, side);
  const earlier = side.results.get(call);
  if (earlier !== undefined && earlier.from !== null) {
    draft.context.tracer?.drop(earlier.from, 'A later result for the same call replaces it.');
    addNote(draft, {
      verb: 'dropped',
      code: 'duplicate-tool-result-dropped',
      from: earlier.from,
      to: null,
      reason: 'A tool call can have one result; the last one was kept.',
    });
  }
  side.results.set(call, { block: resultBlock(builder, result, call.id), from: result.from });
}

function addTextMovedNote(builder: MessageBuilder, side: UserSide): void {
  const [first] = side.entries;
  addNoteOnce(builder.draft, {
    verb: 'moved',
    code: 'text-moved-after-results',
    from: first?.kind === 'system' ? first.path : (first?.blocks[0]?.from ?? null),
    to: nextMessagePath(builder),
    reason: 'Text before the result of a tool call was moved after it: results must come first.',
  });
}

function findCall(side: UserSide, result: ToolResult): Call | undefined {
  const open = (queue: CallQueue | undefined): Call | undefined => {
    if (queue === undefined) return undefined;
    let call = queue.calls[queue.first];
    while (call !== undefined && side.results.has(call)) call = queue.calls[(queue.first += 1)];
    return call;
  };
  if (result.clientId !== null) {
    const named = side.byId.get(result.clientId);
    return open(named) ?? named?.calls.at(-1);
  }
  const byName = result.name === null ? undefined : side.byName.get(result.name);
  return open(byName) ?? open(side.byId.get(null)) ?? open(side.queue);
}

/** Emits the turn. An instruction at its end keeps the system role where the model and the placement rules allow it. */
export function closeUserSide(builder: MessageBuilder, side: UserSide): void {
  const { draft } = builder;
  const midConversation = takeFinalInstructions(builder, side);
  const results = side.calls.map((call) => side.results.get(call) ?? missingResult(builder, call));
  addOrderNote(builder, side);
  const rest = side.entries.flatMap((entry) =>
    entry.kind === 'user' ? entry.blocks : asUserText(builder, entry.blocks, entry.path),
  );
  const blocks = [...results, ...rest];
  if (blocks.length === 0 && side.spoken) {
    const block: TextBlock = { type: 'text', text: EMPTY_USER_TEXT };
    draft.context.tracer?.add(block, 'text', 'A user turn must not be empty.');
    addNote(draft, {
      verb: 'repaired',
      code: 'empty-user-turn-filled',
      from: side.userPaths[0] ?? null,
      to: nextMessagePath(builder),
      reason: 'A user turn without content got a placeholder, because the API refuses empty turns.',
    });
    blocks.push({ block, from: null });
  }
  if (blocks.length > 0) emitTurn(builder, 'user', blocks);
  traceRoles(builder, side);
  if (midConversation.length > 0) emitInstructions(builder, midConversation);
}

function traceRoles(builder: MessageBuilder, side: UserSide): void {
  const { tracer } = builder.draft.context;
  const turn = builder.messages.at(-1);
  if (tracer === null || turn === undefined) return;
  const verb = side.userPaths.length + side.results.size > 1 ? 'merged' : 'copied';
  for (const path of side.userPaths) tracer.link(`${path}.role`, turn, 'role', verb, 'A user turn.');
}

/**
 * A system turn must follow a user turn and be followed by an assistant turn or the end.
 * https://platform.claude.com/docs/en/build-with-claude/prompt-engineering/system-prompts (mid-conversation system messages)
 */
function takeFinalInstructions(builder: MessageBuilder, side: UserSide): readonly Instruction[] {
  if (!builder.draft.context.profile.midConversationSystem) return [];
  const last = side.entries.findLastIndex((entry) => entry.kind === 'user');
  if (last === -1 && side.calls.length === 0 && !side.spoken) return [];
  const taken = side.entries.splice(last + 1);
  return taken.filter((entry) => entry.kind === 'system');
}

function emitInstructions(builder: MessageBuilder, instructions: readonly Instruction[]): void {
  emitSystemTurn(
    builder,
    instructions.flatMap(({ blocks }) => blocks),
  );
  const { tracer } = builder.draft.context;
  const turn = builder.messages.at(-1);
  if (tracer === null || turn === undefined) return;
  const verb = instructions.length > 1 ? 'merged' : 'copied';
  for (const { path } of instructions)
    tracer.link(`${path}.role`, turn, 'role', verb, 'A system message at its position.');
}

function asUserText(builder: MessageBuilder, blocks: readonly SourcedBlock<TextBlock>[], path: string): SourcedBlock[] {
  const { draft } = builder;
  const label: TextBlock = { type: 'text', text: INSTRUCTION_LABEL };
  draft.context.tracer?.add(label, 'text', 'Tells the model that the next text is an instruction.');
  draft.context.tracer?.drop(`${path}.role`, 'Sent as labelled text in the user turn.');
  addNote(draft, {
    verb: 'emulated',
    code: 'system-message-as-user-text',
    from: path,
    to: nextMessagePath(builder),
    reason: 'A system message in the middle of the conversation became labelled text in the user turn at its position.',
  });
  return [{ block: label, from: path }, ...blocks];
}

function missingResult(builder: MessageBuilder, call: Call): SourcedBlock {
  const { draft } = builder;
  addNote(draft, {
    verb: 'repaired',
    code: 'missing-tool-result-added',
    from: call.from,
    to: nextMessagePath(builder),
    reason: 'A tool call without a result got a placeholder result, because the API requires a result for every call.',
  });
  return {
    block: { type: 'tool_result', tool_use_id: call.id, content: MISSING_RESULT_TEXT, is_error: true },
    from: null,
  };
}

function addOrderNote(builder: MessageBuilder, side: UserSide): void {
  const arrived = [...side.results.keys()];
  const sorted = side.calls.filter((call) => side.results.has(call));
  if (arrived.every((call, index) => call === sorted[index])) return;
  addNote(builder.draft, {
    verb: 'moved',
    code: 'tool-results-reordered',
    from: side.results.get(sorted[0] ?? { clientId: null, id: '', name: '', from: '' })?.from ?? null,
    to: nextMessagePath(builder),
    reason: 'The results of parallel tool calls were put into the order of the calls.',
  });
}
