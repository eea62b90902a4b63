import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { MessageRequest, SamplingFields } from '../anthropic/types.ts';
import type { OpenAIErrorBody } from '../openai/errors.ts';
import type { ResponseDelta, ResponseMessage, ResponseUsage } from '../openai/chat-completion.ts';
import { translateResponsesRequest } from '../responses-api/translate-responses-request.ts';
import type { createResponsesStream, translateToResponse } from '../responses-api/responses-stream.ts';
import { parseResponsesRequest } from '../responses-api/request-schema.ts';
import { textCompletion } from '../completions/completion-response.ts';
import { created, recordedStream, testResponseContext } from './__fixtures__/upstream-messages.ts';
import { contextFor, translate } from './__fixtures__/translate.ts';
import { createMessageAccumulator } from './stream/accumulate-message.ts';
import { translateResponse } from './response/translate-response.ts';
import { createStreamTranslation } from './stream/translate-stream.ts';

/** Fields that the SDK no longer types, because only older models accept them. */
type Typed = Omit<MessageRequest, keyof SamplingFields>;

describe('assignable to the official SDKs’ types without a cast', () => {
  it('the upstream request', () => {
    expectTypeOf<Typed>().toExtend<Omit<Anthropic.Beta.Messages.MessageCreateParams, 'stream'>>();
    expectTypeOf<Extract<keyof SamplingFields, keyof Anthropic.Beta.Messages.MessageCreateParams>>().toBeNever();
    const { temperature: _t, top_p: _p, top_k: _k, stream: _s, ...body } = translate({ user: 'u', stop: 'x' }).body;
    const sent = body satisfies Anthropic.Beta.Messages.MessageCreateParamsNonStreaming;
    const streamed = { ...body, stream: true } as const satisfies Anthropic.Beta.Messages.MessageCreateParamsStreaming;
    expect([sent.metadata?.user_id, streamed.stop_sequences]).toEqual(['u', ['x']]);
  });

  it('a chat response, whole and streamed', () => {
    expectTypeOf(translateResponse).returns.toHaveProperty('completion').toEqualTypeOf<OpenAI.ChatCompletion>();
    type Chunks = ReturnType<ReturnType<typeof createStreamTranslation>['push']>;
    expectTypeOf<Chunks[number]>().toEqualTypeOf<OpenAI.ChatCompletionChunk>();
    expectTypeOf<ResponseMessage>().toExtend<OpenAI.ChatCompletionMessage>();
    expectTypeOf<ResponseDelta>().toExtend<OpenAI.ChatCompletionChunk.Choice.Delta>();
    expectTypeOf<ResponseUsage>().toExtend<OpenAI.CompletionUsage>();
    expectTypeOf(textCompletion).returns.toExtend<OpenAI.Completion>();

    const assembler = createMessageAccumulator();
    const stream = createStreamTranslation(testResponseContext(), created);
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for (const event of recordedStream('whole', 'text')) {
      assembler.push(event);
      chunks.push(...stream.push(event));
    }
    const message = assembler.message();
    const completion = message === null ? null : translateResponse(message, testResponseContext(), created).completion;
    expect(completion?.id).toBe(chunks[0]?.id);
  });

  it('Responses API objects', () => {
    type Answer = NonNullable<ReturnType<typeof translateToResponse>['response']>;
    expectTypeOf<Answer>().toExtend<OpenAI.Responses.Response>();
    type Events = ReturnType<ReturnType<typeof createResponsesStream>['push']>;
    expectTypeOf<Events[number]>().toEqualTypeOf<OpenAI.Responses.ResponseStreamEvent>();
    const request = parseResponsesRequest({ model: 'claude-opus-4-8', input: 'hi' });
    const stored = { previousItems: [], findItem: () => null };
    const { body } = translateResponsesRequest(request, stored, contextFor('claude-opus-4-8'));
    expectTypeOf(body).toEqualTypeOf<MessageRequest>();
    expect(body.messages).toHaveLength(1);
  });

  it('errors, which always have four keys', () => {
    expectTypeOf<OpenAIErrorBody['error']>().toExtend<OpenAI.ErrorObject>();
  });
});
