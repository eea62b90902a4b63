/** The helpers of the official OpenAI client (schemas from zod, tool runners, stream helpers) against proxy and mock server. */

import OpenAI from 'openai';
import { ContentFilterFinishReasonError, LengthFinishReasonError } from 'openai/core/error';
import { zodFunction, zodResponseFormat, zodResponsesFunction, zodTextFormat } from 'openai/helpers/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSignatureStore } from '#electron/conversation-state/thinking-store.ts';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';

const served = useMockServerProxy({}, { signatures: createSignatureStore({ file: null }) });

/** What real schemas have: limits that cannot be enforced, nullable fields, lists, a choice. */
const itinerary = z.object({
  city: z.string().min(1),
  days: z.int().min(1).max(30),
  note: z.string().nullable(),
  stops: z.array(z.object({ name: z.string(), kind: z.enum(['museum', 'park']) })),
});
const question: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Plan a trip to Paris.' }];
const models = ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-4-5'];

describe('chat.completions.parse', () => {
  it.each(models)('returns the value of the zod schema, from %s', async (model) => {
    const completion = await served.client.chat.completions.parse({
      model,
      messages: question,
      response_format: zodResponseFormat(itinerary, 'itinerary'),
    });
    const { message, finish_reason: reason } = completion.choices[0] ?? {};
    expect(reason).toBe('stop');
    expect(itinerary.safeParse(message?.parsed).success).toBe(true);
  });

  it('parses the arguments of strict tools', async () => {
    const weather = zodFunction({ name: 'get_weather', parameters: z.object({ city: z.string() }) });
    const completion = await served.client.chat.completions.parse({
      model: 'claude-opus-4-8',
      messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
      tools: [weather],
      tool_choice: 'required',
    });
    const [call] = completion.choices[0]?.message.tool_calls ?? [];
    expect(call).toMatchObject({ type: 'function', function: { parsed_arguments: { city: expect.any(String) } } });
  });

  it('raises the SDK’s errors when there is nothing to parse', async () => {
    const parse = (order: string) =>
      served.client.chat.completions.parse({
        model: 'claude-sonnet-5-5',
        messages: [{ role: 'user', content: `Plan. [[mock: ${order}]]` }],
        response_format: zodResponseFormat(itinerary, 'itinerary'),
      });
    await expect(parse('stop=max_tokens')).rejects.toBeInstanceOf(LengthFinishReasonError);
    await expect(parse('refusal')).rejects.toBeInstanceOf(ContentFilterFinishReasonError);
  });
});

describe('chat.completions.stream', () => {
  it('parses the whole and reports each delta', async () => {
    const chunks: string[] = [];
    const stream = served.client.chat.completions.stream({
      model: 'claude-sonnet-5-5',
      messages: question,
      response_format: zodResponseFormat(itinerary, 'itinerary'),
    });
    stream.on('content.delta', ({ delta }) => chunks.push(delta));
    const completion = await stream.finalChatCompletion();
    expect(itinerary.safeParse(completion.choices[0]?.message.parsed).success).toBe(true);
    expect(chunks.join('')).toBe(completion.choices[0]?.message.content);
  });

  it('ends with an error that the upstream sent midway', async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hi [[mock: error-event]]' }];
    const stream = served.client.chat.completions.stream({ model: 'claude-sonnet-5-5', messages });
    await expect(stream.finalChatCompletion()).rejects.toBeInstanceOf(OpenAI.APIError);
  });
});

describe('chat.completions.runTools', () => {
  it.each(models)('runs zod tools until the final response, on %s', async (model) => {
    const seen: unknown[] = [];
    const tool = zodFunction({
      name: 'get_weather',
      description: 'The weather of a city',
      parameters: z.object({ city: z.string() }),
      function: (parameters) => {
        seen.push(parameters);
        return 'Sunny, 21 degrees';
      },
    });
    const runner = served.client.chat.completions.runTools({
      model,
      messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
      tools: [tool],
    });
    expect(await runner.finalContent()).toContain('Sunny, 21 degrees');
    expect(seen).toEqual([{ city: expect.any(String) }]);
    const [, received, result] = runner.messages;
    expect([received?.role, result?.role]).toEqual(['assistant', 'tool']);
  });
});

describe('responses.parse', () => {
  it.each(models)('returns the value of the zod schema, from %s', async (model) => {
    const response = await served.client.responses.parse({
      model,
      input: 'Plan a trip to Paris.',
      text: { format: zodTextFormat(itinerary, 'itinerary') },
    });
    expect(response.status).toBe('completed');
    expect(itinerary.safeParse(response.output_parsed).success).toBe(true);
  });

  it('parses the arguments of tools', async () => {
    const weather = zodResponsesFunction({ name: 'get_weather', parameters: z.object({ city: z.string() }) });
    const response = await served.client.responses.parse({
      model: 'claude-opus-4-8',
      input: 'What is the weather in Paris?',
      tools: [weather],
      tool_choice: 'required',
    });
    const call = response.output.find((item) => item.type === 'function_call');
    expect(call?.parsed_arguments).toHaveProperty('city');
  });

  it('streams the same value', async () => {
    const stream = served.client.responses.stream({
      model: 'claude-sonnet-5-5',
      input: 'Plan a trip to Paris.',
      text: { format: zodTextFormat(itinerary, 'itinerary') },
    });
    const response = await stream.finalResponse();
    expect(itinerary.safeParse(response.output_parsed).success).toBe(true);
  });
});

describe('error classes', () => {
  it.each([
    ['status=400', OpenAI.BadRequestError, 400],
    ['status=409', OpenAI.ConflictError, 409],
    ['error=prompt-too-long', OpenAI.BadRequestError, 400],
    ['error=credit-balance', OpenAI.APIError, 402],
    ['status=413', OpenAI.APIError, 413],
    ['status=503', OpenAI.InternalServerError, 503],
    ['status=504', OpenAI.InternalServerError, 504],
    ['html=403', OpenAI.PermissionDeniedError, 403],
  ])('%s, on both APIs', async (order, type, status) => {
    const content = `Hello [[mock: ${order}]]`;
    const outcomes = await Promise.allSettled([
      served.client.chat.completions.create({ model: 'gpt-4', messages: [{ role: 'user', content }] }),
      served.client.responses.create({ model: 'gpt-5', input: content }),
    ]);
    for (const outcome of outcomes) {
      const error: unknown = outcome.status === 'rejected' ? outcome.reason : outcome.value;
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject({ status, type: expect.any(String) });
    }
  });
});
