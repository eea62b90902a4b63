/** Wire types of the Messages API, from the official SDK (types only: none of its code is shipped). */

import type Anthropic from '@anthropic-ai/sdk';

/** The JSON body with beta fields; what the SDK sends as headers (`betas` and the like) is left out. */
export type MessageRequest = Omit<
  Anthropic.Beta.Messages.MessageCreateParamsNonStreaming,
  'stream' | 'betas' | 'user_profile_id' | 'workspace_id'
> & { stream?: boolean } & SamplingFields;

/** Removed from the SDK's types: only older models accept them, and only under API version 2023-06-01. */
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
