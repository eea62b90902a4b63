import { connect } from 'node:net';
import { Stream } from 'node:stream';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { depth, isLong } from '#shared/__fixtures__/test-depth.ts';
import { messages, useFaultProxy } from './__fixtures__/fault-proxy.ts';
import { requestText } from './__fixtures__/raw-socket.ts';
import { event, eventStream, type Script, textEvents } from './__fixtures__/scripted-upstream.ts';

const faults = useFaultProxy((_request, response) => {
  response.writeHead(200, eventStream);
  response.write(textEvents(['Bonjour']).slice(0, 3).join(''));
});

const requestTo = (path: string): string =>
  requestText({
    method: 'POST',
    path,
    headers: ['Content-Type: application/json', 'Connection: close'],
    body: JSON.stringify(
      path.endsWith('/responses')
        ? { model: 'gpt-4', stream: true, input: 'Bonjour?' }
        : { model: 'gpt-4', max_tokens: 100, stream: true, messages },
    ),
  });

/**
 * Requests, responses and sockets that are alive after a full collection, which all inherit from `Stream`, and the sockets that
 * are open. Each query walks through the whole heap, so there is one.
 */
function alive(): Record<string, number> {
  const open = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  return { streams: queryObjects(Stream, { format: 'count' }), open };
}

const STREAMS = depth(1_000, 50);

const endpoints = ['/v1/chat/completions', '/v1/responses', '/v1/messages'];

// Counting objects traverses the whole heap: the short form does so once for all endpoints.
describe.each(isLong ? endpoints.map((path) => [path]) : [endpoints])(`${STREAMS} streams of %s`, (...paths) => {
  /** Disconnects when the response has started. */
  const visit = (path: string): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(faults.testProxy.port, '127.0.0.1', () => socket.write(requestTo(path)));
      socket.once('data', () => socket.destroy());
      socket.once('close', () => resolve());
    });
  const visitAll = async (count: number): Promise<void> => {
    for (const path of paths) {
      for (let round = 0; round < count / 25; round += 1)
        await Promise.all(Array.from({ length: 25 }, async () => await visit(path)));
    }
    await expect.poll(() => faults.testProxy.proxy.status().activeRequests).toBe(0);
  };

  it('whose clients disconnect leak nothing', async () => {
    await visitAll(25);
    const before = alive();
    const sentBefore = faults.upstream.received.length;
    await visitAll(STREAMS);
    expect(faults.upstream.received.length - sentBefore).toBe(STREAMS * paths.length);
    // A connection or two that is kept, and what the runtime itself holds on to; not one for each stream.
    await expect
      .poll(() => Object.entries(alive()).filter(([name, count]) => count > (before[name] ?? 0) + 20), {
        interval: 500,
      })
      .toEqual([]);
  });
});

setFlagsFromString('--expose-gc');
// No other test uses it.
const collect: () => void = runInNewContext('gc');
const MEGABYTE = 1024 * 1024;
/** A block of about a megabyte; a long response has many. */
const blockAt = (index: number): string[] => [
  event({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } }),
  ...Array.from({ length: 32 }, () =>
    event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: 'x'.repeat(32_000) } }),
  ),
  event({ type: 'content_block_stop', index }),
];
const TOTAL = depth(200, 64) * MEGABYTE;

/** Writes all of it in events as fast as they are taken; `written` counts. */
function flood(count: { written: number }): Script {
  return (_request, response) => {
    const [start = '', , , ...end] = textEvents([]);
    let index = 0;
    let chunks: string[] = [];
    response.writeHead(200, eventStream);
    response.write(start);
    const more = (): void => {
      while (count.written < TOTAL) {
        if (chunks.length === 0) chunks = blockAt(index++);
        const part = chunks.shift() ?? '';
        count.written += part.length;
        if (response.write(part)) continue;
        response.once('drain', more);
        return;
      }
      response.end(end.join(''));
    };
    more();
  };
}

describe.each(['/v1/chat/completions', '/v1/messages'])(`${TOTAL / MEGABYTE} MB from %s`, (path) => {
  /** In megabytes, without garbage. */
  const used = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / MEGABYTE;
  };

  it('stay upstream while the client reads slowly', async () => {
    const count = { written: 0 };
    faults.upstream.script = flood(count);
    const socket = connect(faults.testProxy.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(requestTo(path));
    // Until nothing moves any more: all buffers on the way are full.
    let seen = -1;
    await expect
      .poll(
        () => {
          const still = count.written > 0 && count.written === seen;
          seen = count.written;
          return still;
        },
        { interval: 500 },
      )
      .toBe(true);
    const before = used();
    for (let read = 0; read < 20; read += 1) {
      socket.read(1_024);
      await new Promise((resolve) => setImmediate(resolve));
    }
    // Bytes in transit are in the kernel's buffers and one chunk, far less than the whole.
    expect(count.written).toBeLessThan(50 * MEGABYTE);
    expect(used() - before).toBeLessThan(32);
    const gone = faults.upstream.disconnected();
    socket.destroy();
    await gone;
  });

  it('pass with constant memory when the client reads on', async () => {
    const count = { written: 0 };
    faults.upstream.script = flood(count);
    const socket = connect(faults.testProxy.port, '127.0.0.1', () => socket.write(requestTo(path)));
    let received = 0;
    const levels: number[] = [];
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > ((levels.length + 1) * TOTAL) / 10) levels.push(used());
    });
    await new Promise((resolve) => socket.once('close', resolve));
    expect(received).toBeGreaterThan(TOTAL * 0.95);
    expect(levels.length).toBeGreaterThan(8);
    expect(Math.max(...levels) - (levels[0] ?? 0)).toBeLessThan(32);
  });
});
