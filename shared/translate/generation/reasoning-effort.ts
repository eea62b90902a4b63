/**
 * Combines `reasoning_effort`, the extensions `thinking` and `reasoning{}`, and the model's rules into the one `thinking` field and
 * effort level that the model accepts. Pure, so that sampling and tool choice can use it too.
 * Sources: thinking, effort and thinking troubleshooting pages (2026-10).
 */

import type { Effort, ModelProfile } from '../../models/profile.ts';
import type { Draft } from '../core/request-draft.ts';
import { plannedMaxTokens } from './max-tokens.ts';
import type { Note } from '../../notes.ts';
import { readReasoning, type RequestedReasoning } from '../read/read-reasoning.ts';
import { bindingFor, bindingNote } from './thinking-binding.ts';
import { hasOpenLoopThinking, lacksLoopThinking } from './tool-loop.ts';
import { readToolChoice } from '../read/read-tool-choice.ts';

export type ThinkingField = NonNullable<Draft['body']['thinking']>;

export interface ReasoningPlan {
  /** Null: the field is left out and the model uses its default. */
  readonly thinking: ThinkingField | null;
  readonly effort: Effort | null;
  readonly notes: readonly Note[];
}

const efforts: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

/** Thinking budget in tokens for models that take a budget instead of a level. */
const budgets: Readonly<Record<Effort | 'minimal', number>> = {
  minimal: 1_024,
  low: 2_048,
  medium: 8_192,
  high: 16_384,
  xhigh: 32_000,
  max: 32_000,
};
const smallestBudget = 1_024;
/**
 * With a smaller limit, thinking would use up the whole response, and a client that tests the connection with a few tokens would
 * get no text.
 */
const leastRoomToThink = 256;
/** Above it several models refuse to have thinking switched off; some were measured to accept it, so the strictest decide. */
const highestWhileOff: Effort = 'high';

export function planReasoning(draft: Draft): ReasoningPlan {
  const requested = readReasoning(draft.request);
  const plan = withUnknownWords(requested, planFor(draft, requested));
  if (draft.context.adjustments.omitThinking) return withoutThinking(plan);
  return plan.thinking?.type === 'enabled' ? withoutClashes(draft, requested, plan) : plan;
}

/** The plan without the field, and without the notes on its content. */
function withoutThinking(plan: ReasoningPlan): ReasoningPlan {
  return { ...plan, thinking: null, notes: plan.notes.filter(({ to }) => to?.startsWith('thinking.') !== true) };
}

function withUnknownWords({ unknown }: RequestedReasoning, plan: ReasoningPlan): ReasoningPlan {
  if (unknown.length === 0) return plan;
  const reason = 'The Messages API has no such thinking type.';
  const notes = unknown.map((from): Note => ({
    verb: 'dropped',
    code: 'reasoning-value-unknown',
    from,
    to: null,
    reason,
  }));
  return { ...plan, notes: [...plan.notes, ...notes] };
}

/** Whether the model will think on this request: without the field, the model's default applies. */
export function isThinkingOn(draft: Draft, plan: ReasoningPlan): boolean {
  if (plan.thinking === null) return draft.context.profile.thinking.default !== 'off';
  return plan.thinking.type === 'adaptive' || plan.thinking.type === 'enabled';
}

function planFor(draft: Draft, requested: RequestedReasoning): ReasoningPlan {
  switch (requested.mode) {
    case 'unsaid':
      return planUnsaid(draft, requested);
    case 'off':
      return planOff(draft.context.profile, requested);
    default:
      return planOn(draft, requested);
  }
}

/**
 * Nothing is requested, so the model's default applies where the limit has room for it; only its text is requested where it would
 * be omitted.
 */
function planUnsaid(draft: Draft, requested: RequestedReasoning): ReasoningPlan {
  const { profile } = draft.context;
  if (profile.thinking.default === 'off' || !profile.thinking.types.includes('adaptive')) return nothing;
  if (plannedMaxTokens(draft) < leastRoomToThink && !hasOpenLoopThinking(draft)) return planShort(profile, requested);
  const { display, ...binding } = options(draft, requested);
  const notes = bindingNote(bindingFor(draft, requested), requested);
  if (display === undefined) {
    return notes.length === 0 ? nothing : { thinking: { type: 'adaptive', ...binding }, effort: null, notes };
  }
  const reason = 'The model thinks by default but would omit the text.';
  const shown: Note = { verb: 'defaulted', code: 'thinking-shown', from: null, to: 'thinking.display', reason };
  return { thinking: { type: 'adaptive', display, ...binding }, effort: null, notes: [shown, ...notes] };
}

const nothing: ReasoningPlan = { thinking: null, effort: null, notes: [] };

/** The least thinking that the model supports, not requested by the client, so that a response fits. */
function planShort(profile: ModelProfile, requested: RequestedReasoning): ReasoningPlan {
  const { thinking, effort } = planOff(profile, requested);
  const to = thinking === null ? 'output_config.effort' : 'thinking.type';
  const reason = 'The output limit is so low that thinking would use it up.';
  return { thinking, effort, notes: [{ verb: 'defaulted', code: 'thinking-kept-short', from: null, to, reason }] };
}

function planOff(profile: ModelProfile, requested: RequestedReasoning): ReasoningPlan {
  const { types, disabled, default: byDefault } = profile.thinking;
  const notes: Note[] = [];
  const effort = levelFor(profile, requested.effort, requested, notes, highestWhileOff);
  if (types.includes('between_tools') && (requested.type === 'between_tools' || disabled === 'rejected')) {
    const reason = 'This model always thinks between tool calls.';
    const requestedType = requested.type === 'between_tools';
    const note: Note = {
      verb: 'emulated',
      code: 'thinking-between-tools',
      from: requested.from,
      to: 'thinking.type',
      reason,
    };
    return { thinking: { type: 'between_tools' }, effort, notes: requestedType ? notes : [...notes, note] };
  }
  if (types.includes('adaptive') && types.includes('disabled'))
    return { thinking: { type: 'disabled' }, effort, notes };
  if (byDefault === 'off') return { thinking: null, effort, notes };
  const reason = 'This model always thinks; it gets the lowest effort.';
  const lowest = supported(profile, 'low');
  const to = lowest === null ? null : 'output_config.effort';
  const note: Note = { verb: 'approximated', code: 'thinking-cannot-be-off', from: requested.from, to, reason };
  return { thinking: null, effort: lowest, notes: [note] };
}

function planOn(draft: Draft, requested: RequestedReasoning): ReasoningPlan {
  const { profile } = draft.context;
  const { types } = profile.thinking;
  const wantsBudget = requested.budget !== null && requested.effort === null;
  if (types.includes('enabled') && (wantsBudget || !types.includes('adaptive'))) return planBudget(draft, requested);
  const notes: Note[] = [];
  let level = requested.effort;
  if (wantsBudget && requested.budget !== null) {
    level = effortForBudget(requested.budget);
    const reason = 'This model takes an effort level, not a token budget.';
    const to = 'output_config.effort';
    const note: Note = { verb: 'approximated', code: 'thinking-budget-as-effort', from: requested.from, to, reason };
    if (profile.effort.levels.length > 0) notes.push(note);
  }
  const effort = levelFor(profile, level, requested, notes);
  if (types.includes('adaptive')) {
    if (level !== null && effort === null) {
      const reason = 'This model takes no effort level; it decides itself how much to think.';
      notes.push({ verb: 'dropped', code: 'effort-dropped', from: requested.from, to: null, reason });
    }
    notes.push(...bindingNote(bindingFor(draft, requested), requested));
    return { thinking: { type: 'adaptive', ...options(draft, requested) }, effort, notes };
  }
  if (effort === null) {
    const reason = 'This model takes neither thinking nor effort.';
    notes.push({ verb: 'dropped', code: 'reasoning-dropped', from: requested.from, to: null, reason });
  }
  return { thinking: null, effort, notes };
}

/** Manual thinking: a budget of at least 1024 tokens, and room for a response above it. */
function planBudget(draft: Draft, requested: RequestedReasoning): ReasoningPlan {
  const { profile } = draft.context;
  const notes: Note[] = [];
  const effort = levelFor(profile, requested.effort, requested, notes);
  const room = plannedMaxTokens(draft);
  if (room < 2 * smallestBudget) {
    const reason = `With ${room} tokens for the whole response there is no room to think.`;
    notes.push({ verb: 'dropped', code: 'thinking-dropped-no-room', from: requested.from, to: null, reason });
    return { thinking: null, effort, notes };
  }
  const requestedType = requested.budget ?? budgets[requested.minimal ? 'minimal' : (requested.effort ?? 'medium')];
  const budget = Math.max(smallestBudget, Math.min(Math.floor(requestedType), room - smallestBudget));
  if (requested.budget === null) {
    const reason = 'This model takes a token budget, not an effort level.';
    notes.push({
      verb: 'emulated',
      code: 'effort-as-budget',
      from: requested.from,
      to: 'thinking.budget_tokens',
      reason,
    });
  } else if (budget !== requestedType) {
    const reason = 'A thinking budget has at least 1024 tokens and leaves 1024 for the response.';
    notes.push({
      verb: 'clamped',
      code: 'thinking-budget-clamped',
      from: requested.from,
      to: 'thinking.budget_tokens',
      reason,
    });
  }
  return { thinking: { type: 'enabled', budget_tokens: budget, ...options(draft, requested) }, effort, notes };
}

/** Manual thinking excludes a forced tool, and an open tool call whose thinking cannot be sent back. */
function withoutClashes(draft: Draft, requested: RequestedReasoning, plan: ReasoningPlan): ReasoningPlan {
  const without = (code: string, reason: string): ReasoningPlan => {
    const { notes, ...rest } = withoutThinking(plan);
    return { ...rest, notes: [...notes, { verb: 'dropped', code, from: requested.from, to: null, reason }] };
  };
  if (lacksLoopThinking(draft)) {
    return without(
      'thinking-dropped-in-tool-loop',
      'The thinking of the open tool call was not sent back, and the API then accepts no thinking.',
    );
  }
  if (draft.context.profile.forcedToolChoice !== 'ok' && forcesTool(draft) && !hasOpenLoopThinking(draft)) {
    return without(
      'thinking-dropped-for-forced-tool',
      'The model does not accept thinking together with a forced tool call.',
    );
  }
  return plan;
}

function forcesTool(draft: Draft): boolean {
  const requested = readToolChoice(draft.request);
  return (draft.body.tools?.length ?? 0) > 0 && (requested?.kind === 'required' || requested?.kind === 'named');
}

interface ThinkingOptions {
  display?: NonNullable<RequestedReasoning['display']>;
  block_binding?: { prefix_mismatch_behavior: NonNullable<RequestedReasoning['binding']> };
}

function options(draft: Draft, requested: RequestedReasoning): ThinkingOptions {
  const display = displayFor(draft, requested);
  const binding = bindingFor(draft, requested);
  return {
    ...(display === undefined ? {} : { display }),
    ...(binding === null ? {} : { block_binding: { prefix_mismatch_behavior: binding } }),
  };
}

/** The client's own value, else the summary where the model would omit it and the settings request it. */
function displayFor(
  draft: Draft,
  requested: RequestedReasoning,
): NonNullable<RequestedReasoning['display']> | undefined {
  const { profile, settings } = draft.context;
  if (profile.refused.fields.includes('thinking.display')) return undefined;
  if (requested.display !== null) return requested.display;
  if (requested.hidden || !settings.showReasoning || profile.thinking.displayDefault !== 'omitted') return undefined;
  return 'summarized';
}

function levelFor(
  profile: ModelProfile,
  level: Effort | null,
  requested: RequestedReasoning,
  notes: Note[],
  highest: Effort = 'max',
): Effort | null {
  if (level === null) return null;
  const sent = supported(profile, efforts.indexOf(level) > efforts.indexOf(highest) ? highest : level);
  if (sent !== null && sent !== level) {
    const reason = `The nearest effort level that it accepts here is ${sent}.`;
    notes.push({ verb: 'clamped', code: 'effort-clamped', from: requested.from, to: 'output_config.effort', reason });
  }
  return sent;
}

/** The level itself, else the next lower one, else the lowest; null where the model has none. */
function supported(profile: ModelProfile, level: Effort): Effort | null {
  const { levels } = profile.effort;
  const lower = efforts.slice(0, efforts.indexOf(level) + 1).findLast((candidate) => levels.includes(candidate));
  return lower ?? efforts.find((candidate) => levels.includes(candidate)) ?? null;
}

function effortForBudget(budget: number): Effort {
  if (budget <= budgets.low) return 'low';
  if (budget <= budgets.medium) return 'medium';
  return budget <= budgets.high ? 'high' : 'xhigh';
}
