/** A deterministic estimate of tokens: four characters per token. */

import { blocksOf, resultBlocks } from '#shared/anthropic/validate/index.ts';
import type { Block, ShapedRequest } from '#shared/anthropic/validate/index.ts';

const charactersPerToken = 4;
const imageTokens = 1500;

export const textTokens = (text: string): number => Math.ceil(text.length / charactersPerToken);

/** The prefix of a text that fits into so many tokens. */
export const cutToTokens = (text: string, tokens: number): string => text.slice(0, tokens * charactersPerToken);

export function blockTokens(block: Block): number {
  if (block.type === 'image') return imageTokens;
  if (block.type === 'thinking' || block.type === 'redacted_thinking') return textTokens(block.thinking ?? '');
  const inner = resultBlocks(block);
  if (inner.length > 0) return 4 + inner.reduce((sum, part) => sum + blockTokens(part), 0);
  return textTokens(block.type === 'text' ? (block.text ?? '') : JSON.stringify(block));
}

/** The whole prompt: tools, system prompt and messages. */
export function requestTokens(request: ShapedRequest): number {
  const tools = (request.tools ?? []).reduce((sum, tool) => sum + textTokens(JSON.stringify(tool)), 0);
  const system = blocksOf(request.system === undefined ? {} : { content: request.system });
  const blocks = [...system, ...request.messages.flatMap((turn) => blocksOf(turn))];
  return blocks.reduce((sum, block) => sum + blockTokens(block), tools + 3 * request.messages.length);
}
