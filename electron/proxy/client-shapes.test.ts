/** Requests of real clients through the real proxy to the mock server: all succeed with default settings. */

import { describe, expect, it } from 'vitest';
import { type ReadResponse, readChat, readMessage, readResponse } from './__fixtures__/upstream-responses.ts';
import { chatClients, type Fields } from './__fixtures__/chat-clients.ts';
import { type Question, questions } from './__fixtures__/chat-requests.ts';
import { messagesClients } from './__fixtures__/messages-clients.ts';
import { responsesClients } from './__fixtures__/responses-clients.ts';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';

const served = useMockServerProxy();

function post(path: string, body: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${served.testProxy.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any', ...headers },
    body: JSON.stringify(body),
  });
}

/** The upstream calls meanwhile, with their status: none may have needed a repair. */
function refusedUpstream(since: number): readonly unknown[] {
  return served.mockServer.requests.slice(since).filter(({ status }) => status >= 400);
}

/** The mock server calls the tools named in the question, by the names that it receives. */
const errand = (namespace = ''): string => `Use ${namespace}read_file and ${namespace}get_time.`;
const errandBody = errand();
const results = { read_file: 'a heron in the reeds', get_time: 'half past nine' } as const;
const resultOf = (name: string): string => (name.endsWith('get_time') ? results.get_time : results.read_file);

function expectCalls(received: ReadResponse, end: string): void {
  expect(received.error).toBeNull();
  expect(received.status).toBe(200);
  expect(received.calls.map(({ name }) => name.replace(/^.*\//, ''))).toEqual(['read_file', 'get_time']);
  expect(received.calls.map(({ input }) => JSON.parse(input) as unknown)).toEqual([
    expect.objectContaining({ path: 'README.md' }),
    {},
  ]);
  expect(received.end).toBe(end);
}

function expectEnd(received: ReadResponse, end: string): void {
  expect(received.error).toBeNull();
  expect(received.status).toBe(200);
  for (const result of Object.values(results)) expect(received.text).toContain(result);
  expect(received.calls).toEqual([]);
  expect(received.end).toBe(end);
}

describe('chat completions', () => {
  it.each(chatClients)('$name: two tool calls, their results, a final response', async (client) => {
    const { model = 'gpt-4', stream = true, top, tools, headers } = client;
    const since = served.mockServer.requests.length;
    const request = { model, ...top, stream, tools };
    const messages = [...client.opening, client.question(errandBody)];

    const first = await readChat(await post('/v1/chat/completions', { ...request, messages }, headers));
    expectCalls(first, 'tool_calls');
    const calls = first.calls.map(({ id, name, input }) => ({
      id,
      type: 'function',
      function: { name, arguments: input },
    }));
    const sentBack = [
      client.called({ text: first.text, calls }),
      ...first.calls.map(({ id, name }) => client.result({ id, name, text: resultOf(name) })),
    ];
    const second = await readChat(
      await post('/v1/chat/completions', { ...request, messages: [...messages, ...sentBack] }, headers),
    );
    expectEnd(second, 'stop');
    expect(second.objects.at(-1)?.['model']).toBe(model);
    const wantsUsage = 'stream_options' in top;
    const last = second.objects.at(-1);
    expect('usage' in (last ?? {})).toBe(wantsUsage || !stream);
    expect(last?.['choices']).toHaveLength(wantsUsage ? 0 : 1);
    expect(refusedUpstream(since)).toEqual([]);
  });

  async function ask({ body }: Question): Promise<ReadResponse> {
    const since = served.mockServer.requests.length;
    const received = await readChat(await post('/v1/chat/completions', { model: 'gpt-4o-mini', ...body }));
    expect(received.error).toBeNull();
    expect(received.status).toBe(200);
    expect(refusedUpstream(since)).toEqual([]);
    return received;
  }
  const questionsExpecting = (form: Question['expects']): readonly Question[] =>
    questions.filter(({ expects }) => expects === form);

  it.each(questionsExpecting('text'))('$name: a text', async (question) => {
    expect((await ask(question)).text).not.toBe('');
  });

  it.each(questionsExpecting('object'))('$name: an object', async (question) => {
    const { text } = await ask(question);
    expect(JSON.parse(text)).toMatchObject({ city: expect.any(String) });
  });

  it.each(questionsExpecting('call'))('$name: a call', async (question) => {
    const { calls } = await ask(question);
    expect(calls.map(({ name }) => name)).toEqual(['city']);
    expect(JSON.parse(calls[0]?.input ?? '')).toMatchObject({ city: expect.any(String) });
  });
});

describe('the Responses API', () => {
  it.each(responsesClients)('$name: two tool calls, their results, a final response', async (client) => {
    const since = served.mockServer.requests.length;
    const { top, headers, prefix } = client;
    const question = client.question(errand(prefix.replace('/', '__')));
    const first = await readResponse(
      await post('/v1/responses', { ...top, input: [...client.opening, question] }, headers),
    );
    expectCalls(first, 'completed');
    expect(first.calls.map(({ name }) => name)).toEqual([`${prefix}read_file`, `${prefix}get_time`]);
    const last = first.objects.at(-1)?.['response'] as { output: Fields[] };
    const input = [
      ...client.opening,
      question,
      ...last.output.map((item) => client.sentBack(item)),
      ...first.calls.map(({ id, name }) => client.result(id, resultOf(name))),
    ];
    const second = await readResponse(await post('/v1/responses', { ...top, input }, headers));
    expectEnd(second, 'completed');
    const types = second.objects.map(({ type }) => type);
    for (const type of client.waitsFor) expect(types).toContain(type);
    expect(refusedUpstream(since)).toEqual([]);
  });
});

describe('Messages', () => {
  it.each(messagesClients)('$name: two tool calls, their results, a final response', async (client) => {
    const since = served.mockServer.requests.length;
    const { top, headers, path } = client;
    const messages = client.opening(errandBody);
    const first = await readMessage(await post(path, { ...top, messages }, headers));
    expectCalls(first, 'tool_use');
    const next = [
      ...messages,
      { role: 'assistant', content: first.objects },
      { role: 'user', content: first.calls.map(({ id, name }) => client.result(id, resultOf(name))) },
    ];
    const second = await readMessage(await post(path, { ...top, messages: next }, headers));
    expectEnd(second, 'end_turn');
    expect(refusedUpstream(since)).toEqual([]);
  });

  it('the official client: tokens are counted', async () => {
    const body = { model: 'claude-sonnet-5-5', messages: [{ role: 'user', content: 'Hello' }] };
    const response = await post('/v1/messages/count_tokens', body, { 'anthropic-version': '2023-06-01' });
    expect(await response.json()).toEqual({ input_tokens: expect.any(Number) });
  });

  it('Claude Code: HEAD / comes first', async () => {
    const response = await fetch(`${served.testProxy.origin}/`, { method: 'HEAD' });
    expect(response.status).toBe(200);
  });
});

it('the OpenAI SDK: models are listed', async () => {
  const response = await fetch(`${served.testProxy.origin}/v1/models`, { headers: { authorization: 'Bearer any' } });
  expect(await response.json()).toMatchObject({ object: 'list', data: expect.any(Array) });
});
