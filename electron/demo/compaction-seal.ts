/** Signs the blocks of on-demand compaction and checks those that come back, as the real API does. */

import type { CompactionBlock } from '#shared/anthropic/compaction.ts';
import { blocksOf, type ShapedRequest, type ValidationRefusal } from '#shared/anthropic/validate/index.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { sealed, unsealed } from './seal.ts';

interface CompactionSeal {
  readonly content: string;
  readonly changes: string;
}

const hashes = ({ content, tool_changes: changes }: { content?: unknown; tool_changes?: unknown }): CompactionSeal => ({
  content: sha256(String(content)),
  changes: sha256(canonicalJson(changes ?? null)),
});

export const signCompaction = (block: Pick<CompactionBlock, 'content' | 'tool_changes'>): string =>
  sealed(hashes(block));

/** The refusal of a signed block that was changed; null when all are as they were sent. */
export function verifyCompaction(request: ShapedRequest): ValidationRefusal | null {
  for (const block of request.messages.flatMap((turn) => blocksOf(turn))) {
    if (block.type !== 'compaction' || typeof block.signature !== 'string') continue;
    const text = unsealed(block.signature);
    if (text === null) {
      return refusal('The `signature` of the `compaction` block is invalid', 'compaction_signature_invalid');
    }
    // Its tag is valid, so we wrote this.
    const seal: CompactionSeal = JSON.parse(text);
    const found = hashes(block);
    if (found.content !== seal.content) {
      return refusal(
        'The `content` of the `compaction` block differs from its signature',
        'compaction_content_mismatch',
      );
    }
    if (found.changes !== seal.changes) {
      return refusal(
        'The `tool_changes` of the `compaction` block differ from its signature',
        'compaction_tool_changes_mismatch',
      );
    }
  }
  return null;
}

const refusal = (message: string, errorCode: string): ValidationRefusal => ({
  status: 400,
  type: 'invalid_request_error',
  message,
  errorCode,
});
