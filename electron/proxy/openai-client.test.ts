import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { createSignatureStore } from '#electron/conversation-state/thinking-store.ts';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';
import { TEST_KEY } from './__fixtures__/test-proxy.ts';

const served = useMockServerProxy({}, { signatures: createSignatureStore({ file: null }) });

const seed: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'gpt-4',
  messages: [
    { role: 'system', content: 'You are a professional translator.' },
    { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
  ],
  max_tokens: 500,
};

describe('the official OpenAI client', () => {
  it('returns a chat completion', async () => {
    const { data, response } = await served.client.chat.completions.create(seed).withResponse();
    expect(data.object).toBe('chat.completion');
    expect(data.model).toBe('gpt-4');
    expect(data.choices[0]?.message.content).toBeTruthy();
    expect(data.choices[0]?.finish_reason).toBe('stop');
    expect(data.usage?.total_tokens).toBeGreaterThan(0);
    expect(response.headers.get('x-dragoman-model')).toBe('claude-sonnet-5-5');
    expect(response.headers.get('openai-version')).toBe('2020-10-01');
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  });

  it('sends the translated request with our key instead of its own', async () => {
    await served.client.chat.completions.create(seed);
    const sent = served.mockServer.requests.findLast((request) => request.target === '/v1/messages');
    expect(sent?.headers).toMatchObject({ 'x-api-key': TEST_KEY, 'anthropic-version': '2023-06-01' });
    expect(sent?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(sent?.headers)).not.toContain('sk-client-secret');
    expect(Object.keys(sent?.headers ?? {}).filter((name) => name.startsWith('x-stainless'))).toEqual([]);
    expect(sent?.body).toMatchObject({
      model: 'claude-sonnet-5-5',
      max_tokens: 500,
      system: [{ type: 'text', text: 'You are a professional translator.' }],
      messages: [{ role: 'user' }],
    });
  });

  it.each([
    ['a key of its own for Anthropic', { authorization: 'Bearer sk-ant-api03-of-the-client-0123456789' }],
    ['a token of a login', { authorization: 'Bearer sk-ant-oat01-of-the-client-0123456789' }],
    ['a key in Anthropic’s header', { 'x-api-key': 'sk-ant-api03-of-the-client-0123456789' }],
  ])('works with our key when it sends %s, which is not forwarded', async (_, headers) => {
    const { data, response } = await served.client.chat.completions.create(seed, { headers }).withResponse();
    expect(data.choices[0]?.message.content).toBeTruthy();
    const sent = served.mockServer.requests.findLast((request) => request.target === '/v1/messages');
    expect(sent?.headers['x-api-key']).toBe(TEST_KEY);
    const logged = await served.testProxy.finished();
    const everywhere = JSON.stringify([sent?.headers, sent?.body, [...response.headers], logged]);
    expect(everywhere).not.toContain('of-the-client');
  });

  it('streams chunks that add up to the message', async () => {
    const whole = await served.client.chat.completions.create(seed);
    let text = '';
    let finish: string | null = null;
    const stream = await served.client.chat.completions.create({ ...seed, stream: true });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(finish).toBe('stop');
  });

  it('gets a usage chunk with include_usage', async () => {
    const { model, messages } = seed;
    const stream = served.client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
    const completion = await stream.finalChatCompletion();
    expect(completion.usage?.prompt_tokens).toBeGreaterThan(0);
  });

  it('continues a conversation with previous_response_id', async () => {
    const first = await served.client.chat.completions.create(seed);
    const received = first.choices[0]?.message;
    if (received === undefined) throw new Error('There was no answer.');
    const second = await served.client.chat.completions.create({
      ...seed,
      messages: [...seed.messages, received, { role: 'user', content: 'And to German?' }],
    });
    expect(second.choices[0]?.message.content).toBeTruthy();
    const sent = served.mockServer.requests.findLast((request) => request.target === '/v1/messages');
    expect(sent?.body).toMatchObject({ messages: [{ role: 'user' }, { role: 'assistant' }, { role: 'user' }] });
  });

  it.each([false, true])('calls a tool and sends its result back (stream: %s)', async (stream) => {
    let sentBody: unknown = null;
    const tools = [
      {
        type: 'function' as const,
        function: {
          name: 'get_weather',
          description: 'The weather of a city',
          parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          parse: (text: string): unknown => JSON.parse(text),
          function: (parameters: unknown) => {
            sentBody = parameters;
            return 'Sunny, 21 degrees';
          },
        },
      },
    ];
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'What is the weather in Paris?' }];
    const request = { model: 'gpt-4', messages, tools };
    const runner = stream
      ? served.client.chat.completions.runTools({ ...request, stream: true })
      : served.client.chat.completions.runTools(request);
    const final = await runner.finalContent();
    expect(sentBody).toHaveProperty('city');
    expect(final).toBeTruthy();
    const sent = served.mockServer.requests.findLast((one) => one.target === '/v1/messages');
    expect(JSON.stringify(sent?.body)).toContain('"tool_result"');
  });

  it('returns signed thinking without knowing it', async () => {
    const tools: OpenAI.ChatCompletionTool[] = [
      { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } },
    ];
    const question: OpenAI.ChatCompletionMessageParam = { role: 'user', content: 'What is the weather in Rome?' };
    const first = await served.client.chat.completions.create({ model: 'gpt-4', messages: [question], tools });
    const { content, tool_calls: calls = [] } = first.choices[0]?.message ?? { content: null };
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'Rain' }));
    await served.client.chat.completions.create({
      model: 'gpt-4',
      // Standard fields only, as most tools send them.
      messages: [question, { role: 'assistant', content, tool_calls: calls }, ...results],
      tools,
    });
    const sent = served.mockServer.requests.findLast((request) => request.target === '/v1/messages');
    const turn = JSON.parse(sent?.bytes.toString() ?? '').messages.at(-2);
    expect(turn.content.map((block: { type: string }) => block.type)).toEqual(['thinking', 'text', 'tool_use']);
    expect(turn.content[0].signature).toMatch(/.{20}/);
  });

  it.each([
    ['status=401', OpenAI.AuthenticationError, 401],
    ['status=403', OpenAI.PermissionDeniedError, 403],
    ['status=404', OpenAI.NotFoundError, 404],
    ['status=429', OpenAI.RateLimitError, 429],
    ['status=500', OpenAI.InternalServerError, 500],
    ['status=529', OpenAI.InternalServerError, 503],
  ])('raises the error class of %s', async (order, type, status) => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: `Hello [[mock: ${order}]]` }];
    for (const stream of [false, true]) {
      const error: unknown = await served.client.chat.completions
        .create({ model: 'gpt-4', messages, stream })
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject({ status, code: expect.anything(), requestID: expect.any(String) });
    }
  });

  it('gets its own field name in a refusal', async () => {
    const error: unknown = await served.client
      .post('/chat/completions', { body: { model: 'gpt-4' } })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ status: 400, param: 'messages' });
  });

  it('lists and retrieves models', async () => {
    const models = await served.client.models.list();
    expect(models.data.map((model) => model.id)).toContain('claude-sonnet-5-5');
    const model = await served.client.models.retrieve('claude-sonnet-5-5');
    expect(model).toMatchObject({ object: 'model', owned_by: 'anthropic' });
    await expect(served.client.models.retrieve('gpt-5-missing')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('is logged with all four messages and no secret', async () => {
    const { response } = await served.client.chat.completions.create({ ...seed, stream: true }).withResponse();
    await response.text();
    const id = response.headers.get('x-dragoman-exchange');
    const exchange = await served.testProxy.finished((one) => one.summary.id === id);
    expect(exchange.summary).toMatchObject({
      endpoint: 'chat.completions',
      state: 'done',
      status: 200,
      tool: 'openai-node',
      modelAsked: 'gpt-4',
      modelUsed: 'claude-sonnet-5-5',
      stream: true,
      errorCode: null,
    });
    expect(exchange.summary.tokens?.output).toBeGreaterThan(0);
    expect(exchange.clientRequest.startLine).toBe('POST /v1/chat/completions');
    expect(JSON.parse(exchange.clientRequest.body)).toMatchObject({ model: 'gpt-4' });
    expect(JSON.parse(exchange.upstreamRequest?.body ?? '')).toMatchObject({ model: 'claude-sonnet-5-5' });
    expect(exchange.upstreamRequest?.headers['x-api-key']).toBe('…WXYZ');
    expect(exchange.upstreamResponse).toMatchObject({ events: true, truncated: false });
    expect(JSON.parse(exchange.upstreamResponse?.assembled ?? '')).toMatchObject({ type: 'message' });
    expect(exchange.clientResponse?.body).toMatch(/data: \[DONE\]\n\n$/);
    expect(JSON.parse(exchange.clientResponse?.assembled ?? '')).toMatchObject({ object: 'chat.completion' });
    const { timing } = exchange;
    const stages = [
      timing.guarded,
      timing.translated,
      timing.upstreamSent,
      timing.upstreamHeaders,
      timing.firstEvent,
      timing.done,
    ];
    expect(stages.every((stage) => stage !== null)).toBe(true);
    expect(stages).toEqual([...stages].sort((one, other) => Number(one) - Number(other)));
    const everything = JSON.stringify(
      await Promise.all((await served.testProxy.log.list()).map(({ id: one }) => served.testProxy.log.get(one))),
    );
    expect(everything).not.toContain(TEST_KEY);
    expect(everything).not.toContain('sk-client-secret-0123456789');
  });
});
