/**
 * Thinking blocks of earlier turns: from what the client returned, else from the stored upstream message. They are signed and bound
 * to the conversation, so they are sent whole and in order or not at all; nothing is ever guessed.
 */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import type { ChatRequestMessage } from '../../openai/chat-request.ts';
import { reasoningFormat } from '../../openai/chat-completion.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import type { SourcedBlock } from '../core/message-builder.ts';
import type { Draft } from '../core/request-draft.ts';
import { hashText, toolUseIds, visibleText } from '../core/turn-fingerprint.ts';
import { isContainer, toDouble } from '../../json/exact-number.ts';

type ThinkingBlock = Extract<ContentBlockParam, { type: 'thinking' | 'redacted_thinking' }>;

export function isThinkingParam(block: ContentBlockParam): block is ThinkingBlock {
  return block.type === 'thinking' || block.type === 'redacted_thinking';
}

/** A message's thinking: the signed blocks, and the paths of reasoning without a signature. */
export interface CarriedThinking {
  readonly signed: SourcedBlock[];
  readonly unsigned: string[];
}

/**
 * From `thinking_blocks` or `reasoning_details`; the other fields only repeat their text, and are never signed. A field of another
 * shape than its convention holds nothing that could be sent.
 */
export function carriedThinking(draft: Draft, message: ChatRequestMessage, path: string): CarriedThinking {
  const own = entriesOf(message.thinking_blocks);
  const carried: CarriedThinking = { signed: [], unsigned: [] };
  if (own.length > 0) fromThinkingBlocks(draft, own, `${path}.thinking_blocks`, carried);
  else fromReasoningDetails(draft, entriesOf(message.reasoning_details), `${path}.reasoning_details`, carried);
  for (const field of textFields) {
    if (!isPresent(message[field])) continue;
    const from = `${path}.${field}`;
    draft.context.tracer?.drop(from, 'Reasoning is sent as its signed blocks, not as text.');
    if (carried.signed.length === 0) carried.unsigned.push(from);
  }
  return carried;
}

/** DeepSeek and LiteLLM; OpenRouter and vLLM; GitHub Copilot; others that copy Anthropic's or OpenAI's names. */
const textFields = ['reasoning_content', 'reasoning', 'reasoning_text', 'reasoning_summary', 'thinking'] as const;

type Entry = Readonly<Record<string, unknown>>;

/** A single value counts as a list of one; what is no object is an entry without any field. */
function entriesOf(value: unknown): readonly Entry[] {
  if (!isPresent(value)) return [];
  return (Array.isArray(value) ? value : [value]).map((entry: unknown) => (isRecord(entry) ? entry : {}));
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

function fromThinkingBlocks(draft: Draft, entries: readonly Entry[], path: string, carried: CarriedThinking): void {
  for (const [index, entry] of entries.entries()) {
    const from = `${path}[${index}]`;
    const { data, signature, thinking } = entry;
    if (entry['type'] === 'redacted_thinking' && isFilled(data)) {
      carried.signed.push(sourcedThinking(draft, { type: 'redacted_thinking', data }, from));
    } else if (isFilled(signature) && (typeof thinking === 'string' || !isPresent(thinking))) {
      const block = { type: 'thinking' as const, thinking: textOf(thinking), signature };
      carried.signed.push(sourcedThinking(draft, block, from));
    } else carried.unsigned.push(from);
  }
}

/**
 * Entries of one block share an `index`: clients that collect a stream may keep its deltas separate, the signature last.
 * Specification of OpenRouter's `reasoning_details`.
 */
function fromReasoningDetails(draft: Draft, details: readonly Entry[], path: string, carried: CarriedThinking): void {
  let text = '';
  for (const [index, entry] of details.entries()) {
    const from = `${path}[${index}]`;
    const next = details[index + 1];
    const { data, signature, type } = entry;
    if (isForeign(entry['format'])) {
      text = '';
      carried.unsigned.push(from);
    } else if (type === 'reasoning.encrypted' && isFilled(data)) {
      text = '';
      carried.signed.push(sourcedThinking(draft, { type: 'redacted_thinking', data }, from));
    } else if (type === 'reasoning.text') {
      text += textOf(entry['text']);
      const continues =
        !isFilled(signature) &&
        next?.['type'] === 'reasoning.text' &&
        typeof entry['index'] === 'number' &&
        next['index'] === entry['index'];
      if (continues) continue;
      if (isFilled(signature)) {
        carried.signed.push(sourcedThinking(draft, { type: 'thinking', thinking: text, signature }, from));
      } else carried.unsigned.push(from);
      text = '';
    } else carried.unsigned.push(from);
  }
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Claude cannot use reasoning that another maker's model signed. */
function isForeign(format: unknown): boolean {
  return typeof format === 'string' && format !== 'unknown' && format !== reasoningFormat;
}

/** The block with its place in the client's body, which the trail records. */
export function sourcedThinking(draft: Draft, block: ThinkingBlock, from: string): SourcedBlock {
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
  if (rebuilt.some((block) => isThinkingParam(block) && !signatures.has(signatureOf(block)))) return false;
  const inputs = new Map(restored.map((block) => (block.type === 'tool_use' ? [block.id, block.input] : ['', null])));
  return rebuilt.every((block) => block.type !== 'tool_use' || isEqual(block.input, inputs.get(block.id)));
}

function signatureOf(block: ContentBlockParam): string {
  if (block.type === 'thinking') return block.signature;
  return block.type === 'redacted_thinking' ? block.data : '';
}

/** Equality of JSON values, ignoring key order and digits beyond a double, since clients parse and serialise arguments again. */
function isEqual(left: unknown, right: unknown): boolean {
  if (toDouble(left) === toDouble(right)) return true;
  if (!isContainer(left) || !isContainer(right)) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(Reflect.get(left, key), Reflect.get(right, key)))
  );
}
