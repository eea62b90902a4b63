/**
 * The signature lookup of a stored exchange: assistant turns as they stand in the upstream body that was sent. With it, translating
 * the client's body again restores the same thinking, and so produces the same paths.
 */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import type { Hasher, SignatureLookup } from '../../translate/core/translation-interface.ts';
import { turnKey } from '../../translate/core/turn-fingerprint.ts';
import { isObject, listOf, member, parseJsonExactly } from '../../json/unknown-json.ts';

/**
 * @param upstreamBody the stored upstream request body (JSON text)
 * @returns null when no turn in it holds anything that a client would lose
 */
export function recordedThinking(upstreamBody: string, createHasher: () => Hasher): SignatureLookup | null {
  if (!upstreamBody.includes('thinking')) return null;
  const turns = new Map<string, readonly ContentBlockParam[]>();
  for (const message of listOf(member(parseJsonExactly(upstreamBody), 'messages'))) {
    if (member(message, 'role') !== 'assistant') continue;
    const content = listOf(member(message, 'content'));
    if (!areBlocks(content) || !content.some(({ type }) => type === 'thinking' || type === 'redacted_thinking'))
      continue;
    turns.set(keyOf(turnKey(createHasher, content)), content);
  }
  if (turns.size === 0) return null;
  return { find: (key) => turns.get(keyOf(key)) ?? null };
}

/** The prefix of a turn needs no check here: all turns belong to this one conversation. */
function keyOf({
  toolUseIds,
  textHash,
}: {
  readonly toolUseIds: readonly string[];
  readonly textHash: string;
}): string {
  return JSON.stringify([toolUseIds, textHash]);
}

// The translator made this body; the few fields that are read of a block are checked where they are read.
function areBlocks(content: readonly unknown[]): content is readonly ContentBlockParam[] {
  return content.every((block) => isObject(block) && typeof block['type'] === 'string');
}
