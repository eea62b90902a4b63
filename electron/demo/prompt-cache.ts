/** Simulates the prompt cache: marked prefixes are read from the cache until their TTL. */

import { createHash } from 'node:crypto';
import { blocksOf } from '#shared/anthropic/validate/index.ts';
import type { ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { canonicalJson } from './canonical-json.ts';
import { blockTokens, requestTokens, textTokens } from './estimate-tokens.ts';

export interface CacheUsage {
  /** Tokens after the last cache breakpoint, or all when nothing is cached. */
  readonly input: number;
  readonly read: number;
  readonly written5m: number;
  readonly written1h: number;
}

export interface PromptCache {
  /** Counts one request and stores its marked prefixes. `minimum`: shorter prefixes are not cached. */
  use(request: ShapedRequest, model: string, minimum: number): CacheUsage;
}

interface Step {
  readonly hash: string;
  readonly tokens: number;
  readonly ttl: '5m' | '1h' | null;
}

const lifetimes = { '5m': 300_000, '1h': 3_600_000 };
const lookBack = 20;
const maximumEntries = 5000;

export function createPromptCache(now: () => number): PromptCache {
  /** Prefix hash to expiry; oldest entry first. */
  const known = new Map<string, number>();

  return {
    use(request, model, minimum) {
      const total = requestTokens(request);
      const steps = prefixSteps(request, model);
      const last = steps.findLastIndex((step) => step.ttl !== null);
      const marked = steps[last];
      if (marked?.ttl == null || marked.tokens < minimum) return { input: total, read: 0, written5m: 0, written1h: 0 };

      const hit = findHit(steps, known, now());
      const read = hit?.tokens ?? 0;
      for (const step of steps) {
        if (step.ttl === null || step.tokens < minimum) continue;
        known.delete(step.hash);
        known.set(step.hash, now() + lifetimes[step.ttl]);
      }
      for (const hash of known.keys()) {
        if (known.size <= maximumEntries) break;
        known.delete(hash);
      }
      const written = Math.max(0, marked.tokens - read);
      const long = marked.ttl === '1h';
      const input = Math.max(0, total - read - written);
      return { input, read, written5m: long ? 0 : written, written1h: long ? written : 0 };
    },
  };
}

/** The longest cached prefix among the twenty positions back from a breakpoint. */
function findHit(steps: readonly Step[], known: ReadonlyMap<string, number>, now: number): Step | undefined {
  return steps.findLast((step, index) => {
    const reachable = steps.slice(index, index + lookBack).some((later) => later.ttl !== null);
    return reachable && (known.get(step.hash) ?? 0) > now;
  });
}

/** All possible breakpoints: after each tool, system block and content block. */
function prefixSteps(request: ShapedRequest, model: string): readonly Step[] {
  const steps: Step[] = [];
  const hash = createHash('sha256').update(model);
  let tokens = 0;
  const add = (text: string, cost: number, control: { readonly ttl?: '5m' | '1h' } | null | undefined): void => {
    hash.update(text);
    tokens += cost;
    steps.push({ hash: hash.copy().digest('base64url'), tokens, ttl: control == null ? null : (control.ttl ?? '5m') });
  };
  for (const tool of request.tools ?? []) {
    const text = canonicalJson(tool);
    add(text, textTokens(text), tool.cache_control);
  }
  for (const block of blocksOf(request.system === undefined ? {} : { content: request.system })) {
    add(`system:${canonicalJson(block)}`, blockTokens(block), block.cache_control);
  }
  for (const turn of request.messages) {
    for (const block of blocksOf(turn))
      add(`${turn.role}:${canonicalJson(block)}`, blockTokens(block), block.cache_control);
  }
  const end = steps.at(-1);
  if (request.cache_control != null && end !== undefined) {
    steps[steps.length - 1] = { ...end, ttl: end.ttl ?? request.cache_control.ttl ?? '5m' };
  }
  return steps;
}
