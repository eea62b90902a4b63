/** Parses the chat panel's stream: the deltas of a chunk, and OpenAI-shaped error bodies. */

import { z } from 'zod';

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export type ChunkEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'finish'; readonly reason: string }
  | { readonly kind: 'usage'; readonly usage: { readonly prompt: number; readonly completion: number } }
  | { readonly kind: 'error'; readonly failure: Failure };

const errorSchema = z.looseObject({
  message: z.string(),
  code: z.string().nullish(),
  type: z.string().nullish(),
  hint: z.string().nullish(),
});
const chunkSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: z
          .looseObject({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            reasoning_content: z.string().nullish(),
          })
          .optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .optional(),
  usage: z.looseObject({ prompt_tokens: z.int(), completion_tokens: z.int() }).nullish(),
  error: errorSchema.nullish(),
});

/** @param data the data of one server-sent event: a `chat.completion.chunk` or an error */
export function chunkEvents(data: string): readonly ChunkEvent[] {
  const parsed = chunkSchema.safeParse(readJson(data));
  if (!parsed.success) return [];
  const { choices, usage, error } = parsed.data;
  const events: ChunkEvent[] = [];
  for (const { delta, finish_reason: reason } of choices ?? []) {
    if (delta?.reasoning_content) events.push({ kind: 'reasoning', text: delta.reasoning_content });
    if (delta?.content) events.push({ kind: 'text', text: delta.content });
    if (delta?.refusal) events.push({ kind: 'text', text: delta.refusal });
    if (reason) events.push({ kind: 'finish', reason });
  }
  if (usage)
    events.push({ kind: 'usage', usage: { prompt: usage.prompt_tokens, completion: usage.completion_tokens } });
  if (error) events.push({ kind: 'error', failure: toFailure(error, 'stream_error') });
  return events;
}

/** @param status the HTTP status of a response other than 200 */
export function failureFromBody(status: number, body: string): Failure {
  const parsed = z.looseObject({ error: errorSchema }).safeParse(readJson(body));
  if (parsed.success) return toFailure(parsed.data.error, `http_${status}`);
  return { code: `http_${status}`, message: `The proxy answered with status ${status}.`, hint: null };
}

function toFailure(error: z.infer<typeof errorSchema>, fallback: string): Failure {
  return { code: error.code ?? error.type ?? fallback, message: error.message, hint: error.hint ?? null };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
