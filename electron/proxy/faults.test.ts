import { connect } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requestText } from './__fixtures__/raw.ts';
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
import { createUpstream } from './upstream.ts';

let upstream: ScriptedUpstream;
let house: TestProxy;
let client: OpenAI;

beforeAll(async () => {
  upstream = await startScriptedUpstream(() => undefined);
  house = await startTestProxy({
    overrides: { endpoint: upstream.endpoint },
    upstream: createUpstream({ connect: 1_000, headers: 700, idle: 700 }, {}),
    keepAliveMs: 40,
  });
  client = new OpenAI({ baseURL: `${house.origin}/v1`, apiKey: 'any', maxRetries: 0 });
});

afterAll(async () => {
  await house.close();
  await upstream.close();
});

beforeEach(() => {
  upstream.script = streamOf(textEvents(['Bon', 'jour']));
});

function streamOf(events: readonly string[], headers: Record<string, string> = eventStream): Script {
  return (_request, response) => {
    response.writeHead(200, headers);
    response.end(events.join(''));
  };
}

const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Bonjour?' }];
const whole = (options?: OpenAI.RequestOptions): Promise<OpenAI.ChatCompletion> =>
  client.chat.completions.create({ model: 'gpt-4', max_tokens: 100, messages }, options);

/** Reads a stream to its end: the text, how it finished, and the error that broke it. */
async function streamed(): Promise<{ text: string; finish: string | null; error: unknown }> {
  let text = '';
  let finish: string | null = null;
  try {
    const stream = await client.chat.completions.create({ model: 'gpt-4', max_tokens: 100, messages, stream: true });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    return { text, finish, error: null };
  } catch (error) {
    return { text, finish, error };
  }
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('bytes of a stream', () => {
  it.each([
    ['with CRLF', () => streamOf(textEvents(['Bon', 'jour'], '\r\n'))],
    ['with a byte order mark', () => streamOf(['\uFEFF', ...textEvents(['Bon', 'jour'])])],
    [
      'with pings and unknown events',
      () => streamOf([event({ type: 'ping' }), event({ type: 'future' }), ...textEvents(['Bon', 'jour'])]),
    ],
    [
      'gzipped',
      (): Script => (_request, response) => {
        response.writeHead(200, { ...eventStream, 'content-encoding': 'gzip' });
        response.end(gzipSync(textEvents(['Bon', 'jour']).join('')));
      },
    ],
    [
      'brotli-compressed',
      (): Script => (_request, response) => {
        response.writeHead(200, { ...eventStream, 'content-encoding': 'br' });
        response.end(brotliCompressSync(textEvents(['Bon', 'jour']).join('')));
      },
    ],
    [
      'one at a time',
      (): Script => (_request, response) => {
        response.writeHead(200, eventStream);
        const bytes = Buffer.from(textEvents(['Bon', 'jour']).join(''));
        const next = (index: number): void => {
          if (index >= bytes.length) response.end();
          else response.write(bytes.subarray(index, index + 1), () => setImmediate(next, index + 1));
        };
        next(0);
      },
    ],
    [
      'as JSON in place of events',
      (): Script => (_request, response) => void response.writeHead(200, json).end(JSON.stringify(message('Bonjour'))),
    ],
    ['without the last blank line', () => streamOf([textEvents(['Bon', 'jour']).join('').trimEnd()])],
  ])('arrive %s', async (_what, script) => {
    upstream.script = script();
    expect(await streamed()).toEqual({ text: 'Bonjour', finish: 'stop', error: null });
  });

  it('are kept apart by comments while the upstream is silent', async () => {
    const events = textEvents(['Bon', 'jour']);
    upstream.script = (_request, response) => {
      response.writeHead(200, eventStream);
      response.write(events.slice(0, 3).join(''));
      setTimeout(() => response.end(events.slice(3).join('')), 200);
    };
    const { text } = await fetchText();
    expect(text).toContain(': keep-alive\n\n');
    expect(await streamed()).toMatchObject({ text: 'Bonjour', error: null });
  });
});

async function fetchText(): Promise<{ status: number; text: string }> {
  const response = await fetch(`${house.origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4', max_tokens: 100, messages, stream: true }),
  });
  return { status: response.status, text: await response.text() };
}

describe('a stream that breaks', () => {
  const begun = textEvents(['Bon', 'jour']).slice(0, 4);
  it.each<[what: string, script: Script, code: string]>([
    ['in the middle', streamOf(begun), 'upstream_truncated'],
    [
      'in the middle of an event',
      streamOf([...begun, 'event: content_block_delta\ndata: {"type":"content_b']),
      'upstream_truncated',
    ],
    ['before its last event', streamOf(textEvents(['Bon', 'jour']).slice(0, -1)), 'upstream_truncated'],
    [
      'with a reset',
      (_request, response) => {
        response.writeHead(200, eventStream);
        response.write(begun.join(''), () => setTimeout(() => response.socket?.resetAndDestroy(), 20));
      },
      'upstream_truncated',
    ],
    [
      'by going silent',
      (_request, response) => {
        response.writeHead(200, eventStream);
        response.write(begun.join(''));
      },
      'upstream_timeout',
    ],
    [
      'with an error event',
      streamOf([...begun, event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })]),
      'overloaded_error',
    ],
  ])('%s ends with an error, never as if it were whole', async (_what, script, code) => {
    upstream.script = script;
    const { text, finish, error } = await streamed();
    expect(text).toBe('Bonjour');
    expect(finish).toBeNull();
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ code });
    const { text: raw } = await fetchText();
    expect(raw).not.toContain('[DONE]');
    const exchange = await house.finished((one) => one.error !== null);
    expect(exchange.summary).toMatchObject({ state: 'failed', errorCode: code });
  });

  it.each<[what: string, script: Script, status: number, code: string]>([
    [
      'an error event',
      streamOf([
        event({ type: 'ping' }),
        event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
      ]),
      503,
      'overloaded_error',
    ],
    ['its end', streamOf([event({ type: 'ping' })]), 502, 'upstream_truncated'],
    ['silence', (_request, response) => response.writeHead(200, eventStream).flushHeaders(), 504, 'upstream_timeout'],
    [
      'a page of HTML',
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
      502,
      'upstream_invalid_response',
    ],
    [
      'a redirect',
      (_request, response) => void response.writeHead(302, { location: 'https://evil.example/' }).end(),
      502,
      'upstream_invalid_response',
    ],
    ['no answer at all', () => undefined, 504, 'upstream_timeout'],
  ])('before anything was sent (%s) is a real HTTP error', async (_what, script, status, code) => {
    upstream.script = script;
    const { error } = await streamed();
    expect(error).toMatchObject({ status, code });
    expect(await failure(whole())).toMatchObject({ status, code });
  });
});

describe('an answer in the other form', () => {
  it('is put together from events when JSON was asked for', async () => {
    const completion = await whole();
    expect(completion.choices[0]?.message.content).toBe('Bonjour');
  });

  it('is asked for as a stream when it may take long', async () => {
    const completion = await client.chat.completions.create({ model: 'gpt-4', max_tokens: 64_000, messages });
    expect(completion.choices[0]?.message.content).toBe('Bonjour');
    expect(JSON.parse(upstream.received.at(-1)?.body ?? '')).toMatchObject({ stream: true, max_tokens: 64_000 });
  });
});

describe('an upstream that is not there', () => {
  it('is a 502 in OpenAI’s shape', async () => {
    const gone = await startScriptedUpstream(() => undefined);
    await gone.close();
    const lonely = await startTestProxy({ overrides: { endpoint: gone.endpoint } });
    const response = await fetch(`${lonely.origin}/v1/chat/completions`, {
      method: 'POST',
      // The header keeps the proxy from trying again, as the official clients ask.
      headers: { 'content-type': 'application/json', 'x-stainless-retry-count': '0' },
      body: JSON.stringify({ model: 'gpt-4', messages }),
    });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      error: { code: 'upstream_unreachable', type: 'server_error', param: null },
    });
    await lonely.close();
  });

  it('cannot be asked without a key: 401 with the way to Settings', async () => {
    const keyless = await startTestProxy({ apiKey: null, overrides: { endpoint: upstream.endpoint } });
    const response = await fetch(`${keyless.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-ant-of-the-client' },
      body: JSON.stringify({ model: 'gpt-4', messages }),
    });
    expect(response.status).toBe(401);
    const { error } = JSON.parse(await response.text());
    expect(error).toMatchObject({ code: 'no_api_key', type: 'invalid_request_error' });
    expect(error.message).toContain('Settings');
    await keyless.close();
  });
});

describe('trying again', () => {
  const overloaded: Script = (_request, response) =>
    void response
      .writeHead(529, { ...json, 'retry-after-ms': '1' })
      .end(JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }));

  it('passes an overload for a client that does not try by itself', async () => {
    const good = upstream.script;
    const before = upstream.received.length;
    upstream.script = (request, response, count) => (count <= before + 2 ? overloaded : good)(request, response, count);
    expect((await fetchText()).status).toBe(200);
    expect(upstream.received.length - before).toBe(3);
  });

  it('is left to the official client, which does', async () => {
    upstream.script = overloaded;
    const before = upstream.received.length;
    expect(await failure(whole())).toMatchObject({ status: 503 });
    expect(upstream.received.length - before).toBe(1);
  });

  it('repairs a request that the model refused, once, and remembers', async () => {
    const good = upstream.script;
    const refused: Script = (_request, response) =>
      void response.writeHead(400, json).end(
        JSON.stringify({
          type: 'error',
          error: {
            type: 'invalid_request_error',
            message:
              'max_tokens: 100 > 50, which is the maximum allowed number of output tokens for claude-unheard-of-9',
          },
        }),
      );
    const before = upstream.received.length;
    upstream.script = (request, response, count) => {
      const { max_tokens: limit } = JSON.parse(request.body);
      (limit > 50 ? refused : good)(request, response, count);
    };
    const ask = () =>
      client.chat.completions.create({ model: 'claude-unheard-of-9', max_tokens: 100, messages }).withResponse();
    const { response } = await ask();
    expect(response.headers.get('x-dragoman-notes')).toContain('healed-max-output-tokens');
    expect(upstream.received.length - before).toBe(2);
    await ask();
    expect(upstream.received.length - before).toBe(3);
  });

  it('does not repair what it cannot', async () => {
    upstream.script = (_request, response) =>
      void response
        .writeHead(400, json)
        .end(JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'something new' } }));
    const before = upstream.received.length;
    expect(await failure(whole())).toMatchObject({ status: 400 });
    expect(upstream.received.length - before).toBe(1);
  });
});

describe('a demanded tool call on a model that takes no demands', () => {
  const tools: OpenAI.ChatCompletionTool[] = [
    { type: 'function', function: { name: 'look', parameters: { type: 'object' } } },
  ];
  const ask = () =>
    client.chat.completions
      .create({ model: 'claude-opus-5-5', max_tokens: 100, messages, tools, tool_choice: 'required' })
      .withResponse();
  const call = message('', {
    content: [{ type: 'tool_use', id: 'toolu_1', name: 'look', input: {} }],
    stop_reason: 'tool_use',
  });

  it('is asked for once more', async () => {
    const before = upstream.received.length;
    upstream.script = (_request, response, count) => {
      response.writeHead(200, json).end(JSON.stringify(count === before + 1 ? message('No.') : call));
    };
    const { data, response } = await ask();
    expect(data.choices[0]?.finish_reason).toBe('tool_calls');
    expect(data.usage?.completion_tokens).toBe(10);
    expect(response.headers.get('x-dragoman-notes')).toContain('tool-call-asked-twice');
  });

  it('is given up after that, and said', async () => {
    const before = upstream.received.length;
    upstream.script = (_request, response) => void response.writeHead(200, json).end(JSON.stringify(message('No.')));
    const { data, response } = await ask();
    expect(data.choices[0]?.message.content).toBe('No.');
    expect(response.headers.get('x-dragoman-notes')).toContain('tool-call-missing');
    expect(upstream.received.length - before).toBe(2);
  });
});

describe('a paused turn', () => {
  const paused = [
    event({ type: 'message_start', message: message('', { content: [], stop_reason: null }) }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Searching. ' } }),
    event({ type: 'content_block_stop', index: 0 }),
    event({
      type: 'message_delta',
      delta: { stop_reason: 'pause_turn', stop_sequence: null },
      usage: { output_tokens: 3 },
    }),
    event({ type: 'message_stop' }),
  ];

  it.each([true, false])('is resumed within one answer (stream: %s)', async (stream) => {
    const before = upstream.received.length;
    upstream.script = (request, response, count) =>
      streamOf(count === before + 1 ? paused : textEvents(['Found.']))(request, response, count);
    const answer = stream ? (await streamed()).text : (await whole()).choices[0]?.message.content;
    expect(answer).toBe('Searching. Found.');
    expect(JSON.parse(upstream.received.at(-1)?.body ?? '').messages.at(-1)).toMatchObject({
      role: 'assistant',
      content: [{ type: 'text', text: 'Searching. ' }],
    });
  });

  it('is not resumed for ever', async () => {
    upstream.script = streamOf(paused);
    const before = upstream.received.length;
    expect(await streamed()).toMatchObject({ finish: 'stop', error: null });
    expect(upstream.received.length - before).toBe(9);
  });
});

describe('a client that leaves', () => {
  const chat = requestText({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: ['Content-Type: application/json'],
    body: JSON.stringify({ model: 'gpt-4', stream: true, messages }),
  });

  it.each([
    ['before the first byte', (): Script => () => undefined],
    [
      'in the middle of a stream',
      (): Script => (_request, response) => {
        response.writeHead(200, eventStream);
        response.write(textEvents(['Bonjour']).slice(0, 3).join(''));
      },
    ],
  ])('%s ends the call upstream', async (_when, script) => {
    const arrived = new Promise<void>((resolve) => {
      const act = script();
      upstream.script = (request, response, count) => {
        act(request, response, count);
        resolve();
      };
    });
    const socket = connect(house.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(chat);
    await arrived;
    const gone = upstream.disconnected();
    socket.destroy();
    await gone;
    const exchange = await house.finished((one) => one.summary.state === 'aborted');
    expect(exchange.error).toBeNull();
    expect(house.proxy.status().activeRequests).toBe(0);
  });

  it('a hundred times leaves nothing behind', async () => {
    upstream.script = (_request, response) => {
      response.writeHead(200, eventStream);
      response.write(textEvents(['Bonjour']).slice(0, 3).join(''));
    };
    const visit = (): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(house.port, '127.0.0.1', () => socket.write(chat));
        socket.once('data', () => socket.destroy());
        socket.once('close', () => resolve());
      });
    for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 10 }, visit));
    await new Promise<void>((resolve) => {
      const look = (): void => void (house.proxy.status().activeRequests === 0 ? resolve() : setTimeout(look, 5));
      look();
    });
    expect(house.proxy.status().activeRequests).toBe(0);
  });
});

describe('a client that reads slowly', () => {
  it('slows the upstream down in place of filling our memory', async () => {
    const piece = event({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: 'x'.repeat(16_000) },
    });
    const total = 3_000;
    let written = 0;
    let blocked = (): void => undefined;
    const stalled = new Promise<void>((resolve) => {
      blocked = resolve;
    });
    const events = textEvents([]);
    upstream.script = (_request, response) => {
      response.writeHead(200, eventStream);
      response.write(events.slice(0, 2).join(''));
      const more = (): void => {
        while (written < total) {
          written += 1;
          if (response.write(piece)) continue;
          // No drain for a while: the pressure has arrived here.
          const timer = setTimeout(blocked, 300);
          response.once('drain', () => {
            clearTimeout(timer);
            more();
          });
          return;
        }
        response.end(events.slice(2).join(''));
      };
      more();
    };
    const socket = connect(house.port, '127.0.0.1');
    socket.pause();
    socket.write(
      requestText({
        method: 'POST',
        path: '/v1/chat/completions',
        headers: ['Content-Type: application/json', 'Connection: close'],
        body: JSON.stringify({ model: 'gpt-4', stream: true, messages }),
      }),
    );
    await stalled;
    expect(written).toBeLessThan(total);
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(written).toBe(total);
    expect(received).toBeGreaterThan(total * 16_000);
  });
});
