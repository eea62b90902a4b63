/** Worked cases that need a proxy and an upstream: retries, restored turns, logging. */

import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignatureStore } from '#electron/conversation-state/thinking-store.ts';
import { requestText } from './__fixtures__/raw-socket.ts';
import {
  event,
  eventStream,
  json,
  message,
  type Script,
  type ScriptedUpstream,
  startScriptedUpstream,
  textEvents,
} from './__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy } from './__fixtures__/test-proxy.ts';

let upstream: ScriptedUpstream;
let testProxy: TestProxy;

beforeAll(async () => {
  upstream = await startScriptedUpstream(() => undefined);
  const overrides = { endpoint: upstream.endpoint };
  testProxy = await startTestProxy({ overrides, signatures: createSignatureStore({ file: null }) });
});

afterAll(async () => {
  await testProxy.close();
  await upstream.close();
});

const model = 'claude-opus-4-8';
const user = (content: unknown): object => ({ role: 'user', content });
const whole =
  (body: object, status = 200): Script =>
  (_request, response) =>
    void response.writeHead(status, json).end(JSON.stringify(body));
const events =
  (list: readonly object[]): Script =>
  (_request, response) => {
    response.writeHead(200, eventStream);
    response.end(list.map((one) => event({ type: '', ...one })).join(''));
  };
const refusal = (text: string): object => ({ type: 'error', error: { type: 'invalid_request_error', message: text } });

async function post(path: string, body: object): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await fetch(`${testProxy.origin}/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-stainless-retry-count': '0' },
    body: JSON.stringify({ model, ...body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function lastSent(): string {
  return upstream.received.at(-1)?.body ?? '';
}

describe('thinking', () => {
  const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } }];
  const thoughtful = [
    { type: 'message_start', message: message('', { content: [], stop_reason: null }) },
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hm' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'SIG' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: { type: 'tool_use', id: 't1', name: 'look', input: {} } },
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"b": 1, "a": 2}' } },
    { type: 'content_block_stop', index: 1 },
    { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 5 } },
    { type: 'message_stop' },
  ];
  const call = (text: string): object => ({ id: 't1', type: 'function', function: { name: 'look', arguments: text } });

  it.each(['{"b":1,"a":2}', '{"a":2,"b":1}', '{ "a": 2, "b": 1 }'])(
    'that a client never saw is restored unchanged with its call, arguments %s',
    async (sentBack) => {
      upstream.script = events(thoughtful);
      await post('chat/completions', { messages: [user('go')], tools, stream: true });
      upstream.script = whole(message('done'));
      const turn = { role: 'assistant', content: null, tool_calls: [call(sentBack)] };
      const result = { role: 'tool', tool_call_id: 't1', content: 'r' };
      await post('chat/completions', { messages: [user('go'), turn, result], tools });
      expect(lastSent()).toContain(
        '[{"type":"thinking","thinking":"hm","signature":"SIG"},{"type":"tool_use","id":"t1","name":"look","input":{"b":1,"a":2}}]',
      );
    },
  );

  it('is not restored for a changed call', async () => {
    upstream.script = events(thoughtful);
    await post('chat/completions', { messages: [user('go')], tools, stream: true });
    upstream.script = whole(message('done'));
    const turn = { role: 'assistant', content: null, tool_calls: [call('{"b":1,"a":3}')] };
    const result = { role: 'tool', tool_call_id: 't1', content: 'r' };
    await post('chat/completions', { messages: [user('go'), turn, result], tools });
    expect(lastSent()).not.toContain('"thinking":"hm"');
  });

  it('that the upstream refuses is omitted in one retry', async () => {
    const before = upstream.received.length;
    upstream.script = (request, response, count) =>
      (count === before + 1
        ? whole(
            refusal(
              'messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation.',
            ),
            400,
          )
        : whole(message('fine')))(request, response, count);
    const turn = {
      role: 'assistant',
      content: 'hey',
      thinking_blocks: [{ type: 'thinking', thinking: 't', signature: 'S' }],
    };
    const { status, headers, text } = await post('chat/completions', { messages: [user('x'), turn, user('y')] });
    expect(status).toBe(200);
    expect(JSON.parse(text).choices[0].message.content).toBe('fine');
    expect(headers.get('x-dragoman-notes')).toContain('healed-thinking-blocks-refused');
    expect(upstream.received.slice(before).map(({ body }) => body.includes('"signature":"S"'))).toEqual([true, false]);
  });
});

it('an upstream error names the path in the client’s body', async () => {
  upstream.script = whole(refusal('messages.2.content.0.image.source.url: could not be fetched'), 400);
  const picture = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
  const { status, text } = await post('chat/completions', {
    messages: [{ role: 'system', content: 's' }, user('x'), { role: 'assistant', content: 'y' }, user([picture])],
  });
  expect(status).toBe(400);
  expect(JSON.parse(text).error).toMatchObject({ param: 'messages[3].content[0]', type: 'invalid_request_error' });
});

it('a paused turn is resumed as one response with the summed usage', async () => {
  const search = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } };
  const before = upstream.received.length;
  const usage = (input: number, output: number) => ({ usage: { input_tokens: input, output_tokens: output } });
  upstream.script = (request, response, count) =>
    (count === before + 1
      ? whole(message('', { content: [search], stop_reason: 'pause_turn', ...usage(1, 2) }))
      : whole(message('done', { id: 'msg_02', ...usage(10, 20) })))(request, response, count);
  const { text } = await post('chat/completions', { max_tokens: 100, messages: [user('x')] });
  const completion = JSON.parse(text);
  expect(completion).toMatchObject({ id: 'chatcmpl-01', usage: { prompt_tokens: 11, completion_tokens: 22 } });
  expect(completion.choices).toMatchObject([{ message: { content: 'done' }, finish_reason: 'stop' }]);
  expect(JSON.parse(lastSent()).messages.at(-1)).toEqual({ role: 'assistant', content: [search] });
});

it('a turn of a coding agent through the Responses API', async () => {
  upstream.script = events(textEvents(['ok']).map((text) => JSON.parse(text.slice(text.indexOf('{')))));
  const { text } = await post('responses', {
    stream: true,
    input: [
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'ls' }] },
      { type: 'reasoning', encrypted_content: 'SIG', summary: [] },
      { type: 'function_call', call_id: 'c1', name: 'shell', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: 'a' },
    ],
  });
  const [, turn, result] = JSON.parse(lastSent()).messages;
  expect(turn.content.map(({ type }: { type: string }) => type)).toEqual(['thinking', 'tool_use']);
  expect(result.content[0]).toMatchObject({ type: 'tool_result', tool_use_id: 'c1', content: 'a' });
  const data = text.split('\n').flatMap((line) => (line.startsWith('data: ') ? [JSON.parse(line.slice(6))] : []));
  expect(data.map(({ sequence_number: number }) => number)).toEqual(data.map((_one, index) => index));
  expect(data.map(({ type }) => type)).toEqual(
    text.split('\n').flatMap((line) => (line.startsWith('event: ') ? [line.slice(7)] : [])),
  );
  expect(data.at(-1)).toMatchObject({ type: 'response.completed', response: { output_text: 'ok' } });
  expect(text).not.toContain('[DONE]');
});

it('the usage of a disconnected client is logged', async () => {
  const arrived = new Promise<void>((resolve) => {
    upstream.script = (_request, response) => {
      response.writeHead(200, eventStream);
      response.write(textEvents(['Bonjour']).slice(0, 3).join(''));
      resolve();
    };
  });
  const socket = connect(testProxy.port, '127.0.0.1');
  const body = JSON.stringify({ model, stream: true, messages: [user('x')] });
  const headers = ['Content-Type: application/json'];
  const withResults = new Promise<void>((resolve) => {
    socket.once('data', () => resolve());
  });
  socket.write(requestText({ method: 'POST', path: '/v1/chat/completions', headers, body }));
  await arrived;
  await withResults;
  const gone = upstream.disconnected();
  socket.destroy();
  await gone;
  const exchange = await testProxy.finished((one) => one.summary.state === 'aborted');
  expect(exchange.summary.tokens).toMatchObject({ input: 10 });
});
