/**
 * Signatures of thinking blocks, bound to model and conversation as on the real API: system prompt, tools and all earlier
 * messages, but neither earlier thinking nor cache marks. The mock server can therefore detect forged or moved blocks.
 */

import type { Anthropic } from '@anthropic-ai/sdk';
import type { ModelRule } from '#shared/models/rule-data.ts';
import { isThinkingBlock } from '#shared/anthropic/validate/index.ts';
import type { Block, ValidationRefusal, ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { headText, locatedBlocks, prefixText, sha256 } from './canonical-json.ts';
import type { LocatedBlock } from './canonical-json.ts';
import { sealed, unsealed } from './seal.ts';

export type Transformation = Anthropic.Beta.Messages.BetaInputTransformation;

interface Seal {
  readonly model: string;
  readonly prefix: string;
  /** Hash of the content sent to the client. */
  readonly shown: string;
  /** Its message, and that message's number of thinking blocks. */
  readonly answer: string;
  readonly count: number;
}

export interface Signer {
  /** Signature of the shown thinking text ('' when omitted). */
  readonly thinking: (shown: string) => string;
  /** `data` of a redacted block. */
  readonly redacted: () => string;
}

/** A block that stands for everything before it. */
const isSummary = (block: Block): boolean => block.type === 'compaction' && typeof block.content === 'string';

/** Signs the blocks of one message for this request. `summary`: the block of a compaction that precedes them. */
export function createSigner(
  request: ShapedRequest,
  model: string,
  answer: string,
  count: number,
  summary: Block | null,
): Signer {
  const located = locatedBlocks(request.messages);
  const before = located.slice(
    Math.max(
      0,
      located.findLastIndex(({ block }) => isSummary(block)),
    ),
  );
  const blocks = summary === null ? before : [{ role: 'assistant' as const, block: summary }];
  const prefix = sha256(headText(request) + blocks.map(prefixText).join(''));
  const sign = (shown: string): string => sealed({ model, prefix, shown: sha256(shown), answer, count });
  return { thinking: sign, redacted: () => sign('') };
}

export interface SignatureVerdict {
  readonly refusal: ValidationRefusal | null;
  /** Blocks that the API drops where the request asks for that instead of an error. */
  readonly transformations: readonly Transformation[];
}

/** Checks every replayed thinking block. `bindingBeta`: the client sent the header for binding controls. */
export function verifyThinking(
  request: ShapedRequest,
  rule: ModelRule,
  model: string,
  bindingBeta: boolean,
): SignatureVerdict {
  const located = locatedBlocks(request.messages);
  const lastAssistant = request.messages.findLastIndex((turn) => turn.role === 'assistant');
  const behaviour = request.thinking?.block_binding?.prefix_mismatch_behavior ?? null;
  const enforced =
    request.thinking?.block_binding != null ||
    rule.thinking.prefixCheck === 'every_account' ||
    rule.thinking.prefixCheck === 'recent_accounts';
  const transformations: Transformation[] = [];
  const kept = new Map<string, { at: LocatedBlock; count: number; found: number }>();
  let prefix = headText(request);

  for (const at of located) {
    // What a summary stands for is no part of the conversation any more.
    if (isSummary(at.block)) prefix = headText(request);
    if (!isThinkingBlock(at.block)) {
      prefix += prefixText(at);
      continue;
    }
    const path = `messages.${at.message}.content.${at.position}`;
    const text = unsealed(at.block.signature ?? at.block.data ?? '');
    if (text === null) return refuse(`${path}: ${damaged(at.block)}`);
    // Its tag is valid, so we wrote this.
    const content: Seal = JSON.parse(text);
    if (content.shown !== sha256(at.block.thinking ?? '')) {
      return refuse(at.message === lastAssistant ? modified(path) : `${path}: ${damaged(at.block)}`);
    }
    if (content.model !== model) {
      transformations.push({ type: 'thinking_dropped', path, reason: 'model_binding_mismatch' });
      continue;
    }
    if (at.message === lastAssistant) {
      const entry = kept.get(content.answer) ?? { at, count: content.count, found: 0 };
      entry.found += 1;
      kept.set(content.answer, entry);
    }
    if (content.prefix === sha256(prefix) || !enforced) continue;
    if (behaviour === 'drop_block' || behaviour === 'allow') {
      const type = behaviour === 'allow' ? 'thinking_mismatch_allowed' : 'thinking_dropped';
      transformations.push({ type, path, reason: 'prefix_binding_mismatch' });
      continue;
    }
    return refuse(mismatched(path, at.block, bindingBeta));
  }
  const partial = [...kept.values()].find(({ count, found }) => found < count);
  if (partial === undefined) return { refusal: null, transformations };
  return refuse(modified(`messages.${partial.at.message}.content.${partial.at.position}`));
}

const refuse = (message: string): SignatureVerdict => ({
  refusal: { status: 400, type: 'invalid_request_error', message, errorCode: null },
  transformations: [],
});

const damaged = (block: Block): string =>
  block.type === 'thinking' ? 'Invalid `signature` in `thinking` block' : 'Invalid `data` in `redacted_thinking` block';

const modified = (path: string): string =>
  `${path}: \`thinking\` or \`redacted_thinking\` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.`;

function mismatched(path: string, block: Block, bindingBeta: boolean): string {
  const hint = bindingBeta
    ? ''
    : ' This setting needs the `anthropic-beta: thinking-binding-controls-2026-08-01` header.';
  return `${path}: ${damaged(block)}. The block is bound to a different conversation. Remove the block, or set \`thinking.block_binding.prefix_mismatch_behavior\` to "drop_block".${hint}`;
}
