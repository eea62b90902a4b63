/** Chat answers as text completions, whole and streamed. Source: `Completion` of the `openai` package. */

import type OpenAI from 'openai';
import type { ChatCompletion, ChatCompletionChunk } from '../openai/types.ts';

type TextCompletion = OpenAI.Completion;
type FinishReason = OpenAI.CompletionChoice['finish_reason'];

/** What one chunk of a text completion looks like: the finish reason stays null until the last, and so do counts that were asked for. */
export type TextCompletionChunk = Omit<TextCompletion, 'choices' | 'usage'> & {
  usage?: OpenAI.CompletionUsage | null;
  choices: (Omit<OpenAI.CompletionChoice, 'finish_reason'> & { finish_reason: FinishReason | null })[];
};

/** In: the chat answer. Out: its text as a completion of the same id. */
export function textCompletion(completion: ChatCompletion): TextCompletion {
  const { id, created, model, usage } = completion;
  return {
    id: textId(id),
    object: 'text_completion',
    created,
    model,
    choices: completion.choices.map(({ index, message, finish_reason: reason }) => ({
      index,
      text: message.content ?? message.refusal ?? '',
      logprobs: null,
      finish_reason: textReason(reason),
    })),
    ...(usage ? { usage } : {}),
  };
}

/** In: one chat chunk. Out: its twin, or null when it says nothing a text completion could say. */
export function textCompletionChunk(chunk: ChatCompletionChunk): TextCompletionChunk | null {
  const { id, created, model, usage, choices } = chunk;
  const said = choices.flatMap(({ index, delta, finish_reason: reason }) => {
    const text = delta.content ?? delta.refusal ?? '';
    if (text === '' && reason === null) return [];
    return [{ index, text, logprobs: null, finish_reason: reason === null ? null : textReason(reason) }];
  });
  if (said.length === 0 && !usage) return null;
  return {
    id: textId(id),
    object: 'text_completion',
    created,
    model,
    choices: said,
    ...(usage === undefined ? {} : { usage }),
  };
}

function textId(id: string): string {
  return id.replace(/^chatcmpl-/, 'cmpl-');
}

/** Text completions know no tools; nothing else can end them. */
function textReason(reason: ChatCompletion['choices'][number]['finish_reason']): FinishReason {
  return reason === 'length' || reason === 'content_filter' ? reason : 'stop';
}
