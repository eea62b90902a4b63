/** The text of an answer whose form the client prescribed: it can be put right only when it is whole. */

import type { FinishReason } from '../openai/reply.ts';
import type { OutputFormatPlan } from './context.ts';
import type { Note } from './notes.ts';

/** True when the text must be held back until the answer is complete. */
export function needsWholeText(plan: OutputFormatPlan): boolean {
  return plan.kind === 'instructed' || (plan.kind === 'native' && plan.wrapped);
}

/** In: the whole text and how the answer ended. Out: the text for the client; a cut-off or interim text stays as it is. */
export function finalText(
  text: string,
  plan: OutputFormatPlan,
  finishReason: FinishReason,
): { text: string; notes: readonly Note[] } {
  if (!needsWholeText(plan) || finishReason !== 'stop') return { text, notes: [] };
  return { text, notes: [] };
}
