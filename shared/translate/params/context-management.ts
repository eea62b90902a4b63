/**
 * `context_management` of the Messages API, from clients that know it and, translated, from Responses requests.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-threshold
 */

import { ON_DEMAND_BETA, THRESHOLD_BETA } from '../../anthropic/compaction.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import { sendable } from '../content/sendable-json.ts';
import { addBeta } from '../core/beta-headers.ts';
import { dropField, isUnset, traceCopy } from '../core/draft-field.ts';
import { dropRefusedField, isRefusedField, refusedBetaReason } from '../core/refused-field.ts';
import type { Draft } from '../core/request-draft.ts';

const FIELD = 'context_management';

/** Copies the field with the betas that its edits need, without edits that cannot run on this request. */
export function applyContextManagement(draft: Draft): void {
  const given = draft.request.context_management;
  if (isUnset(given)) return;
  if (isRefusedField(draft, FIELD)) return dropRefusedField(draft, FIELD, FIELD);
  const edits: readonly unknown[] = Array.isArray(given['edits']) ? given['edits'] : [];
  const obstacle = edits.some(isCompaction) ? obstacleTo(draft) : null;
  const kept = obstacle === null ? edits : edits.filter((edit) => !isCompaction(edit));
  if (obstacle !== null) dropField(draft, FIELD, 'threshold-compaction-dropped', obstacle);
  if (obstacle !== null && kept.length === 0) return;
  addBeta(draft, 'context-management-2025-06-27');
  if (kept.some(isCompaction)) addBeta(draft, THRESHOLD_BETA);
  const value = obstacle === null ? given : { ...given, edits: kept };
  // By reference: the API checks its form, and the types differ only in looseness.
  Object.assign(draft.body, { [FIELD]: sendable(value, FIELD) });
  traceCopy(draft, FIELD, draft.body, FIELD);
}

/** Why automatic compaction cannot run on this request; null when it can. */
function obstacleTo({ compacted, context }: Draft): string | null {
  if (context.profile.refused.betas.includes(THRESHOLD_BETA)) return refusedBetaReason(THRESHOLD_BETA);
  const isSigned = typeof compacted?.part['signature'] === 'string';
  return isSigned && !context.profile.refused.betas.includes(ON_DEMAND_BETA)
    ? 'Automatic compaction cannot run on a conversation that begins with the signed summary of an earlier one.'
    : null;
}

function isCompaction(edit: unknown): boolean {
  return isRecord(edit) && typeof edit['type'] === 'string' && edit['type'].startsWith('compact_');
}
