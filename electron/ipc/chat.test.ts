import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { type ChatEvent, chatEventSchema } from '#shared/ipc/contract.ts';
import { type ChatRunner, createChatRunner } from './chat.ts';

const input = {
  run: 'r1',
  model: 'gpt-4',
  system: 'Be brief.',
  messages: [{ role: 'user' as const, content: 'Hello' }],
  maxTokens: null,
};

let server: Server | null = null;
let runner: ChatRunner;
let published: ChatEvent[];

type Behaviour = (request: IncomingMessage, response: ServerResponse) => unknown;

async function open(behave: Behaviour | null): Promise<void> {
  published = [];
  let baseUrl: string | null = null;
  if (behave !== null) {
    server = createServer((request, response) => void behave(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }
  runner = createChatRunner({
    baseUrl: () => baseUrl,
    userAgent: 'Dragoman/test',
    emit: (event) => published.push(chatEventSchema.parse(event)),
  });
}

afterEach(() => {
  runner.stopAll();
  server?.closeAllConnections();
  server?.close();
  server = null;
});

async function lastEvent(): Promise<ChatEvent | undefined> {
  await expect.poll(() => published.at(-1)?.kind).toMatch(/^(finished|failed)$/);
  return published.at(-1);
}

/** Responds with these chunks, unchanged. */
const streaming =
  (...parts: string[]): Behaviour =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-dragoman-exchange': 'exchange-1' });
    for (const part of parts) response.write(part);
    response.end();
  };
const chunk = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

test('sends an OpenAI client’s request', async () => {
  let seen: { request: IncomingMessage; body: unknown } | null = null;
  await open(async (request, response) => {
    seen = { request, body: JSON.parse(await text(request)) };
    await streaming('data: [DONE]\n\n')(request, response);
  });
  runner.send({ ...input, maxTokens: 7 });
  await lastEvent();
  expect(seen).toMatchObject({
    request: { method: 'POST', url: '/v1/chat/completions' },
    body: {
      model: 'gpt-4',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
      max_tokens: 7,
      stream: true,
    },
  });
});

test('streams reasoning and text, and ends with finish_reason and usage, cut anywhere', async () => {
  const whole =
    chunk({ choices: [{ delta: { role: 'assistant', content: '' }, finish_reason: null }] }) +
    chunk({ choices: [{ delta: { reasoning_content: 'Hm.' } }] }) +
    chunk({ choices: [{ delta: { content: 'Ça ' } }] }) +
    chunk({ choices: [{ delta: { content: 'va 🙂' } }] }) +
    chunk({ choices: [{ delta: {}, finish_reason: 'stop' }] }) +
    ': keep-alive\n\n' +
    chunk({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 } }) +
    'data: [DONE]\n\n';
  const bytes = Buffer.from(whole);
  await open(async (_request, response) => {
    response.writeHead(200, { 'x-dragoman-exchange': 'exchange-1' });
    for (let at = 0; at < bytes.length; at += 7) {
      response.write(bytes.subarray(at, at + 7));
      await new Promise(setImmediate);
    }
    response.end();
  });
  runner.send(input);
  await lastEvent();
  const said = (kind: string): string =>
    published.map((event) => ('text' in event && event.kind === kind ? event.text : '')).join('');
  expect(published[0]).toEqual({ kind: 'started', run: 'r1', exchangeId: 'exchange-1' });
  expect(said('reasoning')).toBe('Hm.');
  expect(said('text')).toBe('Ça va 🙂');
  expect(published.at(-1)).toEqual({
    kind: 'finished',
    run: 'r1',
    finishReason: 'stop',
    usage: { prompt: 3, completion: 5 },
  });
});

test.each<[string, Behaviour | null, object]>([
  ['nothing listening', null, { kind: 'failed', code: 'proxy_stopped' }],
  [
    'an OpenAI error',
    (_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          error: { message: 'No key.', type: 'authentication_error', code: 'no_api_key', param: null },
        }),
      );
    },
    { kind: 'failed', code: 'no_api_key', message: 'No key.' },
  ],
  [
    'a response of another server',
    (_request, response) => {
      response.writeHead(502);
      response.end('<html>');
    },
    { kind: 'failed', code: 'http_502' },
  ],
  [
    'an error inside the stream',
    streaming(chunk({ error: { message: 'Overloaded', type: 'overloaded_error', code: null } }), 'data: [DONE]\n\n'),
    { kind: 'failed', code: 'overloaded_error', message: 'Overloaded' },
  ],
  [
    'a stream without an end',
    streaming(chunk({ choices: [{ delta: { content: 'half' } }] })),
    { kind: 'failed', code: 'stream_ended' },
  ],
  [
    'a connection that breaks',
    (_request, response) => response.destroy(),
    { kind: 'failed', code: 'chat_interrupted' },
  ],
  [
    'a stream of nonsense',
    streaming('data: nonsense\n\ndata: {"choices":7}\n\ndata: [DONE]\n\n'),
    { kind: 'finished', finishReason: null },
  ],
])('%s', async (_name, behave, ending) => {
  await open(behave);
  runner.send(input);
  expect(await lastEvent()).toMatchObject({ run: 'r1', ...ending });
});

test('stopping ends the run and its request immediately', async () => {
  const left: string[] = [];
  await open((_request, response) => {
    response.writeHead(200, {});
    response.write(chunk({ choices: [{ delta: { content: 'And' } }] }));
    response.on('close', () => left.push('left'));
  });
  runner.send(input);
  await expect.poll(() => published.at(-1)?.kind).toBe('text');
  runner.stop('r1');
  expect(await lastEvent()).toMatchObject({ kind: 'finished', finishReason: 'stopped' });
  await expect.poll(() => left).toEqual(['left']);
});

/** Writes `chunk` until the connection closes. */
const endless =
  (status: number, part: string): Behaviour =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/event-stream' });
    const more = (): void => {
      while (!response.destroyed && response.write(part));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };

test('an endless error body is read up to the size limit of errors', async () => {
  await open(endless(500, 'x'.repeat(64 * 1024)));
  runner.send(input);
  expect(await lastEvent()).toMatchObject({ kind: 'failed', code: 'http_500' });
});

test('an endless event ends the run', async () => {
  await open(endless(200, 'data: xxxxxxxxxxxxxxx'.repeat(64 * 1024)));
  runner.send(input);
  expect(await lastEvent()).toMatchObject({ kind: 'failed', code: 'chat_interrupted' });
});
