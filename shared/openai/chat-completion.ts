/**
 * What we answer: the official types, intersected with the extension fields that OpenAI-compatible clients read
 * (`reasoning_content`, `reasoning_details`) and a few of our own. Extensions never replace a standard field.
 */

import type OpenAI from 'openai';

export type FinishReason = OpenAI.ChatCompletion.Choice['finish_reason'];
export type Annotation = OpenAI.ChatCompletionMessage.Annotation;
export type ToolCall = OpenAI.ChatCompletionMessageToolCall;
export type ToolCallDelta = OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall;

/** How the signature travels: clients that know this convention return the entries untouched. */
export const reasoningFormat = 'anthropic-claude-v1';

/** One thinking block. In a stream, entries of the same `index` are pieces: texts add up, the signature comes last. */
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
  /** As the upstream gave it. */
  readonly citation: unknown;
}

export interface MessageExtensions {
  reasoning_content?: string;
  reasoning_details?: ReasoningDetail[];
  document_citations?: DocumentCitation[];
  /** Content blocks that OpenAI has no place for, as the upstream gave them. */
  anthropic_blocks?: unknown[];
}

export interface ChoiceExtensions {
  /** The stop sequence that ended the answer. */
  stop_sequence?: string;
}

export type ResponseMessage = OpenAI.ChatCompletionMessage & MessageExtensions;
export type ResponseDelta = OpenAI.ChatCompletionChunk.Choice.Delta &
  MessageExtensions & { annotations?: Annotation[] };
export type ResponseChoice = OpenAI.ChatCompletion.Choice & ChoiceExtensions;
export type ResponseChunkChoice = OpenAI.ChatCompletionChunk.Choice & ChoiceExtensions;

/** `anthropic` is the upstream's own usage object: cache lifetimes, server tools, tier. */
export type ResponseUsage = OpenAI.CompletionUsage & { anthropic: object };
