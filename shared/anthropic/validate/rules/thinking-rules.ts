/** Rules on `thinking` and effort, which differ from model to model. */

import type { ModelRule } from '../../../models/rule-data.ts';
import type { ValidationRefusal } from '../refusal.ts';
import { firstRefusal, invalid } from '../refusal.ts';
import { betaGates } from '../shape/betas.ts';
import type { MergedTurn, ShapedRequest } from '../shaped-request.ts';
import { isThinkingBlock, mergeTurns } from '../shaped-request.ts';

export function checkThinking(
  request: ShapedRequest,
  rule: ModelRule,
  betas: ReadonlySet<string>,
): ValidationRefusal | null {
  return (
    checkType(request, rule) ??
    checkBudget(request, betas) ??
    checkSignatures(request) ??
    checkToolLoop(request) ??
    checkEfforts(request, rule)
  );
}

function checkType({ thinking }: ShapedRequest, rule: ModelRule): ValidationRefusal | null {
  if (thinking === undefined || rule.thinking.types.includes(thinking.type)) return null;
  const adaptive = 'Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.';
  switch (thinking.type) {
    case 'adaptive':
      return invalid('adaptive thinking is not supported on this model');
    case 'enabled':
      return invalid(`"thinking.type.enabled" is not supported for this model. ${adaptive}`);
    case 'between_tools':
      return invalid('"thinking.type.between_tools" is not supported for this model.');
    case 'disabled':
      if (rule.thinking.types.includes('between_tools')) {
        return invalid(
          'To turn thinking off on this model, send "thinking": {"type": "between_tools"} instead of {"type": "disabled"}.',
        );
      }
      return invalid(
        rule.thinking.types.includes('enabled')
          ? '"thinking.type.disabled" is not supported for this model. Use "thinking.type.enabled" with "budget_tokens".'
          : `"thinking.type.disabled" is not supported for this model. ${adaptive}`,
      );
    default:
      return null;
  }
}

function checkBudget(request: ShapedRequest, betas: ReadonlySet<string>): ValidationRefusal | null {
  const budget = request.thinking?.type === 'enabled' ? request.thinking.budget_tokens : undefined;
  if (budget === undefined || request.max_tokens === undefined) return null;
  // With interleaved thinking the budget spans the whole turn, so it may exceed the output limit of one message.
  const interleaved = betaGates.interleavedThinking.some((beta) => betas.has(beta));
  if (budget < request.max_tokens || (interleaved && (request.tools?.length ?? 0) > 0)) return null;
  return invalid(
    '`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation on thinking for details.',
  );
}

function checkSignatures({ messages }: ShapedRequest): ValidationRefusal | null {
  return firstRefusal(messages, (turn, index) =>
    firstRefusal(typeof turn.content === 'object' ? turn.content : [], (block, position) => {
      const path = `messages.${index}.content.${position}`;
      if (block.type === 'thinking' && block.signature === '') {
        return invalid(`${path}: Invalid \`signature\` in \`thinking\` block`);
      }
      return block.type === 'redacted_thinking' && block.data === ''
        ? invalid(`${path}: Invalid \`data\` in \`redacted_thinking\` block`)
        : null;
    }),
  );
}

/** With a manual budget, the turn whose tool results are returned must have begun with thinking. */
function checkToolLoop(request: ShapedRequest): ValidationRefusal | null {
  if (request.thinking?.type !== 'enabled') return null;
  const turns = mergeTurns(request.messages).filter((turn) => turn.role !== 'system');
  const start = openLoopStart(turns);
  const first = start?.blocks[0];
  if (start === undefined || first === undefined || isThinkingBlock(first.block)) return null;
  return invalid(
    `messages.${first.message}.content.${first.position}.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first.block.type}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). To avoid this requirement, disable \`thinking\`.`,
  );
}

function openLoopStart(turns: readonly MergedTurn[]): MergedTurn | undefined {
  let start: MergedTurn | undefined;
  for (let index = turns.length - 1; index > 0; index -= 2) {
    const user = turns[index];
    if (user?.role !== 'user' || !user.blocks.some(({ block }) => block.type === 'tool_result')) break;
    start = turns[index - 1];
  }
  return start;
}

function checkEfforts(request: ShapedRequest, rule: ModelRule): ValidationRefusal | null {
  const first = request.output_config?.effort ?? null;
  const off = isOff(request, rule);
  const levels = [first, ...request.messages.map((turn) => turn.output_config?.effort ?? null)];
  const refusal = firstRefusal(levels, (effort) => {
    if (effort === null) return null;
    if (rule.effort.levels.length === 0) return invalid('This model does not support the effort parameter.');
    if (!rule.effort.levels.includes(effort)) {
      return invalid(
        `This model does not support effort level '${effort}'. Supported levels: ${rule.effort.levels.toSorted().join(', ')}.`,
      );
    }
    if (off && rule.thinking.disabled !== 'allowed' && (effort === 'xhigh' || effort === 'max')) {
      return invalid(
        `output_config.effort '${effort}' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.`,
      );
    }
    return null;
  });
  return refusal ?? (off && rule.thinking.disabled !== 'allowed' ? checkEffortChange(request, rule) : null);
}

function checkEffortChange(request: ShapedRequest, rule: ModelRule): ValidationRefusal | null {
  const current = request.output_config?.effort ?? rule.effort.default;
  return firstRefusal(request.messages, (turn, index) => {
    const effort = turn.output_config?.effort ?? current;
    return effort === current
      ? null
      : invalid(
          `messages.${index}: output_config.effort '${effort ?? ''}' differs from the '${current ?? ''}' in effect before it; effort cannot change when thinking is disabled on this model. Remove the per-message effort, or enable thinking.`,
        );
  });
}

const isOff = ({ thinking }: ShapedRequest, rule: ModelRule): boolean =>
  thinking === undefined
    ? rule.thinking.default === 'off'
    : thinking.type === 'disabled' || thinking.type === 'between_tools';

/** Whether the model thinks on this request; the sampling rules and the mock server depend on it. */
export const thinks = (request: ShapedRequest, rule: ModelRule): boolean => !isOff(request, rule);
