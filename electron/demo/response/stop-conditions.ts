/** Truncates a message at `stop_sequences` or `max_tokens`. */

import type { Anthropic } from '@anthropic-ai/sdk';
import type { ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { cutToTokens, textTokens } from '../estimate-tokens.ts';
import { writeJson } from '#shared/json/exact-number.ts';

export interface Limited {
  readonly content: Anthropic.ContentBlock[];
  readonly stopReason: Anthropic.StopReason;
  readonly stopSequence: string | null;
}

/** Cuts within texts only: a tool call is left whole or left out. */
export function applyLimits(
  content: readonly Anthropic.ContentBlock[],
  request: Pick<ShapedRequest, 'max_tokens' | 'stop_sequences'>,
  usual: Anthropic.StopReason,
): Limited {
  let room = request.max_tokens ?? Infinity;
  const kept: Anthropic.ContentBlock[] = [];
  for (const block of content) {
    const stop = block.type === 'text' ? firstStop(block.text, request.stop_sequences ?? []) : null;
    const text = stop === null ? textIn(block) : stop.before;
    const cost = textTokens(text);
    if (cost > room) {
      if (block.type === 'text' && room > 0) kept.push({ ...block, text: cutToTokens(block.text, room) });
      return { content: kept, stopReason: 'max_tokens', stopSequence: null };
    }
    room -= cost;
    if (block.type === 'text' && stop !== null) {
      if (stop.before !== '') kept.push({ ...block, text: stop.before });
      return { content: kept, stopReason: 'stop_sequence', stopSequence: stop.sequence };
    }
    kept.push(block);
  }
  return { content: kept, stopReason: usual, stopSequence: null };
}

function textIn(block: Anthropic.ContentBlock): string {
  if (block.type === 'text') return block.text;
  if (block.type === 'thinking') return block.thinking;
  return block.type === 'tool_use' ? writeJson(block.input) : '';
}

/** The first stop sequence in the text, and the text before it. */
function firstStop(text: string, sequences: readonly string[]): { before: string; sequence: string } | null {
  const found = sequences
    .map((sequence) => ({ sequence, at: text.indexOf(sequence) }))
    .filter(({ at }) => at !== -1)
    .sort((left, right) => left.at - right.at);
  const [first] = found;
  return first === undefined ? null : { before: text.slice(0, first.at), sequence: first.sequence };
}
