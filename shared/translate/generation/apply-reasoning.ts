/** Writes the reasoning plan into the body: `thinking`, `output_config.effort`, the betas they need, notes and trail. */

import { addBeta } from '../core/beta-headers.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { ignoreField, isUnset } from '../core/draft-field.ts';
import { planReasoning, type ThinkingField } from './reasoning-effort.ts';
import { BINDING_BETA } from './thinking-binding.ts';

export { hidesReasoning } from '../read/read-reasoning.ts';

/**
 * Fills `thinking` and `output_config.effort`. Call after the messages are translated: whether manual thinking is accepted depends
 * on the blocks that could be restored in an open tool loop.
 */
export function applyReasoning(draft: Draft): void {
  const { body } = draft;
  const plan = planReasoning(draft);
  for (const note of plan.notes) addNote(draft, note);
  if (plan.thinking !== null) {
    body.thinking = plan.thinking;
    if ('display' in plan.thinking && plan.thinking.display === 'updates')
      addBeta(draft, 'thinking-display-updates-2026-08-18');
    if ('block_binding' in plan.thinking) addBeta(draft, BINDING_BETA);
  }
  if (plan.effort !== null) {
    body.output_config ??= {};
    body.output_config.effort = plan.effort;
  }
  if (draft.context.tracer !== null) traceReasoning(draft, plan.thinking);
}

type Target = readonly [target: object, key: string];

function traceReasoning(draft: Draft, thinking: ThinkingField | null): void {
  const { request, body, context } = draft;
  const { tracer } = context;
  const effort: Target | null = body.output_config?.effort ? [body.output_config, 'effort'] : null;
  const type: Target | null = thinking === null ? null : [thinking, 'type'];
  const budget: Target | null = thinking?.type === 'enabled' ? [thinking, 'budget_tokens'] : null;
  const account = (from: string, value: unknown, destination: Target | null): void => {
    if (isUnset(value)) return;
    if (destination === null) ignoreField(draft, from, 'It has no effect on this model, or another field decides.');
    else
      tracer?.link(
        from,
        ...destination,
        from === `thinking.${destination[1]}` ? 'copied' : 'renamed',
        'How much to think.',
      );
  };
  account('thinking', request.thinking, null);
  account('thinking.type', request.thinking?.type, type);
  account('thinking.budget_tokens', request.thinking?.budget_tokens, budget ?? effort);
  for (const key of ['display', 'block_binding']) {
    account(`thinking.${key}`, request.thinking?.[key], thinking !== null && key in thinking ? [thinking, key] : null);
  }
  account('reasoning_effort', request.reasoning_effort, effort ?? budget ?? type);
  account('reasoning', request.reasoning, null);
  account('reasoning.effort', request.reasoning?.effort, effort ?? budget ?? type);
  account('reasoning.max_tokens', request.reasoning?.max_tokens, budget ?? effort);
  account('reasoning.enabled', request.reasoning?.enabled, type);
  if (!isUnset(request.reasoning?.exclude)) {
    ignoreField(draft, 'reasoning.exclude', 'It applies to the response, not to the request.');
  }
  if (thinking !== null) {
    for (const key of Object.keys(thinking)) tracer?.add(thinking, key, 'It is part of the thinking settings.');
  }
  if (effort !== null) tracer?.add(...effort, 'The effort that corresponds to it on this model.');
}
