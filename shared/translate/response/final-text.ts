/** The text of an answer whose form the client prescribed: it can be put right only when it is whole. */

import type { FinishReason } from '../../openai/chat-completion.ts';
import type { OutputFormatPlan } from '../core/context.ts';
import type { Note } from '../core/notes.ts';
import { checkOutput } from '../response-format/validate-output.ts';

export interface FinalText {
  readonly text: string;
  readonly notes: readonly Note[];
}

/** True when the text must be held back until the answer is complete, because it may not be what the client gets. */
export function needsWholeText(plan: OutputFormatPlan): boolean {
  return plan.kind === 'instructed' || (plan.kind === 'native' && plan.wrapped);
}

/**
 * In: the whole text and how the answer ended. Out: the text for the client, without fences and wrapping, and a note when it is
 * not what was asked for. Text that was cut off, refused, or comes before a tool call stays as it is.
 */
export function finalText(text: string, plan: OutputFormatPlan, finishReason: FinishReason): FinalText {
  // Nothing to check in an answer without text unless JSON was to be made of it.
  if (plan.kind === 'text' || finishReason !== 'stop' || (text === '' && !needsWholeText(plan))) {
    return { text, notes: [] };
  }
  const checked = checkOutput(text, plan);
  const notes: Note[] = [];
  if (checked.problem !== null) {
    notes.push({
      verb: 'approximated',
      code: 'output-not-as-asked',
      from: 'content',
      to: 'choices[0].message.content',
      reason: checked.problem,
    });
  }
  if (plan.kind === 'instructed' && checked.text !== text) {
    notes.push({
      verb: 'repaired',
      code: 'output-json-extracted',
      from: 'content',
      to: 'choices[0].message.content',
      reason: 'The client gets the JSON alone, without the fence or the words the model put around it.',
    });
  }
  return { text: checked.text, notes };
}
