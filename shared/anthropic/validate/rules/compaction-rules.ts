/**
 * On-demand and threshold compaction: which fields exclude each other, and where a signed block may stand.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-on-demand (Errors; Limits and interactions)
 */

import type { ModelRule } from '../../../models/rule-data.ts';
import { MIN_THRESHOLD, ON_DEMAND_BETA, THRESHOLD_EDIT } from '../../compaction.ts';
import type { ValidationRefusal } from '../refusal.ts';
import { invalid } from '../refusal.ts';
import { blocksOf, type Block, type ShapedRequest } from '../shaped-request.ts';

const MAX_INSTRUCTIONS = 16_384;

/** The models with a context of a million tokens; the documentation lists the same ones by name. */
export const canCompact = (rule: ModelRule): boolean => rule.contextTokens >= 1_000_000;

export function checkCompaction(
  request: ShapedRequest,
  rule: ModelRule,
  betas: ReadonlySet<string>,
): ValidationRefusal | null {
  return checkRequest(request, rule, betas) ?? checkBlocks(request) ?? checkEdits(request, rule);
}

function checkRequest(request: ShapedRequest, rule: ModelRule, betas: ReadonlySet<string>): ValidationRefusal | null {
  const { compaction } = request;
  if (compaction === undefined || compaction === null) return null;
  if (!betas.has(ON_DEMAND_BETA)) return invalid(`\`compaction\` parameter requires anthropic-beta: ${ON_DEMAND_BETA}`);
  if (!canCompact(rule)) return invalid(`\`compaction\` is not supported for ${rule.id}`);
  if (compaction.instructions != null && compaction.instructions.length > MAX_INSTRUCTIONS) {
    return invalid(`compaction.instructions: String should have at most ${MAX_INSTRUCTIONS} characters`);
  }
  if (request.context_management != null) return excluded('context_management');
  if ((request.stop_sequences ?? []).length > 0) return excluded('stop_sequences');
  if (request.output_config?.format != null) return excluded('output_config.format');
  const choice = request.tool_choice?.type;
  if (choice === 'any' || choice === 'tool') return excluded(`tool_choice.${choice}`);
  const last = request.messages.at(-1);
  if (last?.role === 'assistant' && blocksOf(last).some(({ type }) => type === 'tool_use')) {
    return invalid(
      'messages: the last assistant turn has a tool call without a result; send the result before compaction',
      'compaction_incomplete_turn',
    );
  }
  return null;
}

const excluded = (field: string): ValidationRefusal =>
  invalid(`${field}: cannot be combined with \`compaction\`; remove it`);

function checkBlocks({ messages }: ShapedRequest): ValidationRefusal | null {
  const signed = messages.flatMap((turn, message) =>
    blocksOf(turn).flatMap((block, position) => (isSigned(block) ? [{ message, position }] : [])),
  );
  const [first] = signed;
  if (first === undefined) return null;
  if (signed.length > 1) {
    return invalid(
      'messages: a request can carry one signed `compaction` block; send the newest',
      'compaction_block_ambiguous',
    );
  }
  if (first.message === 0 && first.position === 0) return null;
  return invalid(
    `messages.${first.message}.content.${first.position}: \`compaction\` block must be sent first, in place of the messages it summarizes; remove those messages`,
    'compaction_block_misplaced',
  );
}

const isSigned = (block: Block): boolean => block.type === 'compaction' && typeof block.signature === 'string';

function checkEdits(request: ShapedRequest, rule: ModelRule): ValidationRefusal | null {
  const edit = request.context_management?.edits?.find(({ type }) => type === THRESHOLD_EDIT);
  if (edit === undefined) return null;
  if (!canCompact(rule)) return invalid(`context_management.edits: ${THRESHOLD_EDIT} is not supported for ${rule.id}`);
  const value = edit.trigger?.value;
  if (value !== undefined && value < MIN_THRESHOLD) {
    return invalid(
      `context_management.edits.0.${THRESHOLD_EDIT}.trigger.value: Input should be greater than or equal to ${MIN_THRESHOLD}`,
    );
  }
  const carries = request.messages.some((turn) => blocksOf(turn).some(isSigned));
  return carries ? invalid(`context_management.edits: ${THRESHOLD_EDIT} cannot run beside a signed block`) : null;
}
