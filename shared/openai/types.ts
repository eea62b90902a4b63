/** Wire types of the OpenAI API, from the official SDK (types only: none of its code is shipped). */

import type OpenAI from 'openai';

export type ChatCompletion = OpenAI.ChatCompletion;
export type ChatCompletionChunk = OpenAI.ChatCompletionChunk;
export type ChatCompletionRequest = OpenAI.ChatCompletionCreateParams;
export type ChatMessage = OpenAI.ChatCompletionMessageParam;
export type CompletionUsage = OpenAI.CompletionUsage;
export type SdkResponsesRequest = OpenAI.Responses.ResponseCreateParams;
export type ResponsesResponse = OpenAI.Responses.Response;
export type ResponsesEvent = OpenAI.Responses.ResponseStreamEvent;
