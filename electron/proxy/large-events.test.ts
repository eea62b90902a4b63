/** The end of a Responses stream repeats the whole answer, four times: it is written in pieces, so that others are served in between. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { send } from './__fixtures__/oversized-responses.ts';
import { requestText } from './__fixtures__/raw-socket.ts';
import {
  event,
  eventStream,
  json,
  message,
  type ScriptedUpstream,
  startScriptedUpstream,
  textEvents,
} from './__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy } from './__fixtures__/test-proxy.ts';

const MAX_CHUNK = 1.2 * 1024 * 1024;
const delta = `é"${'word '.repeat(100_000)}`;
const whole = delta.repeat(6);

let upstream: ScriptedUpstream;
let proxy: TestProxy;

beforeAll(async () => {
  upstream = await startScriptedUpstream(() => undefined);
  proxy = await startTestProxy({ overrides: { endpoint: upstream.endpoint } });
});
afterAll(async () => {
  await proxy.close();
  await upstream.close();
});

/** The chunks of the body: each is one write of the proxy. */
async function chunksOf(path: string, body: object): Promise<Buffer[]> {
  const socket = connect(proxy.port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => received.push(bytes));
  socket.write(
    requestText({
      method: 'POST',
      path,
      headers: ['Content-Type: application/json', 'Connection: close'],
      body: JSON.stringify(body),
    }),
  );
  await once(socket, 'close');
  const bytes = Buffer.concat(received);
  const chunks: Buffer[] = [];
  for (let at = bytes.indexOf('\r\n\r\n') + 4; ;) {
    const end = bytes.indexOf('\r\n', at);
    const length = Number.parseInt(bytes.toString('latin1', at, end), 16);
    if (!(length > 0)) return chunks;
    chunks.push(bytes.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}

function eventsIn(chunks: readonly Buffer[]): Record<string, unknown>[] {
  const text = Buffer.concat(chunks).toString('utf8');
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']): Record<string, unknown> => JSON.parse(data));
}

const streamed = textEvents(Array.from({ length: 6 }, () => delta));
const failure = event({ type: 'error', error: { type: 'api_error', message: 'x' } });

it.each([
  ['events', send(eventStream, streamed.join(''))],
  ['a whole message', send(json, JSON.stringify(message(whole)))],
  ['events that break off', send(eventStream, streamed.slice(0, -2).join('') + failure)],
])('%s become a Responses stream in writes of limited length, with every event whole', async (form, script) => {
  upstream.script = script;
  const chunks = await chunksOf('/v1/responses', { model: 'gpt-4', input: 'hello', stream: true });
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(MAX_CHUNK);
  const events = eventsIn(chunks);
  expect(events.map((one) => one['sequence_number'])).toEqual(events.map((_one, index) => index));
  expect(events.flatMap((one) => (one['type'] === 'response.output_text.delta' ? [one['delta']] : [])).join('')).toBe(
    whole,
  );
  expect(events.find((one) => one['type'] === 'response.output_text.done')).toMatchObject({ text: whole });
  const content = [{ type: 'output_text', text: whole }];
  expect(events.find((one) => one['type'] === 'response.output_item.done')).toMatchObject({ item: { content } });
  expect(events.at(-1)).toMatchObject({
    type: form === 'events that break off' ? 'response.failed' : 'response.completed',
    response: { output: [{ content }] },
  });
});

it.each(['text', 'thinking', 'tool arguments'])(
  'a whole message with long %s becomes a chat stream in short chunks',
  async (kind) => {
    // Pairs of surrogates, at every possible place of a cut.
    const long = `x${'😀'.repeat(700_000)}`;
    const blocks: Record<string, object> = {
      text: { type: 'text', text: long },
      thinking: { type: 'thinking', thinking: long, signature: 's' },
      'tool arguments': { type: 'tool_use', id: 'toolu_1', name: 'f', input: { long } },
    };
    upstream.script = send(json, JSON.stringify(message('', { content: [blocks[kind]] })));
    const messages = [{ role: 'user', content: 'hello' }];
    const chunks = await chunksOf('/v1/chat/completions', { model: 'claude-sonnet-5-5', messages, stream: true });
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(2 * MAX_CHUNK);
    const sent = Buffer.concat(chunks).toString('utf8');
    expect(sent).not.toMatch(/\\ud[89a-f]/i);
    expect(sent.match(/😀/gu)).toHaveLength(kind === 'thinking' ? 1_400_000 : 700_000);
    expect(sent.endsWith('data: [DONE]\n\n')).toBe(true);
  },
);

it('a client that leaves while the end is written ends the request', async () => {
  upstream.script = send(json, JSON.stringify(message(whole)));
  const left = new AbortController();
  const response = await fetch(`${proxy.origin}/v1/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'claude-left', input: 'hello', stream: true }),
    signal: left.signal,
  });
  await response.body?.getReader().read();
  left.abort();
  const id = response.headers.get('x-dragoman-exchange');
  const { summary } = await proxy.finished((exchange) => exchange.summary.id === id);
  expect(summary.state).not.toBe('streaming');
});
