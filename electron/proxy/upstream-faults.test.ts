import { brotliCompressSync, gzipSync } from 'node:zlib';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { failure, messages, useFaultProxy, streamOf } from './__fixtures__/fault-proxy.ts';
import {
  event,
  eventStream,
  json,
  message,
  type Script,
  startScriptedUpstream,
  textEvents,
} from './__fixtures__/scripted-upstream.ts';
import { startTestProxy } from './__fixtures__/test-proxy.ts';

const faults = useFaultProxy();
/** Has short timeouts for the first byte and between bytes. */
const impatient = useFaultProxy(undefined, { idle: 100 });
/** The same before there are headers. */
const hasty = useFaultProxy(undefined, { headers: 100, idle: 100 });

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
      'as JSON instead of events',
      (): Script => (_request, response) => void response.writeHead(200, json).end(JSON.stringify(message('Bonjour'))),
    ],
    [
      'as JSON behind a byte order mark',
      (): Script => (_request, response) =>
        void response.writeHead(200, json).end(`\uFEFF${JSON.stringify(message('Bonjour'))}`),
    ],
    ['without the last blank line', () => streamOf([textEvents(['Bon', 'jour']).join('').trimEnd()])],
  ])('arrive %s', async (_what, script) => {
    faults.upstream.script = script();
    expect(await faults.streamed()).toEqual({ text: 'Bonjour', finish: 'stop', error: null });
  });

  it('have keep-alive comments while the upstream is silent', async () => {
    const events = textEvents(['Bon', 'jour']);
    let goOn = (): void => undefined;
    faults.upstream.script = (_request, response) => {
      response.writeHead(200, eventStream);
      response.write(events.slice(0, 3).join(''));
      goOn = () => response.end(events.slice(3).join(''));
    };
    const response = await fetch(`${faults.testProxy.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4', max_tokens: 100, messages, stream: true }),
    });
    const seen: string[] = [];
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      seen.push(chunk);
      if (seen.join('').includes(': keep-alive\n\n')) goOn();
    }
    expect(seen.join('')).toMatch(/"Bon".*: keep-alive\n\n.*"jour".*\[DONE\]/s);
  });
});

describe('a truncated stream', () => {
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
        response.write(begun.join(''));
        // A reset discards unread bytes.
        void faults.read('jour').then(() => response.socket?.resetAndDestroy());
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
    const served = code === 'upstream_timeout' ? impatient : faults;
    served.upstream.script = script;
    const { text, finish, error } = await served.streamed();
    expect(text).toBe('Bonjour');
    expect(finish).toBeNull();
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ code });
    const { text: raw } = await served.wire();
    expect(raw).not.toContain('[DONE]');
    const exchange = await served.testProxy.finished((one) => one.error !== null);
    expect(exchange.summary).toMatchObject({ state: 'failed', errorCode: code });
  });

  it('releases held-back text, however the stream ended', async () => {
    const scripts: Script[] = [
      streamOf(begun),
      (_request, response) => {
        response.writeHead(200, eventStream);
        response.write(begun.join(''));
        void faults.read('jour').then(() => response.socket?.resetAndDestroy());
      },
    ];
    for (const script of scripts) {
      faults.upstream.script = script;
      const response_format = { type: 'json_object' } as const;
      expect(await faults.streamed({ response_format })).toMatchObject({
        text: 'Bonjour',
        finish: null,
        error: { code: 'upstream_truncated' },
      });
    }
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
      'a page of HTML that is called a stream',
      (_request, response) => void response.writeHead(200, eventStream).end('<html>Sign in</html>'),
      502,
      'upstream_invalid_response',
    ],
    [
      'an error body that is called a stream',
      (_request, response) =>
        void response
          .writeHead(200, eventStream)
          .end(JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })),
      503,
      'overloaded_error',
    ],
    [
      'a redirect',
      (_request, response) => void response.writeHead(302, { location: 'https://evil.example/' }).end(),
      502,
      'upstream_invalid_response',
    ],
    ['no response at all', () => undefined, 504, 'upstream_timeout'],
  ])('before the first byte (%s) is an HTTP error', async (_what, script, status, code) => {
    const served = code === 'upstream_timeout' ? hasty : faults;
    served.upstream.script = script;
    const { error } = await served.streamed();
    expect(error).toMatchObject({ status, code });
    expect(await failure(served.whole())).toMatchObject({ status, code });
  });
});

describe('a response in the other form (JSON or SSE)', () => {
  const [start = '', ...rest] = textEvents(['Bon', 'jour']);
  const another = start.replace('msg_01', 'msg_02');

  it('is an error when it mixes two messages', async () => {
    faults.upstream.script = streamOf([start, ...rest.slice(0, 2), another, ...rest]);
    expect(await failure(faults.whole())).toMatchObject({ status: 502, code: 'upstream_invalid_response' });
  });

  it('is complete when bytes follow its end', async () => {
    const late = event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    faults.upstream.script = streamOf([start, ...rest, late, another]);
    expect((await faults.whole()).choices[0]?.message.content).toBe('Bonjour');
  });

  it('is parsed from events with a JSON content type', async () => {
    faults.upstream.script = streamOf(['id: 1\n', start, ...rest], json);
    expect((await faults.whole()).choices[0]?.message.content).toBe('Bonjour');
    expect(await faults.streamed()).toEqual({ text: 'Bonjour', finish: 'stop', error: null });
  });

  it('accumulates events when JSON was requested', async () => {
    const completion = await faults.whole();
    expect(completion.choices[0]?.message.content).toBe('Bonjour');
  });

  it('is requested as a stream when it may take long', async () => {
    const completion = await faults.client.chat.completions.create({ model: 'gpt-4', max_tokens: 64_000, messages });
    expect(completion.choices[0]?.message.content).toBe('Bonjour');
    expect(JSON.parse(faults.upstream.received.at(-1)?.body ?? '')).toMatchObject({ stream: true, max_tokens: 64_000 });
  });
});

describe('an unreachable upstream', () => {
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

  it('without a key is a 401 with a hint to Settings', async () => {
    const keyless = await startTestProxy({ apiKey: null, overrides: { endpoint: faults.upstream.endpoint } });
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
