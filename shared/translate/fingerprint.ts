/**
 * Hashes over what the model has read: the key under which an answer's exact content is remembered and found again. Outside it is
 * whatever may differ between two turns of one conversation without changing what a signature covers: cache marks, limits,
 * effort, tool choice, metadata and thinking blocks.
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking (what a thinking signature is bound to)
 */

import type { ContentBlockParam, ToolUnion } from '../anthropic/types.ts';
import type { Hasher } from './context.ts';
import type { BuiltMessage, TextBlock } from './conversation.ts';

type CreateHasher = () => Hasher;

/**
 * A running hash: each message is hashed together with the hash of all before it, so every turn of a conversation has its prefix
 * hash after one pass over the whole.
 */
export class PrefixChain {
  readonly #createHasher: CreateHasher;
  #value: string;
  #count = 0;

  constructor(createHasher: CreateHasher, system: readonly TextBlock[], tools: readonly ToolUnion[]) {
    this.#createHasher = createHasher;
    const hasher = createHasher();
    hasher.update(JSON.stringify(tools.map(withoutMark)));
    hasher.update(JSON.stringify(system.map(withoutMark)));
    this.#value = hasher.digest();
  }

  /** Hash over system, tools and `messages`, of which those seen by an earlier call are not read again. */
  over(messages: readonly BuiltMessage[]): string {
    for (; this.#count < messages.length; this.#count += 1) {
      const message = messages[this.#count];
      if (message === undefined) break;
      const hasher = this.#createHasher();
      hasher.update(this.#value);
      hasher.update(message.role);
      for (const block of message.content) {
        if (block.type !== 'thinking' && block.type !== 'redacted_thinking') {
          hasher.update(JSON.stringify(withoutMark(block)));
        }
      }
      this.#value = hasher.digest();
    }
    return this.#value;
  }
}

function withoutMark(item: object): object {
  if (!('cache_control' in item)) return item;
  const { cache_control: _mark, ...rest } = item;
  return rest;
}

/** Hash of what a turn says, blanks at both ends aside (clients trim them). */
export function hashText(createHasher: CreateHasher, text: string): string {
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
  return { toolUseIds: toolUseIds(content), textHash: hashText(createHasher, visibleText(content)) };
}

export function toolUseIds(content: readonly ContentBlockParam[]): string[] {
  const ids: string[] = [];
  for (const block of content) if (block.type === 'tool_use') ids.push(block.id);
  return ids;
}
