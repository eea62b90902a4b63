/**
 * Carries a compaction in the `encrypted_content` of a `compaction` item: the block of the API whole, so that it comes back
 * unchanged, or the summary of an ordinary request.
 * Source: https://platform.claude.com/docs/en/build-with-claude/compaction-on-demand (blocks must return exactly as they came).
 */

import type { CompactionBlock } from '../../anthropic/compaction.ts';
import { parseExactJson } from '../../json/exact-json.ts';
import { exceededLimit } from '../../json/bounded-json.ts';
import { writeJson } from '../../json/exact-number.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import { SUMMARY_PART } from '../../translate/core/compacted.ts';

const BLOCK = 'dragoman-compaction:';
const SUMMARY = 'dragoman-summary:';

/** A content part of a chat message: the block itself, or our own part with a summary. */
export interface CarriedCompaction {
  readonly type: 'compaction' | typeof SUMMARY_PART;
  readonly [field: string]: unknown;
}

/** @param block as the API sent it, fields that this version does not know included */
export function encodeCompaction(block: CompactionBlock): string {
  return BLOCK + writeJson(block);
}

export function encodeSummary(summary: string): string {
  return SUMMARY + summary;
}

/** @returns null for the content of another provider, and for a carrier that was damaged */
export function decodeCompaction(encrypted: unknown): CarriedCompaction | null {
  if (typeof encrypted !== 'string') return null;
  if (encrypted.startsWith(SUMMARY)) {
    const content = encrypted.slice(SUMMARY.length);
    return content.trim() === '' ? null : { type: SUMMARY_PART, content };
  }
  return encrypted.startsWith(BLOCK) ? decodeBlock(encrypted.slice(BLOCK.length)) : null;
}

function decodeBlock(json: string): CarriedCompaction | null {
  if (exceededLimit(json) !== null) return null;
  try {
    const block = parseExactJson(json);
    if (!isRecord(block) || typeof block['content'] !== 'string') return null;
    return block['type'] === 'compaction' ? { ...block, type: 'compaction' } : null;
  } catch {
    return null;
  }
}
