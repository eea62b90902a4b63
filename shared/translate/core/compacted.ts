/** Finds the newest compaction of a chat history: nothing before it is sent. */

import { isRecord } from '../../json/sanitize-text.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';

/** A summary without a block of the API, as an ordinary request wrote it: our own type of part. */
export const SUMMARY_PART = 'compaction_summary';

/** The newest compaction of a history. */
export interface Compacted {
  /** Index of its message. */
  readonly index: number;
  /** A block of the API, or our own part. */
  readonly part: Readonly<Record<string, unknown>> & { readonly content: string };
  /** Path of the part. */
  readonly path: string;
}

/** Fields of an assistant message that may hold the block; in order of precedence. */
const holders = ['content_blocks', 'content', 'anthropic_blocks'] as const;

/** @returns null for a history that was never compacted; a block with `content: null` is a compaction that failed, and does nothing */
export function findCompacted(request: ChatRequest): Compacted | null {
  for (let index = request.messages.length - 1; index >= 0; index -= 1) {
    const message = request.messages[index];
    if (message?.role !== 'assistant') continue;
    for (const field of holders) {
      const parts: unknown = message[field];
      if (!Array.isArray(parts)) continue;
      const position = parts.findLastIndex((part: unknown) => isSummary(part));
      const part: unknown = parts[position];
      if (isSummary(part)) return { index, part, path: `messages[${index}].${field}[${position}]` };
    }
  }
  return null;
}

function isSummary(part: unknown): part is Compacted['part'] {
  return isCompactionPart(part) && typeof part['content'] === 'string' && part['content'].trim() !== '';
}

/** Whether a part is a compaction, even one that failed. */
export function isCompactionPart(part: unknown): part is Readonly<Record<string, unknown>> {
  return isRecord(part) && (part['type'] === 'compaction' || part['type'] === SUMMARY_PART);
}
