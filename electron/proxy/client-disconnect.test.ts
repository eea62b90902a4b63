import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { depth } from '#shared/__fixtures__/test-depth.ts';
import { messages, useFaultProxy } from './__fixtures__/fault-proxy.ts';
import { requestText } from './__fixtures__/raw-socket.ts';
import { event, eventStream, type Script, textEvents } from './__fixtures__/scripted-upstream.ts';

const faults = useFaultProxy();

describe('a client that disconnects', () => {
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
  ])('%s aborts the upstream call', async (_when, script) => {
    const arrived = new Promise<void>((resolve) => {
      const act = script();
      faults.upstream.script = (request, response, count) => {
        act(request, response, count);
        resolve();
      };
    });
    const socket = connect(faults.testProxy.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(chat);
    await arrived;
    const gone = faults.upstream.disconnected();
    socket.destroy();
    await gone;
    const exchange = await faults.testProxy.finished((one) => one.summary.state === 'aborted');
    expect(exchange.error).toBeNull();
    expect(faults.testProxy.proxy.status().activeRequests).toBe(0);
  });
});

it('invalid bytes after a request end its stream without a second response', async () => {
  faults.upstream.script = (_request, response) => {
    response.writeHead(200, eventStream);
    response.write(textEvents(['Bonjour']).slice(0, 3).join(''));
  };
  const gone = faults.upstream.disconnected();
  const socket = connect(faults.testProxy.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    socket.write('NOISE\r\n\r\n');
  });
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const body = JSON.stringify({ model: 'gpt-4', stream: true, messages });
  const headers = ['Content-Type: application/json'];
  socket.write(requestText({ method: 'POST', path: '/v1/chat/completions', headers, body }));
  await closed;
  await gone;
  expect(text).toContain('Bonjour');
  expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
});

it('a disconnect aborts all requests of the connection, pipelined ones too', async () => {
  let arrived = 0;
  let ended = 0;
  const all = new Promise<void>((resolve) => {
    faults.upstream.script = (_request, response) => {
      arrived += 1;
      response.once('close', () => {
        ended += 1;
        if (ended === 3) resolve();
      });
    };
  });
  const ask = (path: string): string =>
    requestText({
      method: 'POST',
      path,
      headers: ['Content-Type: application/json'],
      body: JSON.stringify({ model: 'claude-sonnet-5-5', max_tokens: 9, messages }),
    });
  const socket = connect(faults.testProxy.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(ask('/v1/chat/completions') + ask('/v1/messages') + ask('/v1/chat/completions'));
  await expect.poll(() => arrived).toBe(3);
  socket.destroy();
  await all;
  await expect.poll(() => faults.testProxy.proxy.status().activeRequests).toBe(0);
});

describe('a client that reads slowly', () => {
  it('applies backpressure to the upstream', async () => {
    const deltaEvent = event({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: 'x'.repeat(16_000) },
    });
    const total = depth(3_000, 1_800);
    let written = 0;
    let blocked = (): void => undefined;
    const stalled = new Promise<void>((resolve) => {
      blocked = resolve;
    });
    const events = textEvents([]);
    faults.upstream.script = (_request, response) => {
      response.writeHead(200, eventStream);
      response.write(events.slice(0, 2).join(''));
      const more = (): void => {
        while (written < total) {
          written += 1;
          if (response.write(deltaEvent)) continue;
          // No drain for a while: backpressure has reached this side.
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
    const socket = connect(faults.testProxy.port, '127.0.0.1');
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
