/** Numbers with more digits than a double over the turns of a conversation, in the stored thinking and in the record. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSignatureStore } from '#electron/conversation-state/thinking-store.ts';
import { conversationView } from '#shared/exchange/conversation/conversation-view.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { linkPanes } from '#shared/exchange/panes/link-panes.ts';
import {
  eventStream,
  json,
  message,
  type Script,
  type ScriptedUpstream,
  startScriptedUpstream,
} from './__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy } from './__fixtures__/test-proxy.ts';

const digits = '{"id":1481220477346119781,"share":1.0,"limit":1e400,"zero":-0}';
/** What a client in JavaScript makes of it. */
const rounded = JSON.stringify({ ...JSON.parse(digits), limit: 5 });
const thinking = '{"type":"thinking","thinking":"Which id?","signature":"SIG"}';
const tools: OpenAI.ChatCompletionTool[] = [
  { type: 'function', function: { name: 'save', parameters: { type: 'object', properties: {} } } },
];
const question: OpenAI.ChatCompletionMessageParam = { role: 'user', content: 'Save it.' };

let upstream: ScriptedUpstream;
let folder: string;
let answer: string;

const whole = (input: string): string =>
  JSON.stringify(message('', { content: 'CONTENT', stop_reason: 'tool_use' })).replace(
    '"CONTENT"',
    `[${thinking},{"type":"tool_use","id":"toolu_1","name":"save","input":${input}}]`,
  );
const asEvents = (input: string): string =>
  [
    `{"type":"message_start","message":${JSON.stringify(message('', { content: [], stop_reason: null }))}}`,
    '{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"save","input":{}}}',
    `{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":${JSON.stringify(input)}}}`,
    '{"type":"content_block_stop","index":0}',
    '{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}}',
    '{"type":"message_stop"}',
  ]
    .map((data) => `data: ${data}\n\n`)
    .join('');

const send: Script = (_request, response) => {
  response.writeHead(200, answer.startsWith('data:') ? eventStream : json);
  response.end(answer);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dragoman-numbers-'));
  upstream = await startScriptedUpstream(send);
});
afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs `work` against a proxy that has just been started, with the turns that the file holds. */
async function withProxy<Result>(work: (proxy: TestProxy, client: OpenAI) => Promise<Result>): Promise<Result> {
  const signatures = createSignatureStore({ file: join(folder, 'turns.sealed'), unlockTimeoutMs: 60_000 });
  const testProxy = await startTestProxy({ overrides: { endpoint: upstream.endpoint }, signatures });
  try {
    return await work(testProxy, new OpenAI({ baseURL: `${testProxy.origin}/v1`, apiKey: 'any', maxRetries: 0 }));
  } finally {
    await signatures.settled();
    await testProxy.close();
  }
}

const ask = (client: OpenAI, messages: OpenAI.ChatCompletionMessageParam[]) =>
  client.chat.completions.create({ model: 'claude-sonnet-5-5', messages, tools });

/** The conversation after the call, with its arguments as a client sends them. */
const history = (arguments_: string): OpenAI.ChatCompletionMessageParam[] => [
  question,
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'toolu_1', type: 'function', function: { name: 'save', arguments: arguments_ } }],
  },
  { role: 'tool', tool_call_id: 'toolu_1', content: 'Saved.' },
];

const lastBody = (): string => upstream.received.at(-1)?.body ?? '';

test('a call comes and goes with its digits, and a longer history begins with the same bytes', async () => {
  await withProxy(async (_proxy, client) => {
    answer = whole(digits);
    const first = await ask(client, [question]);
    const call = first.choices[0]?.message.tool_calls?.[0];
    expect(call?.type === 'function' && call.function.arguments).toBe(digits);
    answer = JSON.stringify(message('Done.'));
    await ask(client, history(digits));
    const second = lastBody();
    expect(second).toContain(`"input":${digits}`);
    await ask(client, [...history(digits), { role: 'assistant', content: 'Done.' }, question]);
    const messagesOf = (body: string): string => body.slice(body.indexOf('"messages"'));
    const end = messagesOf(second).indexOf('Saved.');
    expect(messagesOf(lastBody()).slice(0, end)).toBe(messagesOf(second).slice(0, end));
  });
});

test('a paused turn goes back with the digits of its blocks', async () => {
  const block = `{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":${digits}}`;
  const paused = JSON.stringify(message('', { content: 'CONTENT', stop_reason: 'pause_turn' }));
  const done = JSON.stringify(message('Done.'));
  answer = paused.replace('"CONTENT"', `[${block}]`);
  await withProxy(async (_proxy, client) => {
    const before = upstream.received.length;
    upstream.script = (_request, response, count) => {
      response.writeHead(200, json);
      response.end(count === before + 1 ? answer : done);
    };
    try {
      await ask(client, [question]);
    } finally {
      upstream.script = send;
    }
    expect(upstream.received.length).toBe(before + 2);
    expect(lastBody()).toContain(block);
  });
});

test('a stored response keeps the digits: in its tools, when it is retrieved, and when it is continued', async () => {
  await withProxy(async ({ origin }) => {
    const tool = `{"type":"function","name":"save","parameters":{"type":"object","properties":{},"default":${digits}}}`;
    const create = async (more: string): Promise<string> => {
      const body = `{"model":"claude-sonnet-5-5","tools":[${tool}],${more}}`;
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${origin}/v1/responses`, { method: 'POST', headers, body })).text();
    };
    answer = whole(digits);
    const created = await create('"input":"Save it."');
    expect(created).toContain(`"arguments":${JSON.stringify(digits)}`);
    expect(created).toContain(`"default":${digits}`);
    const id = /"id":"(resp_[^"]+)"/.exec(created)?.[1] ?? '';
    expect(await (await fetch(`${origin}/v1/responses/${id}`)).text()).toBe(created);
    answer = JSON.stringify(message('Done.'));
    await create(
      `"previous_response_id":"${id}","input":[{"type":"function_call_output","call_id":"toolu_1","output":"Saved."}]`,
    );
    expect(lastBody()).toContain(`"input":${digits}`);
  });
});

test('a stored turn is found by a client that rounds, after a restart too, and goes back with its digits', async () => {
  const input = digits.replace('1e400', '5.0');
  answer = whole(input);
  await withProxy((_proxy, client) => ask(client, [question]));
  answer = JSON.stringify(message('Done.'));
  await withProxy((_proxy, client) => ask(client, history(rounded)));
  expect(lastBody()).toContain(`${thinking},{"type":"tool_use","id":"toolu_1","name":"save","input":${input}}`);
});

test.each([
  ['as JSON', false],
  ['as events', true],
])(
  'the record of an exchange %s holds the digits in every pane, and the translation is reproduced',
  async (_what, stream) => {
    answer = stream ? asEvents(digits) : whole(digits);
    const [record, models, settings] = await withProxy(async (testProxy) => {
      const argumentText = JSON.stringify(digits);
      const response = await fetch(`${testProxy.origin}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"model":"claude-sonnet-5-5","max_tokens":1e3,"stream":${String(stream)},"tools":[{"type":"function","function":{"name":"save","parameters":{"type":"object","properties":{},"default":${digits}}}}],"messages":[{"role":"user","content":"Save."},{"role":"assistant","tool_calls":[{"id":"toolu_0","type":"function","function":{"name":"save","arguments":${argumentText}}}]},{"role":"tool","tool_call_id":"toolu_0","content":"Saved."}]}`,
      });
      await response.text();
      const id = response.headers.get('x-dragoman-exchange') ?? '';
      const exchange: Exchange = await testProxy.finished(({ summary }) => summary.id === id);
      return [exchange, testProxy.proxy.knownModels(), testProxy.settings.get()] as const;
    });
    const quoted = JSON.stringify(digits);
    expect(record.clientRequest.body).toContain(quoted);
    expect(record.upstreamRequest?.body).toContain(`"input":${digits}`);
    expect(record.upstreamRequest?.body).toContain(`"default":${digits}`);
    expect(record.upstreamRequest?.body).toContain('"max_tokens":1000');
    expect(record.upstreamResponse?.assembled ?? record.upstreamResponse?.body).toContain(`"input":${digits}`);
    expect(record.clientResponse?.assembled ?? record.clientResponse?.body).toContain(quoted);
    expect(linkPanes(record, { settings, models }).caveat).toBeNull();
    const inputs = conversationView(record).turns.flatMap(({ parts }) =>
      parts.map((part) => 'input' in part && part.input),
    );
    expect(inputs.filter((input) => input === digits)).toHaveLength(2);
  },
);
