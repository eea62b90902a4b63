/**
 * Hashes over what the model has read: the key under which an answer's exact content is remembered and found again. Outside it is
 * whatever may differ between two turns of one conversation without changing what a signature covers: cache marks, limits,
 * effort, tool choice, metadata and thinking blocks.
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking (what a thinking signature is bound to)
 */

import type { ContentBlockParam, ToolUnion } from '../../anthropic/types.ts';
import type { Hasher } from './context.ts';
import type { BuiltMessage, TextBlock } from './message-builder.ts';

type CreateHasher = () => Hasher;

/**
 * A running hash: what stands between two assistant turns is hashed together with the hash of all before it, so every turn of a
 * conversation has its prefix hash after one pass over the whole.
 */
export class PrefixChain {
  readonly #createHasher: CreateHasher;
  #pending: string;
  #count = 0;

  constructor(createHasher: CreateHasher, system: readonly TextBlock[], tools: readonly ToolUnion[]) {
    this.#createHasher = createHasher;
    this.#pending = frameBlocks(tools) + frameBlocks(system);
  }

  /**
   * Hash over system, tools and `messages`, which must begin with those of an earlier call: they are not read again.
   * Call before each assistant turn or only at the end, the result is the same.
   */
  over(messages: readonly BuiltMessage[]): string {
    let first = true;
    for (; this.#count < messages.length; this.#count += 1) {
      const message = messages[this.#count];
      if (message === undefined) break;
      // An earlier call that ended here has turned the page already.
      if (message.role === 'assistant' && !first) this.#turnPage();
      first = false;
      this.#pending += message.role + frameBlocks(message.content);
    }
    return this.#turnPage();
  }

  #turnPage(): string {
    const hasher = this.#createHasher();
    hasher.update(this.#pending);
    this.#pending = hasher.digest();
    return this.#pending;
  }
}

/** Blocks or tools as one text that no other blocks give. Strings are framed by their length: escaping them would cost more than hashing. */
function frameBlocks(blocks: readonly object[]): string {
  let framed = '[';
  for (const block of blocks) if (!isThinkingBlock(block)) framed += frameValue(block, true);
  return `${framed}]`;
}

function frameValue(value: unknown, isBlock = false): string {
  if (typeof value === 'string') return `"${value.length}:${value}`;
  if (typeof value !== 'object' || value === null) return `#${String(value)}`;
  if (Array.isArray(value)) {
    let framed = '[';
    for (const item of value) framed += frameValue(item);
    return `${framed}]`;
  }
  let framed = '{';
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined && !(isBlock && key === 'cache_control')) framed += frameValue(key) + frameValue(field);
  }
  return `${framed}}`;
}

function isThinkingBlock(block: object): boolean {
  return 'type' in block && (block.type === 'thinking' || block.type === 'redacted_thinking');
}

/**
 * Hash of what a turn says, blanks at both ends aside (clients trim them). Empty for a turn with tool calls: their ids name it,
 * and some clients drop the text beside them.
 */
export function hashText(createHasher: CreateHasher, text: string, ids: readonly string[]): string {
  if (ids.length > 0) return '';
  const hasher = createHasher();
  hasher.update(text.trim());
  return hasher.digest();
}

/** The text a client is shown for a turn: all text blocks, in order. */
export function visibleText(content: readonly { readonly type: string; readonly text?: unknown }[]): string {
  let text = '';
  for (const block of content) if (block.type === 'text' && typeof block.text === 'string') text += block.text;
  return text;
}

/** The key parts under which an answer is remembered, beside the prefix hash of the request that it answers. */
export function turnKey(
  createHasher: CreateHasher,
  content: readonly ContentBlockParam[],
): { readonly toolUseIds: readonly string[]; readonly textHash: string } {
  const ids = toolUseIds(content);
  return { toolUseIds: ids, textHash: hashText(createHasher, visibleText(content), ids) };
}

export function toolUseIds(content: readonly ContentBlockParam[]): string[] {
  const ids: string[] = [];
  for (const block of content) if (block.type === 'tool_use') ids.push(block.id);
  return ids;
}
