import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';

const served = useMockServerProxy();

const weather: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather at a place.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
  strict: true,
};

function lastSent(): unknown {
  return served.mockServer.requests.findLast((request) => request.target === '/v1/messages')?.body;
}

describe('the official client on the Responses API', () => {
  it('creates a response', async () => {
    const response = await served.client.responses.create({
      model: 'gpt-5',
      instructions: 'Be brief.',
      input: 'Say hello.',
    });
    expect(response).toMatchObject({ object: 'response', status: 'completed', model: 'gpt-5' });
    expect(response.output_text).not.toBe('');
    expect(response.usage?.input_tokens_details.cached_tokens).toBe(0);
    expect(lastSent()).toMatchObject({ system: [{ type: 'text', text: 'Be brief.' }] });
  });

  it('streams events that its helper accumulates', async () => {
    const stream = served.client.responses.stream({ model: 'gpt-5', input: 'Say hello.' });
    const numbers: number[] = [];
    stream.on('event', (event) => numbers.push(event.sequence_number));
    const response = await stream.finalResponse();
    expect(response.status).toBe('completed');
    expect(response.output_text).not.toBe('');
    expect(numbers).toEqual(numbers.map((_, index) => index));
  });

  it('runs a tool over a stream and previous_response_id', async () => {
    const first = await served.client.responses
      .stream({ model: 'gpt-5', input: 'What is the weather in Paris?', tools: [weather], tool_choice: 'required' })
      .finalResponse();
    const call = first.output.find((item) => item.type === 'function_call');
    expect(call).toMatchObject({ name: 'get_weather', status: 'completed' });
    const { city } = JSON.parse(call?.arguments ?? '');
    expect(city).toBeTypeOf('string');
    const second = await served.client.responses.create({
      model: 'gpt-5',
      previous_response_id: first.id,
      input: [{ type: 'function_call_output', call_id: call?.call_id ?? '', output: 'Rain, 12 degrees' }],
      tools: [weather],
    });
    expect(second.output_text).toContain('Rain, 12 degrees');
  });

  it('restores thinking unchanged from encrypted reasoning', async () => {
    const request = {
      model: 'claude-opus-5-5',
      tools: [weather],
      store: false,
      reasoning: { effort: 'high', summary: 'auto' },
      include: ['reasoning.encrypted_content' as const],
    } satisfies Partial<OpenAI.Responses.ResponseCreateParamsNonStreaming>;
    const question = { role: 'user' as const, content: 'Use get_weather for Paris.' };
    const first = await served.client.responses.create({ ...request, input: [question] });
    const reasoning = first.output.find((item) => item.type === 'reasoning');
    const call = first.output.find((item) => item.type === 'function_call');
    expect(reasoning?.encrypted_content).toBeTruthy();
    const output = { type: 'function_call_output' as const, call_id: call?.call_id ?? '', output: 'Sun' };
    const replayed = [reasoning, call].filter((item) => item !== undefined);
    const second = await served.client.responses.create({ ...request, input: [question, ...replayed, output] });
    expect(second.status).toBe('completed');
    expect(JSON.stringify(lastSent())).toContain('"type":"thinking"');
  });

  it('stores, retrieves and deletes responses', async () => {
    const { id } = await served.client.responses.create({ model: 'gpt-5', input: 'hi' });
    expect((await served.client.responses.retrieve(id)).id).toBe(id);
    const items = await served.client.responses.inputItems.list(id);
    expect(items.data).toMatchObject([
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] },
    ]);
    await expect(served.client.responses.retrieve(id, { stream: true })).rejects.toMatchObject({
      status: 400,
      param: 'stream',
    });
    await served.client.responses.delete(id);
    await expect(served.client.responses.retrieve(id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    const unkept = await served.client.responses.create({ model: 'gpt-5', input: 'hi', store: false });
    await expect(served.client.responses.retrieve(unkept.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('paginates the input items of a conversation', async () => {
    const input = ['a', 'b', 'c', 'd', 'e'].map((content) => ({ role: 'user' as const, content }));
    const { id } = await served.client.responses.create({ model: 'gpt-5', input });
    const texts: string[] = [];
    for await (const item of served.client.responses.inputItems.list(id, { limit: 2, order: 'asc' })) {
      const [part] = item.type === 'message' ? item.content : [];
      texts.push(part !== undefined && 'text' in part ? part.text : '');
    }
    expect(texts).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('counts tokens', async () => {
    const { input_tokens: tokens } = await served.client.responses.inputTokens.count({
      model: 'gpt-5',
      input: 'How long is this?',
    });
    expect(tokens).toBeGreaterThan(0);
  });

  it('gets errors as its classes, with the path in its body', async () => {
    const refused = served.client.responses.create({ model: 'gpt-5', input: 'x', background: true });
    await expect(refused).rejects.toMatchObject({ status: 400, param: 'background' });
    const overloaded = served.client.responses.create({ model: 'gpt-5', input: '[[mock: status=529]]' });
    await expect(overloaded).rejects.toBeInstanceOf(OpenAI.InternalServerError);
    const gone = served.client.responses.create({ model: 'gpt-5', input: 'x', previous_response_id: 'resp_gone' });
    await expect(gone).rejects.toMatchObject({ code: 'previous_response_not_found' });
  });

  it('receives response.failed for a truncated stream', async () => {
    const stream = await served.client.responses.create({
      model: 'gpt-5',
      input: '[[mock: truncate]]',
      stream: true,
    });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    expect(types.at(-1)).toBe('response.failed');
  });
});

describe('the official client on text completions', () => {
  it('gets a completion, whole and streamed', async () => {
    const whole = await served.client.completions.create({
      model: 'gpt-3.5-turbo-instruct',
      prompt: 'Say hello.',
      max_tokens: 100,
    });
    expect(whole.object).toBe('text_completion');
    const stream = await served.client.completions.create({
      model: 'm',
      prompt: 'Say hello.',
      max_tokens: 100,
      stream: true,
    });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? '';
    expect(text).toBe(whole.choices[0]?.text);
  });
});
