/**
 * Token counts. The Messages API reports uncached input, cache reads and cache writes separately; OpenAI's `prompt_tokens` is their
 * sum. Counts are nullable in responses, and cumulative in a stream.
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching#tracking-cache-performance
 */

import type { Usage } from '../../anthropic/types.ts';

import type { ResponseUsage } from '../../openai/chat-completion.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import type { TokenCounts } from '../../models/token-counts.ts';

interface Iteration {
  readonly type?: string;
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
}

/** Usage as received: anything may be missing or null, and there may be the beta field `iterations`. */
export type WireUsage = { readonly [Field in keyof Usage]?: Usage[Field] | null } & {
  readonly iterations?: readonly Iteration[] | null;
};

/** For an upstream that reported none. */
export const noUsage: Usage = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation: null,
  cache_creation_input_tokens: null,
  cache_read_input_tokens: null,
  inference_geo: null,
  output_tokens_details: null,
  server_tool_use: null,
  service_tier: null,
  speed: null,
};

/** @returns the four counts of one exchange, and the reasoning part of the output; all in tokens, never null */
export function tokenCounts(usage: WireUsage): TokenCounts {
  const parts = billedParts(usage);
  return {
    input: sum(parts, 'input_tokens'),
    output: sum(parts, 'output_tokens'),
    cacheRead: sum(parts, 'cache_read_input_tokens'),
    cacheWrite: sum(parts, 'cache_creation_input_tokens'),
    reasoning: tokens(usage.output_tokens_details?.thinking_tokens),
  };
}

/** Specification of OpenAI's `CompletionUsage`; details are always present, `anthropic` is the raw object. */
export function translateUsage(usage: WireUsage): ResponseUsage {
  const counts = tokenCounts(usage);
  const prompt = counts.input + counts.cacheRead + counts.cacheWrite;
  return {
    prompt_tokens: prompt,
    completion_tokens: counts.output,
    total_tokens: prompt + counts.output,
    prompt_tokens_details: { cached_tokens: counts.cacheRead, cache_write_tokens: counts.cacheWrite, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: counts.reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
    anthropic: usage,
  };
}

/**
 * Specification of OpenAI's `service_tier` in responses.
 *
 * @returns null where OpenAI has no equivalent
 */
export function serviceTier(usage: WireUsage): 'default' | 'priority' | null {
  if (usage.service_tier === 'priority') return 'priority';
  return usage.service_tier === 'standard' ? 'default' : null;
}

/**
 * Merges `update` into `known`, which is changed. Counts are cumulative, so that null, absent, and a zero (gateways fill in zeros for
 * counts that the event lacks) leave a known count as it is; the same holds inside nested counts, and for an empty list.
 * Known values are not copied: an event costs its own size, however much came before.
 */
export function mergeUsage<Known extends WireUsage>(known: Known, update: object | null | undefined): Known {
  if (!update) return known;
  for (const [field, value] of Object.entries(update)) {
    const before: unknown = Reflect.get(known, field);
    const after = mergedCount(before, value);
    if (after !== before) Object.assign(known, { [field]: after });
  }
  return known;
}

function mergedCount(before: unknown, value: unknown): unknown {
  if (value === null || value === undefined) return before;
  if (before === null || before === undefined || value === before) return value;
  if (value === 0) return before;
  if (Array.isArray(value)) return value.length === 0 ? before : value;
  if (!isRecord(value) || !isRecord(before)) return value;
  const fields = Object.entries(value).map(([field, count]) => [field, mergedCount(before[field], count)] as const);
  return { ...before, ...Object.fromEntries(fields) };
}

/** Usage of two upstream calls that form one response. */
export function addUsage(first: Usage, second: Usage): Usage {
  const one: WireUsage = first;
  const two: WireUsage = second;
  const total: Usage = {
    ...second,
    input_tokens: plus(one.input_tokens, two.input_tokens) ?? 0,
    output_tokens: plus(one.output_tokens, two.output_tokens) ?? 0,
    cache_creation_input_tokens: plus(one.cache_creation_input_tokens, two.cache_creation_input_tokens),
    cache_read_input_tokens: plus(one.cache_read_input_tokens, two.cache_read_input_tokens),
    cache_creation: together(one.cache_creation, two.cache_creation, (a, b) => ({
      ephemeral_1h_input_tokens: a.ephemeral_1h_input_tokens + b.ephemeral_1h_input_tokens,
      ephemeral_5m_input_tokens: a.ephemeral_5m_input_tokens + b.ephemeral_5m_input_tokens,
    })),
    output_tokens_details: together(one.output_tokens_details, two.output_tokens_details, (a, b) => ({
      thinking_tokens: a.thinking_tokens + b.thinking_tokens,
    })),
    server_tool_use: together(one.server_tool_use, two.server_tool_use, (a, b) => ({
      web_fetch_requests: a.web_fetch_requests + b.web_fetch_requests,
      web_search_requests: a.web_search_requests + b.web_search_requests,
    })),
  };
  if (!one.iterations?.length && !two.iterations?.length) return total;
  return Object.assign(total, { iterations: [...billedParts(one), ...billedParts(two)] });
}

/**
 * With `iterations` (compaction, fallback models) the totals omit some of them, so they are added up instead. Advisor calls run on
 * another model and are not part of this response. An attempt that was declined before it wrote anything is not billed; one that was
 * declined later is, though the totals hold only the attempt that served the response.
 * https://platform.claude.com/docs/en/build-with-claude/refusals-and-fallback
 */
function billedParts(usage: WireUsage): readonly Iteration[] {
  if (!usage.iterations?.length) return [{ ...counted(usage), type: 'message' }];
  const isFallback = usage.iterations.some(({ type }) => type === 'fallback_message');
  const isWaived = ({ type, output_tokens: output }: Iteration): boolean => type === 'message' && !output;
  return usage.iterations.filter((part) => part.type !== 'advisor_message' && !(isFallback && isWaived(part)));
}

function counted(usage: WireUsage): Iteration {
  return {
    input_tokens: usage.input_tokens ?? 0,
    output_tokens: usage.output_tokens ?? 0,
    cache_creation_input_tokens: usage.cache_creation_input_tokens ?? 0,
    cache_read_input_tokens: usage.cache_read_input_tokens ?? 0,
  };
}

function sum(parts: readonly Iteration[], field: Exclude<keyof Iteration, 'type'>): number {
  return parts.reduce((total, part) => total + tokens(part[field]), 0);
}

/** A count as an upstream of another make may write it: digits in a string count, what is no count of tokens is none. */
function tokens(value: unknown): number {
  const count = typeof value === 'string' ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) && count > 0 ? count : 0;
}

function plus(first: number | null | undefined, second: number | null | undefined): number | null {
  return first === null || first === undefined ? (second ?? null) : tokens(first) + tokens(second);
}

function together<Part>(
  first: Part | null | undefined,
  second: Part | null | undefined,
  add: (first: Part, second: Part) => Part,
): Part | null {
  return first && second ? add(first, second) : (first ?? second ?? null);
}
