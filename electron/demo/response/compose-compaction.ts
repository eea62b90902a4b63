/** Composes summaries: the one block of an on-demand compaction, and the block of a threshold that precedes an answer. */

import type { Anthropic } from '@anthropic-ai/sdk';
import { type CompactionBlock, THRESHOLD_EDIT } from '#shared/anthropic/compaction.ts';
import { blocksOf, type ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { requestTokens, textTokens } from '../estimate-tokens.ts';
import type { Directives } from '../parse-directives.ts';
import { lastUserWords, shorten } from './canned-text.ts';
import { sealed } from '../seal.ts';
import { signCompaction } from '../compaction-seal.ts';

type Iteration = Omit<Anthropic.Beta.Messages.BetaCompactionIterationUsage, 'type'> & { readonly type: string };
/** The parts of a usage, the answer itself included. */
export type Iterations = readonly Iteration[];

/** A block without a signature. */
export type ThresholdBlock = Pick<CompactionBlock, 'type' | 'content' | 'encrypted_content'>;

export interface ComposedCompaction {
  /** Empty when the summary failed. */
  readonly content: readonly CompactionBlock[];
  readonly stopReason: string;
  readonly iterations: Iterations;
}

/** The answer to a request with `compaction`. `no-summary` makes it fail as the summarization call may. */
export function composeCompaction(request: ShapedRequest, directives: Directives): ComposedCompaction {
  const failure = directives.get('no-summary');
  const summary = summaryOf(request, directives);
  const iterations = [iteration(request, summary)];
  if (failure !== undefined) return { content: [], stopReason: failure === '' ? 'end_turn' : failure, iterations };
  if ((request.max_tokens ?? Infinity) < textTokens(summary)) {
    return { content: [], stopReason: 'max_tokens', iterations };
  }
  const tools = directives.has('tool-changes') ? { tool_changes: [] } : {};
  const block = { type: 'compaction' as const, content: summary, encrypted_content: null, ...tools };
  return {
    content: [{ ...block, signature: signCompaction(block) }],
    stopReason: 'compaction',
    iterations,
  };
}

/** The block that precedes an answer when the prompt is longer than the threshold, or a directive says so; null for none. */
export function composeAutomatic(
  request: ShapedRequest,
  directives: Directives,
): { readonly block: ThresholdBlock; readonly iterations: Iterations } | null {
  const edit = request.context_management?.edits?.find(({ type }) => type === THRESHOLD_EDIT);
  if (edit === undefined) return null;
  const isDue = directives.has('compact') || requestTokens(request) > (edit.trigger?.value ?? 150_000);
  if (!isDue) return null;
  const summary = summaryOf(request, directives);
  const failed = directives.has('no-summary');
  return {
    block: {
      type: 'compaction',
      content: failed ? null : summary,
      encrypted_content: failed ? null : sealed({ summary: summary.length }),
    },
    iterations: [iteration(request, summary)],
  };
}

function summaryOf(request: ShapedRequest, directives: Directives): string {
  const said = directives.get('summary');
  if (said !== undefined) return said;
  const { messages } = request;
  const earlier = messages.flatMap((turn) => blocksOf(turn)).find(({ type }) => type === 'compaction');
  const before = typeof earlier?.content === 'string' ? ` It began with: “${shorten(earlier.content, 400)}”` : '';
  return `The demo summarises ${messages.length} messages without having read them. The user’s last words were “${shorten(lastUserWords(request), 200)}”.${before}`;
}

function iteration(request: ShapedRequest, summary: string): Iteration {
  return {
    type: 'compaction',
    input_tokens: requestTokens(request),
    output_tokens: textTokens(summary),
    cache_creation: null,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
  };
}
