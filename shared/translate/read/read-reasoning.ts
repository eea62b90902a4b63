/** Parses the client's reasoning fields, in any of three forms, into one. */

import type { Effort } from '../../models/profile.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';
import { isUnset } from '../core/draft-field.ts';

export interface RequestedReasoning {
  readonly mode: 'unsaid' | 'off' | 'on';
  /** `minimal` becomes low; `none` turns thinking off. */
  readonly effort: Effort | null;
  /** The client sent `minimal`: the smallest budget where the model takes one. */
  readonly minimal: boolean;
  /** Thinking budget in tokens. */
  readonly budget: number | null;
  /** `thinking.type` where the client used Anthropic's field. */
  readonly type: string | null;
  readonly display: 'summarized' | 'omitted' | 'updates' | null;
  readonly binding: 'error' | 'drop_block' | null;
  /** The client does not want to see reasoning (`reasoning.exclude`). */
  readonly hidden: boolean;
  /** Paths of fields with an invalid value. */
  readonly unknown: readonly string[];
  /** Path of the field that decided, null when there is none. */
  readonly from: string | null;
}

/** `reasoning_effort` before `reasoning.effort`; an explicit `thinking.type` decides whether there is any. */
export function readReasoning(request: ChatRequest): RequestedReasoning {
  const { thinking, reasoning } = request;
  const requested = request.reasoning_effort ?? reasoning?.effort ?? null;
  const effort = asEffort(requested);
  const budget = thinking?.budget_tokens ?? reasoning?.max_tokens ?? null;
  const type = thinking?.type ?? null;
  return {
    mode: modeOf(type, requested, effort, budget, reasoning?.enabled),
    effort,
    minimal: requested === 'minimal',
    budget: budget !== null && budget > 0 ? budget : null,
    type,
    display: asDisplay(thinking?.display),
    binding: asBinding(thinking?.['block_binding']),
    hidden: hidesReasoning(request),
    unknown: unknownWords(request),
    from: sourceOf(request),
  };
}

/** Reasoning must be kept out of the response: OpenRouter's `reasoning.exclude`. */
export function hidesReasoning(request: ChatRequest): boolean {
  return request.reasoning?.exclude === true;
}

function modeOf(
  type: string | null,
  requested: string | null,
  effort: Effort | null,
  budget: number | null,
  enabled: boolean | null | undefined,
): RequestedReasoning['mode'] {
  if (type === 'disabled' || type === 'between_tools') return 'off';
  if (type === 'enabled' || type === 'adaptive') return 'on';
  if (requested === 'none' || enabled === false) return 'off';
  return effort !== null || budget !== null || enabled === true ? 'on' : 'unsaid';
}

const types: ReadonlySet<string> = new Set(['enabled', 'disabled', 'adaptive', 'between_tools']);

function unknownWords({ thinking, reasoning }: ChatRequest): readonly string[] {
  const unknown: string[] = [];
  if (!isUnset(thinking?.type) && !types.has(thinking.type)) unknown.push('thinking.type');
  const effort = reasoning?.effort;
  if (!isUnset(effort) && effort !== 'none' && asEffort(effort) === null) unknown.push('reasoning.effort');
  return unknown;
}

function sourceOf({ thinking, reasoning_effort: effort, reasoning }: ChatRequest): string | null {
  if (!isUnset(thinking?.type)) return 'thinking.type';
  if (!isUnset(effort)) return 'reasoning_effort';
  if (!isUnset(reasoning?.effort)) return 'reasoning.effort';
  if (!isUnset(thinking?.budget_tokens)) return 'thinking.budget_tokens';
  if (!isUnset(reasoning?.max_tokens)) return 'reasoning.max_tokens';
  return isUnset(reasoning?.enabled) ? null : 'reasoning.enabled';
}

function asEffort(requested: string | null): Effort | null {
  switch (requested) {
    case 'minimal':
    case 'low':
      return 'low';
    case 'medium':
    case 'high':
    case 'xhigh':
    case 'max':
      return requested;
    default:
      return null;
  }
}

function asDisplay(value: string | null | undefined): RequestedReasoning['display'] {
  return value === 'summarized' || value === 'omitted' || value === 'updates' ? value : null;
}

function asBinding(value: unknown): RequestedReasoning['binding'] {
  if (typeof value !== 'object' || value === null || !('prefix_mismatch_behavior' in value)) return null;
  const behavior = value.prefix_mismatch_behavior;
  return behavior === 'error' || behavior === 'drop_block' ? behavior : null;
}
