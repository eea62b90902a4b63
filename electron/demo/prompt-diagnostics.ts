/**
 * Compares a request with an earlier one and reports the first difference, as the API does for `diagnostics`. Fingerprints are
 * kept for requests with that field only, by message id.
 */

import type { Anthropic } from '@anthropic-ai/sdk';
import { blocksOf } from '#shared/anthropic/validate/index.ts';
import type { ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { blockTokens, textTokens } from './estimate-tokens.ts';

export interface PromptDiagnostics {
  /** The response's `diagnostics`; null without the field or a difference. */
  compare(request: ShapedRequest, model: string): Anthropic.Diagnostics | null;
  /** `cached`: its tokens read from or written to the cache. */
  remember(id: string, request: ShapedRequest, model: string, cached: number): void;
}

interface HashedBlock {
  readonly hash: string;
  readonly tokens: number;
}

interface Fingerprint {
  readonly model: string;
  readonly system: readonly HashedBlock[];
  readonly tools: readonly HashedBlock[];
  readonly messages: readonly HashedBlock[];
  /** The other fields of the prompt. */
  readonly rest: string;
  readonly cached: number;
}

const mostFingerprints = 1000;

export function createPromptDiagnostics(): PromptDiagnostics {
  const known = new Map<string, Fingerprint>();

  return {
    compare(request, model) {
      const id = request.diagnostics?.previous_message_id;
      if (id === null || id === undefined) return null;
      const earlier = known.get(id);
      const reason: Anthropic.CacheMissReason | null =
        earlier === undefined
          ? { type: 'previous_message_not_found' }
          : difference(earlier, fingerprint(request, model, 0));
      return reason === null ? null : { cache_miss_reason: reason };
    },
    remember(id, request, model, cached) {
      if (request.diagnostics === null || request.diagnostics === undefined) return;
      known.set(id, fingerprint(request, model, cached));
      for (const oldest of known.keys()) {
        if (known.size <= mostFingerprints) break;
        known.delete(oldest);
      }
    },
  };
}

function difference(earlier: Fingerprint, later: Fingerprint): Anthropic.CacheMissReason | null {
  const missed = (common: number): { cache_missed_input_tokens: number } => ({
    cache_missed_input_tokens: Math.max(0, earlier.cached - common),
  });
  if (earlier.model !== later.model) return { type: 'model_changed', ...missed(0) };
  const tools = tokensOf(earlier.tools);
  if (!isSame(earlier.system, later.system)) {
    const common = isSame(earlier.tools, later.tools) ? tools + commonTokens(earlier.system, later.system) : 0;
    return { type: 'system_changed', ...missed(common) };
  }
  if (!isSame(earlier.tools, later.tools)) {
    return { type: 'tools_changed', ...missed(commonTokens(earlier.tools, later.tools)) };
  }
  if (earlier.rest !== later.rest) return { type: 'unavailable' };
  if (commonCount(earlier.messages, later.messages) === earlier.messages.length) return null;
  const common = tools + tokensOf(earlier.system) + commonTokens(earlier.messages, later.messages);
  return { type: 'messages_changed', ...missed(common) };
}

function fingerprint(request: ShapedRequest, model: string, cached: number): Fingerprint {
  const { thinking, tool_choice: toolChoice, output_config: output } = request;
  return {
    model: `${model} ${request.speed ?? 'standard'}`,
    system: blocksOf(request.system === undefined ? {} : { content: request.system }).map((block) => ({
      hash: sha256(canonicalJson(block)),
      tokens: blockTokens(block),
    })),
    tools: (request.tools ?? []).map((tool) => {
      const text = canonicalJson(tool);
      return { hash: sha256(text), tokens: textTokens(text) };
    }),
    messages: request.messages.map((turn) => {
      const blocks = blocksOf(turn);
      return {
        hash: sha256(turn.role + blocks.map(canonicalJson).join('')),
        tokens: blocks.reduce((sum, block) => sum + blockTokens(block), 0),
      };
    }),
    rest: canonicalJson({ thinking, toolChoice, output }),
    cached,
  };
}

function isSame(left: readonly HashedBlock[], right: readonly HashedBlock[]): boolean {
  return left.length === right.length && commonCount(left, right) === left.length;
}

function commonCount(left: readonly HashedBlock[], right: readonly HashedBlock[]): number {
  const end = left.findIndex(({ hash }, index) => hash !== right[index]?.hash);
  return end === -1 ? left.length : end;
}

function commonTokens(left: readonly HashedBlock[], right: readonly HashedBlock[]): number {
  return tokensOf(left.slice(0, commonCount(left, right)));
}

function tokensOf(hashedBlocks: readonly HashedBlock[]): number {
  return hashedBlocks.reduce((sum, { tokens }) => sum + tokens, 0);
}
