/**
 * Translates a legacy text completion to a chat request: the prompt becomes one user message.
 * Source: `CompletionCreateParams` of the `openai` package.
 */

import { z } from 'zod';
import { RequestRefused } from '../errors.ts';
import type { Note } from '../notes.ts';
import { requireShape } from '../json/first-issue.ts';
import { describeIssue } from '../openai/request-issue.ts';
import { read, readFields } from '../unread-fields/field-reader.ts';
import { unreadNotes } from '../unread-fields/unread-fields.ts';

const completionRequestSchema = z.looseObject({
  model: z.string().nullish(),
  prompt: z.union([z.string(), z.array(z.unknown())]).nullish(),
  stream: z.boolean().nullish(),
  max_tokens: z.number().nullish(),
  echo: z.boolean().nullish(),
  suffix: z.string().nullish(),
  logprobs: z.number().nullish(),
  best_of: z.number().nullish(),
});

/** Fields with the same meaning in both APIs. */
const sameMeaning = [
  'model',
  'stream',
  'stream_options',
  'stop',
  'temperature',
  'top_p',
  'n',
  'seed',
  'user',
  'presence_penalty',
  'frequency_penalty',
  'logit_bias',
] as const;

/** What the chat request takes over is checked there. */
const completionFields = readFields({
  ...Object.fromEntries(sameMeaning.map((field) => [field, read])),
  prompt: read,
  max_tokens: read,
  echo: read,
  suffix: read,
  logprobs: read,
  best_of: read,
});

/** The default of `max_tokens` for text completions in the API reference. */
const DEFAULT_MAX_TOKENS = 16;

export interface CompletionTranslation {
  /** The body for `parseChatRequest`. */
  readonly chat: { readonly messages: readonly object[]; readonly [field: string]: unknown };
  readonly notes: readonly Note[];
}

/** @throws RequestRefused (400) naming the field: a prompt of token ids, several prompts, echo, suffix, logprobs, best_of */
export function completionToChat(value: unknown): CompletionTranslation {
  requireShape(completionRequestSchema, value, (issue) => new RequestRefused(describeIssue(issue, value)));
  const request = value;
  if (request.echo === true) refuse('echo', 'The prompt cannot be echoed.');
  if (typeof request.suffix === 'string' && request.suffix !== '')
    refuse('suffix', 'Claude does not fill in the middle of a text.');
  if (typeof request.logprobs === 'number') refuse('logprobs', 'Claude returns no log probabilities.');
  if (typeof request.best_of === 'number' && request.best_of > 1) refuse('best_of', 'Only one answer is made.');
  const chat: Record<string, unknown> = {};
  for (const field of sameMeaning)
    if (request[field] !== undefined && request[field] !== null) chat[field] = request[field];
  return {
    chat: {
      ...chat,
      messages: [{ role: 'user', content: promptText(request.prompt) }],
      max_tokens: request.max_tokens ?? DEFAULT_MAX_TOKENS,
    },
    notes: [
      {
        verb: 'emulated',
        code: 'completion-as-chat',
        from: 'prompt',
        to: 'messages[0]',
        reason: 'Claude answers messages; the prompt was sent as one and its answer returned as the completion.',
      },
      ...unreadNotes(completionFields, request, []),
    ],
  };
}

function promptText(prompt: string | unknown[] | null | undefined): string {
  const only = Array.isArray(prompt) && prompt.length === 1 ? prompt[0] : prompt;
  if (typeof only === 'string') return only;
  if (only === null || only === undefined) {
    throw new RequestRefused({
      code: 'missing_required_parameter',
      param: 'prompt',
      message: 'The request has no prompt.',
      hint: 'Send prompt as a string.',
    });
  }
  return refuse('prompt', 'Only one prompt, as text, can be completed.');
}

function refuse(param: string, message: string): never {
  throw new RequestRefused({
    code: 'unsupported_parameter',
    param,
    message,
    hint: 'Leave the field out, or use /v1/chat/completions.',
  });
}
