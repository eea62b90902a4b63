/** Canonical JSON, so that key order and content spelling do not change a hash. */

import { createHash } from 'node:crypto';
import { blocksOf, isThinkingBlock, resultBlocks } from '#shared/anthropic/validate/index.ts';
import type { Block, ShapedRequest, Turn } from '#shared/anthropic/validate/index.ts';
import { isContainer, writeJson } from '#shared/json/exact-number.ts';

/** Keys sorted, `cache_control` left out at every level. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isContainer(value)) return writeJson(value ?? null);
  const members = Object.entries(value)
    .filter(([key, member]) => key !== 'cache_control' && member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** System prompt and tools, as the head of every prefix. */
export function headText(request: ShapedRequest): string {
  const tools = (request.tools ?? []).map(canonicalJson).sort().join('');
  const system = blocksOf(request.system === undefined ? {} : { content: request.system });
  return `${tools}|${system.map(canonicalJson).join('')}`;
}

export interface LocatedBlock {
  readonly role: Turn['role'];
  readonly block: Block;
  readonly message: number;
  readonly position: number;
}

export const locatedBlocks = (messages: readonly Turn[]): readonly LocatedBlock[] =>
  messages.flatMap((turn, message) =>
    blocksOf(turn).map((block, position) => ({ role: turn.role, block, message, position })),
  );

/** A block as part of a prefix; none for thinking, which prefixes exclude. */
export function prefixText({ role, block }: Pick<LocatedBlock, 'role' | 'block'>): string {
  if (isThinkingBlock(block)) return '';
  const inner = resultBlocks(block);
  const plain = inner.length === 1 && inner[0]?.type === 'text' ? { ...block, content: inner[0].text } : block;
  return `${role}:${canonicalJson(plain)};`;
}
