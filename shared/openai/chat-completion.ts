/**
 * The chat completion response: the official types, intersected with the extension fields that OpenAI-compatible clients read
 * (`reasoning_content`, `reasoning_details`) and a few of our own. Extensions never replace a standard field.
 */

import type OpenAI from 'openai';

export type FinishReason = OpenAI.ChatCompletion.Choice['finish_reason'];
export type Annotation = OpenAI.ChatCompletionMessage.Annotation;
export type ToolCall = OpenAI.ChatCompletionMessageToolCall;
export type ToolCallDelta = OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall;

/** Carries the signature: clients that know this convention return the entries unchanged. */
export const reasoningFormat = 'anthropic-claude-v1';

/** One thinking block. In a stream, entries with the same `index` are deltas: texts are concatenated, the signature comes last. */
export type ReasoningDetail =
  | {
      readonly type: 'reasoning.text';
      readonly text: string;
      readonly signature?: string;
      readonly format: typeof reasoningFormat;
      readonly index: number;
    }
  | {
      readonly type: 'reasoning.encrypted';
      readonly data: string;
      readonly format: typeof reasoningFormat;
      readonly index: number;
    };

/** A citation of a document that was part of the request; offsets in UTF-16 units of the message's content. */
export interface DocumentCitation {
  readonly start_index: number;
  readonly end_index: number;
  /** As the upstream sent it. */
  readonly citation: unknown;
}

export interface MessageExtensions {
  reasoning_content?: string;
  reasoning_details?: ReasoningDetail[];
  document_citations?: DocumentCitation[];
  /** Content blocks without a counterpart in OpenAI's API, as the upstream sent them. */
  anthropic_blocks?: unknown[];
}

export interface ChoiceExtensions {
  /** The stop sequence that ended the message. */
  stop_sequence?: string;
}

export type ResponseMessage = OpenAI.ChatCompletionMessage & MessageExtensions;
export type ResponseDelta = OpenAI.ChatCompletionChunk.Choice.Delta &
  MessageExtensions & { annotations?: Annotation[] };
export type ResponseChoice = OpenAI.ChatCompletion.Choice & ChoiceExtensions;
export type ResponseChunkChoice = OpenAI.ChatCompletionChunk.Choice & ChoiceExtensions;

/** `anthropic` is the upstream's own usage object: cache lifetimes, server tools, tier. */
export type ResponseUsage = OpenAI.CompletionUsage & { anthropic: object };
