/**
 * `context_management` of a Responses request: a threshold for automatic compaction, which is an edit at Anthropic.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-threshold
 */

import { MIN_THRESHOLD, THRESHOLD_EDIT } from '../../anthropic/compaction.ts';
import type { Note } from '../../notes.ts';
import type { ResponsesRequest } from '../request-schema.ts';

/** @returns the field of the Messages API; null without an entry that it can express */
export function automaticCompaction(
  entries: ResponsesRequest['context_management'],
  notes: Note[],
): { readonly edits: readonly object[] } | null {
  if (entries === undefined || entries === null) return null;
  const edits: object[] = [];
  for (const [index, { type, compact_threshold: threshold }] of entries.entries()) {
    const path = `context_management[${index}]`;
    if (type !== 'compaction' || edits.length > 0) {
      const reason =
        type === 'compaction'
          ? 'One threshold applies; an earlier entry states it.'
          : `The Messages API has no counterpart of type ${type}.`;
      notes.push({ verb: 'dropped', code: 'context-management-dropped', from: path, to: null, reason });
      continue;
    }
    edits.push({ type: THRESHOLD_EDIT, ...trigger(threshold ?? null, `${path}.compact_threshold`, notes) });
  }
  return edits.length === 0 ? null : { edits };
}

/** Without a threshold, each API has its own. */
function trigger(threshold: number | null, path: string, notes: Note[]): object {
  if (threshold === null) return {};
  const value = Math.max(MIN_THRESHOLD, Math.floor(threshold));
  if (value > threshold) {
    notes.push({
      verb: 'clamped',
      code: 'compact-threshold-raised',
      from: path,
      to: 'context_management.edits[0].trigger.value',
      reason: `The Messages API compacts at ${MIN_THRESHOLD} input tokens at the earliest.`,
    });
  }
  return { trigger: { type: 'input_tokens', value } };
}
