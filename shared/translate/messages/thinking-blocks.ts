/**
 * Thinking blocks of earlier turns: from what the client returned, else from the stored upstream message. They are signed and bound
 * to the conversation, so they are sent whole and in order or not at all; nothing is ever guessed.
 */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import type { ChatRequestMessage } from '../../openai/chat-request.ts';
import { reasoningFormat } from '../../openai/chat-completion.ts';
import { addNoteOnce, type SourcedBlock } from '../core/message-builder.ts';
import type { Draft } from '../core/request-draft.ts';
import { hashText, toolUseIds, visibleText } from '../core/turn-fingerprint.ts';

type ThinkingBlock = Extract<ContentBlockParam, { type: 'thinking' | 'redacted_thinking' }>;

export function isThinking(block: ContentBlockParam): block is ThinkingBlock {
  return block.type === 'thinking' || block.type === 'redacted_thinking';
}

/** A message's thinking: the signed blocks, and the paths of reasoning without a signature. */
export interface CarriedThinking {
  readonly signed: SourcedBlock[];
  readonly unsigned: string[];
}

/** From `thinking_blocks` or `reasoning_details`; `reasoning_content` only repeats their text, and is never signed. */
export function carriedThinking(draft: Draft, message: ChatRequestMessage, path: string): CarriedThinking {
  const own = message.thinking_blocks ?? [];
  const carried: CarriedThinking = { signed: [], unsigned: [] };
  if (own.length > 0) fromThinkingBlocks(draft, own, `${path}.thinking_blocks`, carried);
  else fromReasoningDetails(draft, message.reasoning_details ?? [], `${path}.reasoning_details`, carried);
  if (isFilled(message.reasoning_content)) {
    const from = `${path}.reasoning_content`;
    draft.context.tracer?.drop(from, 'Reasoning is sent as its signed blocks, not as text.');
    if (carried.signed.length === 0) carried.unsigned.push(from);
  }
  return carried;
}

type CarriedBlocks = NonNullable<ChatRequestMessage['thinking_blocks']>;
type ReasoningDetails = NonNullable<ChatRequestMessage['reasoning_details']>;

function fromThinkingBlocks(draft: Draft, entries: CarriedBlocks, path: string, carried: CarriedThinking): void {
  for (const [index, entry] of entries.entries()) {
    const from = `${path}[${index}]`;
    if (entry.type === 'redacted_thinking' && isFilled(entry.data)) {
      carried.signed.push(trace(draft, { type: 'redacted_thinking', data: entry.data }, from));
    } else if (isFilled(entry.signature)) {
      const block = { type: 'thinking' as const, thinking: entry.thinking ?? '', signature: entry.signature };
      carried.signed.push(trace(draft, block, from));
    } else carried.unsigned.push(from);
  }
}

/**
 * Entries of one block share an `index`: clients that collect a stream may keep its deltas separate, the signature last.
 * Specification of OpenRouter's `reasoning_details`.
 */
function fromReasoningDetails(draft: Draft, details: ReasoningDetails, path: string, carried: CarriedThinking): void {
  let text = '';
  for (const [index, entry] of details.entries()) {
    const from = `${path}[${index}]`;
    const next = details[index + 1];
    if (isForeign(entry['format'])) {
      text = '';
      carried.unsigned.push(from);
    } else if (entry.type === 'reasoning.encrypted' && isFilled(entry.data)) {
      text = '';
      carried.signed.push(trace(draft, { type: 'redacted_thinking', data: entry.data }, from));
    } else if (entry.type === 'reasoning.text') {
      text += entry.text ?? '';
      const continues =
        !isFilled(entry.signature) &&
        next?.type === 'reasoning.text' &&
        typeof entry['index'] === 'number' &&
        next['index'] === entry['index'];
      if (continues) continue;
      if (isFilled(entry.signature)) {
        carried.signed.push(trace(draft, { type: 'thinking', thinking: text, signature: entry.signature }, from));
      } else carried.unsigned.push(from);
      text = '';
    } else carried.unsigned.push(from);
  }
}

function isFilled(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

/** Claude cannot use reasoning that another maker's model signed. */
function isForeign(format: unknown): boolean {
  return typeof format === 'string' && format !== 'unknown' && format !== reasoningFormat;
}

function trace(draft: Draft, block: ThinkingBlock, from: string): SourcedBlock {
  const { tracer } = draft.context;
  const reason = 'Signed thinking is sent unchanged.';
  if (block.type === 'thinking') {
    tracer?.link(`${from}.signature`, block, 'signature', 'copied', reason);
    tracer?.link(`${from}.thinking`, block, 'thinking', 'copied', reason);
    tracer?.link(`${from}.text`, block, 'thinking', 'renamed', reason);
  } else tracer?.link(`${from}.data`, block, 'data', 'copied', reason);
  tracer?.link(`${from}.type`, block, 'type', 'renamed', reason);
  return { block, from };
}

/** Notes reasoning that neither its signature nor the store could restore. */
export function addUnsignedNote(draft: Draft, from: string): void {
  draft.context.tracer?.drop(from, 'Only reasoning with its signature may be sent back to Claude.');
  addNoteOnce(draft, {
    verb: 'dropped',
    code: 'unsigned-reasoning-dropped',
    from,
    to: null,
    reason: 'Reasoning without its signature cannot be sent back to Claude, so the model does not see it again.',
  });
}

/**
 * A turn as rebuilt from the client's message. `ids` are the client's tool call ids, `inputs` their arguments in the same order.
 */
export interface RebuiltTurn {
  readonly blocks: readonly SourcedBlock[];
  readonly ids: readonly (string | null)[];
}

/**
 * The exact content that the upstream sent for this turn, or null. Besides the store's own check of the prefix, the client's
 * message must agree: the same calls with the same arguments, the same text unless dropped, no signature that the store lacks.
 */
export function findRecordedTurn(
  draft: Draft,
  turn: RebuiltTurn,
  prefixHash: string,
): readonly ContentBlockParam[] | null {
  const { signatures, createHasher } = draft.context;
  if (signatures === null || turn.ids.includes(null)) return null;
  const ids = turn.ids.filter((id) => id !== null);
  const rebuilt = turn.blocks.map(({ block }) => block);
  const text = visibleText(rebuilt);
  const restored = signatures.find({ toolUseIds: ids, textHash: hashText(createHasher, text, ids), prefixHash });
  return restored !== null && agrees(rebuilt, ids, text, restored) ? restored : null;
}

function agrees(
  rebuilt: readonly ContentBlockParam[],
  ids: readonly string[],
  text: string,
  restored: readonly ContentBlockParam[],
): boolean {
  const known = toolUseIds(restored);
  if (known.length !== ids.length || known.some((id, index) => id !== ids[index])) return false;
  if (text.trim() !== '' && text.trim() !== visibleText(restored).trim()) return false;
  if (text.trim() === '' && ids.length === 0) return false;
  const signatures = new Set(restored.map(signatureOf));
  if (rebuilt.some((block) => isThinking(block) && !signatures.has(signatureOf(block)))) return false;
  const inputs = new Map(restored.map((block) => (block.type === 'tool_use' ? [block.id, block.input] : ['', null])));
  return rebuilt.every((block) => block.type !== 'tool_use' || isEqual(block.input, inputs.get(block.id)));
}

function signatureOf(block: ContentBlockParam): string {
  if (block.type === 'thinking') return block.signature;
  return block.type === 'redacted_thinking' ? block.data : '';
}

/** Equality of JSON values, ignoring key order, since clients parse and serialise arguments again. */
function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(Reflect.get(left, key), Reflect.get(right, key)))
  );
}
