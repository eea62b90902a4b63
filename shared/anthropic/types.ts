/** Wire types of the Messages API, taken from the official SDK (types only: nothing of it is shipped). */

import type Anthropic from '@anthropic-ai/sdk';

export type MessageRequest = Anthropic.MessageCreateParams;
export type Message = Anthropic.Message;
export type MessageParam = Anthropic.MessageParam;
export type ContentBlock = Anthropic.ContentBlock;
export type ContentBlockParam = Anthropic.ContentBlockParam;
export type StreamEvent = Anthropic.RawMessageStreamEvent;
export type Usage = Anthropic.Usage;
export type StopReason = Anthropic.StopReason;
export type ToolUnion = Anthropic.ToolUnion;
