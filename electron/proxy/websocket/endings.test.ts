import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { STALLED_MS } from '../../sse/backpressure.ts';
import { create, isEnd, openSocket, type SocketClient } from '../__fixtures__/socket-client.ts';
import {
  eventStream,
  type Script,
  type ScriptedUpstream,
  startScriptedUpstream,
  textEvents,
} from '../__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy } from '../__fixtures__/test-proxy.ts';
import { MAX_AGE_MS, PING_EVERY_MS, type SocketClock } from './websocket-server.ts';

/** Time that passes only when a test lets it. */
class OwnClock implements SocketClock {
  time = 0;
  readonly intervals: number[] = [];
  ticks = new Set<() => void>();
  now = (): number => this.time;
  every = (intervalMs: number, tick: () => void): (() => void) => {
    this.intervals.push(intervalMs);
    this.ticks.add(tick);
    return () => void this.ticks.delete(tick);
  };
  pass(ms: number): void {
    this.time += ms;
    for (const tick of this.ticks) tick();
  }
}

const events = textEvents(['Bonjour']);
/** Half of a response; the rest when the test says so. */
function holdSecondHalf(): { script: Script; finish: () => void } {
  const ends: (() => void)[] = [];
  return {
    script: (_request, response) => {
      response.writeHead(200, eventStream).write(events.slice(0, 3).join(''));
      ends.push(() => response.end(events.slice(3).join('')));
    },
    finish: () => ends.shift()?.(),
  };
}

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

interface Running {
  readonly testProxy: TestProxy;
  readonly upstream: ScriptedUpstream;
  readonly clock: OwnClock;
  readonly client: SocketClient;
  readonly finish: () => void;
}

async function start(): Promise<Running> {
  const half = holdSecondHalf();
  const upstream = await startScriptedUpstream(half.script);
  opened.push(() => upstream.close());
  const clock = new OwnClock();
  const testProxy = await startTestProxy({ overrides: { endpoint: upstream.endpoint }, socketClock: clock });
  opened.push(() => testProxy.close());
  const client = await openSocket(testProxy.port);
  opened.push(() => Promise.resolve(client.socket.terminate()));
  return { testProxy, upstream, clock, client, finish: half.finish };
}

const frame = z.looseObject({ type: z.string(), status: z.number(), error: z.looseObject({ code: z.string() }) });
const errorOf = (event: unknown): string => {
  const { type, status, error } = frame.parse(event);
  return `${type} ${String(status)} ${error.code}`;
};
const isDelta = ({ type }: { type: string }): boolean => type === 'response.output_text.delta';

describe('a stop of the proxy', () => {
  it('tells an idle connection and closes it', async () => {
    const { testProxy, client } = await start();
    const stopped = testProxy.proxy.stop(60_000);
    expect(errorOf(await client.next())).toBe('error 503 shutting_down');
    expect((await client.closed).code).toBe(1001);
    await stopped;
  });

  it('lets a running response end, and refuses those that wait or come later', async () => {
    const { testProxy, upstream, client, finish } = await start();
    client.send(create({ stream_id: 'a' }));
    await client.until(isDelta);
    client.send(create({ stream_id: 'a' }));
    await expect.poll(() => testProxy.proxy.status().activeRequests).toBe(2);
    const stopped = testProxy.proxy.stop(60_000);
    const queued = await client.next();
    expect(errorOf(queued)).toBe('error 503 shutting_down');
    expect(queued['stream_id']).toBe('a');
    client.send(create({ stream_id: 'b' }));
    const late = await client.next();
    expect([errorOf(late), late['stream_id']]).toEqual(['error 503 shutting_down', 'b']);
    finish();
    expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
    const goodbye = await client.next();
    expect([errorOf(goodbye), goodbye['stream_id']]).toEqual(['error 503 shutting_down', undefined]);
    expect((await client.closed).code).toBe(1001);
    await stopped;
    expect(upstream.received).toHaveLength(1);
  });

  it('ends a response that runs on after the time to drain', async () => {
    const { testProxy, upstream, client } = await start();
    client.send(create());
    await client.until(isDelta);
    const gone = upstream.disconnected();
    const stopped = testProxy.proxy.stop(0);
    expect((await client.until(isEnd)).at(-1)).toMatchObject({ type: 'response.failed' });
    expect(errorOf(await client.next())).toBe('error 503 shutting_down');
    expect((await client.closed).code).toBe(1001);
    await gone;
    await stopped;
    const exchange = await testProxy.finished();
    expect(exchange.summary).toMatchObject({ state: 'failed', errorCode: 'shutting_down' });
  });

  it('cuts a client that does not answer the close frame', async () => {
    const { testProxy, client } = await start();
    client.socket.pause();
    await testProxy.proxy.stop(0);
    client.socket.resume();
    await client.closed;
    expect(testProxy.proxy.status()).toMatchObject({ state: 'stopped', activeRequests: 0 });
  });
});

describe('after 60 minutes', () => {
  it('an idle connection is told so and closed', async () => {
    const { clock, client } = await start();
    clock.pass(MAX_AGE_MS - 1);
    clock.pass(1);
    expect(errorOf(await client.next())).toBe('error 400 websocket_connection_limit_reached');
    expect((await client.closed).code).toBe(1001);
    await expect.poll(() => clock.ticks.size).toBe(0);
  });

  it('a running response ends first', async () => {
    const { clock, client, finish } = await start();
    client.send(create());
    await client.until(isDelta);
    clock.pass(MAX_AGE_MS);
    client.send(create({ stream_id: 'late' }));
    const late = await client.next();
    expect([errorOf(late), late['stream_id']]).toEqual(['error 400 websocket_connection_limit_reached', 'late']);
    finish();
    expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
    expect(errorOf(await client.next())).toBe('error 400 websocket_connection_limit_reached');
    await client.closed;
  });
});

describe('pings', () => {
  it('are sent every 30 seconds', async () => {
    const { clock, client } = await start();
    for (let count = 0; count < 3; count += 1) {
      const pinged = new Promise((resolve) => client.socket.once('ping', resolve));
      clock.pass(PING_EVERY_MS);
      await pinged;
    }
    expect(clock.intervals).toEqual([PING_EVERY_MS]);
    await client.close();
  });

  it('that nobody answers for long end the connection', async () => {
    const { testProxy, clock, client } = await start();
    // A client that is stopped reads nothing, so it answers nothing.
    client.socket.pause();
    for (let time = 0; time <= STALLED_MS; time += PING_EVERY_MS) clock.pass(PING_EVERY_MS);
    client.socket.resume();
    expect((await client.closed).code).toBe(1006);
    expect(testProxy.proxy.status().activeRequests).toBe(0);
  });
});

describe('a client that leaves', () => {
  it.each([
    ['by a close frame', (client: SocketClient) => client.socket.close()],
    ['without one', (client: SocketClient) => client.socket.terminate()],
  ])('%s aborts the upstream calls of all lanes', async (_how, leave) => {
    const { testProxy, upstream, client } = await start();
    for (const lane of ['a', 'b']) client.send(create({ stream_id: lane }));
    for (let lanes = 0; lanes < 2; lanes += 1) await client.until(isDelta);
    const gone = upstream.disconnected();
    leave(client);
    await gone;
    await expect.poll(() => testProxy.proxy.status().activeRequests).toBe(0);
    const exchange = await testProxy.finished(({ summary }) => summary.state === 'aborted');
    expect(exchange.error).toBeNull();
  });
});
