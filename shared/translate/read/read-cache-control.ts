/** Parses the client's caching fields, Anthropic's or OpenAI's, to `cache_control`. */

import type { ChatRequest } from '../../openai/chat-request.ts';
import type { CacheMark } from '../core/message-builder.ts';
import { addNoteOnce } from '../core/message-builder.ts';
import type { Draft } from '../core/request-draft.ts';
import type { CacheControl } from '../core/built-message.ts';

interface Holder {
  readonly cache_control?: { readonly type?: unknown; readonly ttl?: unknown } | null | undefined;
  readonly prompt_cache_breakpoint?: { readonly ttl?: unknown } | null | undefined;
}

/**
 * The mark on a part, message, tool or tool call at `path`; null when there is none. Anthropic's `cache_control` is copied;
 * OpenAI's `prompt_cache_breakpoint` takes its lifetime from itself or from `prompt_cache_options`.
 */
export function readMark(draft: Draft, holder: Holder, path: string): CacheMark | null {
  traceUnused(draft, holder, path);
  if (holder.cache_control !== null && holder.cache_control !== undefined) {
    return { control: verbatim(holder.cache_control), from: `${path}.cache_control` };
  }
  if (holder.prompt_cache_breakpoint !== null && holder.prompt_cache_breakpoint !== undefined) {
    const from = `${path}.prompt_cache_breakpoint`;
    const ttl = holder.prompt_cache_breakpoint.ttl ?? draft.request.prompt_cache_options?.ttl;
    return { control: withLifetime(draft, ttl, from), from };
  }
  return null;
}

/** Provisional, until a block takes the mark at the very end. */
function traceUnused(draft: Draft, holder: Holder, path: string): void {
  const { tracer } = draft.context;
  if (tracer === null) return;
  for (const key of ['cache_control', 'prompt_cache_breakpoint'] as const) {
    if (holder[key] === null || holder[key] === undefined) continue;
    tracer.drop(`${path}.${key}`, 'No block to mark, or another breakpoint replaces this one.');
  }
}

function verbatim(control: { readonly ttl?: unknown }): CacheControl {
  return control.ttl === '5m' || control.ttl === '1h' ? { type: 'ephemeral', ttl: control.ttl } : { type: 'ephemeral' };
}

/** The lifetime for the breakpoints that the proxy sets, from `prompt_cache_options.ttl` or `prompt_cache_retention`. */
export function automaticControl(draft: Draft): CacheControl {
  const { request } = draft;
  const ttl = request.prompt_cache_options?.ttl;
  if (ttl !== null && ttl !== undefined) return withLifetime(draft, ttl, 'prompt_cache_options.ttl');
  return request.prompt_cache_retention === '24h'
    ? withLifetime(draft, '24h', 'prompt_cache_retention')
    : { type: 'ephemeral' };
}

/** OpenAI's `ttl` is the minimal lifetime of an entry, and Anthropic has five minutes or an hour: everything longer is an hour. */
function withLifetime(draft: Draft, ttl: unknown, from: string): CacheControl {
  if (ttl === '12h' || ttl === '24h') {
    addNoteOnce(draft, {
      verb: 'approximated',
      code: 'cache-lifetime-shortened',
      from,
      to: null,
      reason: 'Cached prompts live for an hour at most; every use renews them.',
    });
  }
  return ttl === '30m' || ttl === '1h' || ttl === '12h' || ttl === '24h'
    ? { type: 'ephemeral', ttl: '1h' }
    : { type: 'ephemeral' };
}

/** The client manages caching itself: only its own marks are used. */
export function isExplicitOnly(request: ChatRequest): boolean {
  return request.prompt_cache_options?.mode === 'explicit';
}

/** The request-wide `cache_control` extension. */
export function topLevelControl(request: ChatRequest): CacheControl | null {
  return request.cache_control === null || request.cache_control === undefined ? null : verbatim(request.cache_control);
}
