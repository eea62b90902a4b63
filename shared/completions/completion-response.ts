/** Chat completions as text completions, whole and streamed. Source: `Completion` of the `openai` package. */

import type OpenAI from 'openai';
import type { ChatCompletion, ChatCompletionChunk } from '../openai/types.ts';

type TextCompletion = OpenAI.Completion;
type FinishReason = OpenAI.CompletionChoice['finish_reason'];

/** One chunk of a text completion: the finish reason stays null until the last chunk, and so does requested usage. */
export type TextCompletionChunk = Omit<TextCompletion, 'choices' | 'usage'> & {
  usage?: OpenAI.CompletionUsage | null;
  choices: (Omit<OpenAI.CompletionChoice, 'finish_reason'> & { finish_reason: FinishReason | null })[];
};

/**
 * @param completion the chat completion
 * @returns its text as a text completion with the same id
 */
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

/**
 * @param chunk one chat completion chunk
 * @returns the text completion chunk, or null when a text completion has no counterpart
 */
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

/** Text completions have no tools, so no other finish reason exists. */
function textReason(reason: ChatCompletion['choices'][number]['finish_reason']): FinishReason {
  return reason === 'length' || reason === 'content_filter' ? reason : 'stop';
}
