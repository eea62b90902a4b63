/** Text with a prescribed format, which can be corrected only when it is complete. */

import type { FinishReason } from '../../openai/chat-completion.ts';
import type { OutputFormatPlan } from '../core/translation-interface.ts';
import type { Note } from '../../notes.ts';
import type { Steps } from '../../steps.ts';
import { checkOutputSteps } from '../response-format/validate-output.ts';

export interface FinalText {
  readonly text: string;
  readonly notes: readonly Note[];
}

/** True when the text must be held back until the response is complete, because it may still change. */
export function needsWholeText(plan: OutputFormatPlan): boolean {
  return plan.kind === 'instructed' || (plan.kind === 'native' && plan.wrapped);
}

/**
 * Text that was cut off, refused, or comes before a tool call stays as it is.
 *
 * @param text the whole text
 * @param finishReason how the response ended
 * @returns the text for the client, without fences and wrapping, and a note when it does not match the format
 */
export function* finalText(text: string, plan: OutputFormatPlan, finishReason: FinishReason): Steps<FinalText> {
  // A response without text needs a check only when JSON was requested.
  if (plan.kind === 'text' || finishReason !== 'stop' || (text === '' && !needsWholeText(plan))) {
    return { text, notes: [] };
  }
  const checked = yield* checkOutputSteps(text, plan);
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
      reason: 'The client gets only the JSON, without the code fence or text around it.',
    });
  }
  return { text: checked.text, notes };
}
