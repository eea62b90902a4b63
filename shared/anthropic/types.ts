/** Wire types of the Messages API, taken from the official SDK (types only: nothing of it is shipped). */

import type Anthropic from '@anthropic-ai/sdk';

/** The JSON body, with the fields of betas; what the SDK sends as headers (`betas` and the like) is left out. */
export type MessageRequest = Omit<
  Anthropic.Beta.Messages.MessageCreateParamsNonStreaming,
  'stream' | 'betas' | 'user_profile_id' | 'workspace_id'
> & { stream?: boolean } & SamplingFields;

/** Gone from the SDK's types: only older models take them, and only under API version 2023-06-01. */
export interface SamplingFields {
  temperature?: number;
  top_p?: number;
  top_k?: number;
}

export type Message = Anthropic.Message;
export type MessageParam = Anthropic.Beta.Messages.BetaMessageParam;
export type ContentBlock = Anthropic.ContentBlock;
export type ContentBlockParam = Anthropic.Beta.Messages.BetaContentBlockParam;
export type StreamEvent = Anthropic.RawMessageStreamEvent;
export type Usage = Anthropic.Usage;
export type StopReason = Anthropic.StopReason;
export type ToolUnion = Anthropic.Beta.Messages.BetaToolUnion;
