/**
 * Hashes over what the model has read: the key under which a message's exact content is stored and found again. They exclude
 * whatever may differ between two turns of one conversation without changing what a signature covers: cache marks, limits, effort,
 * tool choice, metadata and thinking blocks.
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking (what a thinking signature is bound to)
 */

import type { ContentBlockParam, ToolUnion } from '../../anthropic/types.ts';
import type { Hasher } from './translation-interface.ts';
import type { BuiltMessage, TextBlock } from './built-message.ts';
import { isContainer, toDouble } from '../../json/exact-number.ts';

type CreateHasher = () => Hasher;

/**
 * A running hash: the content between two assistant turns is hashed together with the hash of everything before it, so one pass
 * gives every turn of a conversation its prefix hash.
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
   * Hash over system, tools and `messages`, which must begin with those of an earlier call: they are not read again. Calling it
   * before each assistant turn or only at the end gives the same result.
   */
  over(messages: readonly BuiltMessage[]): string {
    let first = true;
    for (; this.#count < messages.length; this.#count += 1) {
      const message = messages[this.#count];
      if (message === undefined) break;
      // An earlier call that ended here has already closed this segment.
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

/** Serialises blocks or tools unambiguously. Strings are prefixed by their length: escaping them would cost more than hashing. */
function frameBlocks(blocks: readonly object[]): string {
  let framed = '[';
  for (const block of blocks) if (!isThinkingBlock(block)) framed += frameValue(block, true);
  return `${framed}]`;
}

function frameValue(value: unknown, isBlock = false): string {
  if (typeof value === 'string') return `"${value.length}:${value}`;
  // As a double: many clients parse the arguments and write them again.
  if (!isContainer(value)) return `#${String(toDouble(value))}`;
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
 * Hash of a turn's text, without leading and trailing blanks (clients trim them). Empty for a turn with tool calls: their ids
 * identify it, and some clients drop the text beside them.
 */
export function hashText(createHasher: CreateHasher, text: string, ids: readonly string[]): string {
  if (ids.length > 0) return '';
  const hasher = createHasher();
  hasher.update(text.trim());
  return hasher.digest();
}

/** The text that a client shows for a turn: all text blocks, in order. */
export function visibleText(content: readonly { readonly type: string; readonly text?: unknown }[]): string {
  let text = '';
  for (const block of content) if (block.type === 'text' && typeof block.text === 'string') text += block.text;
  return text;
}

/** The key parts under which a message is stored, beside the prefix hash of its request. */
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
