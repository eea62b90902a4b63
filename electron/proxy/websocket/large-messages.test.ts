import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send, useLimitedProxy } from '../__fixtures__/oversized-responses.ts';
import { create, isEnd, openSocket } from '../__fixtures__/socket-client.ts';
import {
  event,
  eventStream,
  type ScriptedUpstream,
  startScriptedUpstream,
  textEvents,
} from '../__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy } from '../__fixtures__/test-proxy.ts';
import { createUpstream } from '../upstream/upstream-client.ts';
import { defaultResponseLimits } from '../upstream/response-limits.ts';

const MEGABYTE = 1024 * 1024;
let upstream: ScriptedUpstream;
let proxy: TestProxy;

beforeAll(async () => {
  upstream = await startScriptedUpstream(() => undefined);
  const limits = { ...defaultResponseLimits, kept: 1024 * MEGABYTE };
  proxy = await startTestProxy({
    overrides: { endpoint: upstream.endpoint },
    upstream: createUpstream(undefined, {}, limits),
  });
});
afterAll(async () => {
  await proxy.close();
  await upstream.close();
});

it('the end of a long response arrives whole, in the middle of those of other lanes', async () => {
  const delta = `é"${'word '.repeat(100_000)}`;
  const whole = delta.repeat(4);
  upstream.script = (request, response, count) => {
    const long = request.body.includes('long');
    send(eventStream, textEvents(long ? Array.from({ length: 4 }, () => delta) : ['short']).join(''))(
      request,
      response,
      count,
    );
  };
  const client = await openSocket(proxy.port);
  client.send(create({ stream_id: 'long', input: 'long' }));
  let over = false;
  let short = 0;
  const next = (): void => client.send(create({ stream_id: 'short', input: 'brief' }));
  next();
  const events = await client.until((one) => {
    over ||= one['stream_id'] === 'long' && isEnd(one);
    if (one['stream_id'] !== 'short' || !isEnd(one)) return false;
    short += 1;
    if (!over) next();
    return over;
  });
  const long = events.filter((one) => one['stream_id'] === 'long');
  expect(long.map((one) => one['sequence_number'])).toEqual(long.map((_one, index) => index));
  expect(long.at(-1)).toMatchObject({ response: { output: [{ content: [{ text: whole }] }] } });
  expect(short).toBeGreaterThan(0);
  await client.close();
});

it('a response stays upstream while the client does not read', async () => {
  const total = 64 * MEGABYTE;
  let written = 0;
  upstream.script = (_request, response) => {
    const part = event({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: 'x'.repeat(32_000) },
    });
    response.writeHead(200, eventStream).write(textEvents([]).slice(0, 2).join(''));
    const more = (): void => {
      while (written < total && !response.destroyed) {
        written += part.length;
        if (response.write(part)) continue;
        response.once('drain', more);
        return;
      }
    };
    more();
  };
  const client = await openSocket(proxy.port);
  client.socket.pause();
  client.send(create());
  let seen = -1;
  // Until nothing moves any more: all buffers on the way are full.
  await expect
    .poll(
      () => {
        const still = written > 0 && written === seen;
        seen = written;
        return still;
      },
      { interval: 500 },
    )
    .toBe(true);
  expect(written).toBeLessThan(50 * MEGABYTE);
  const gone = upstream.disconnected();
  client.socket.terminate();
  await gone;
});

describe('the memory budget', () => {
  const limited = useLimitedProxy(800_000);

  it('refuses a message beyond it, and the connection goes on', async () => {
    limited.upstream.script = send(eventStream, textEvents(['Bonjour']).join(''));
    const client = await openSocket(limited.testProxy.port);
    client.send(create({ input: 'x'.repeat(700_000) }));
    expect(await client.next()).toMatchObject({
      type: 'error',
      status: 503,
      error: { code: 'proxy_overloaded', headers: { 'retry-after': '2' } },
    });
    client.send(create());
    expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
    await client.close();
    await expect.poll(() => limited.testProxy.proxy.parts.memory.used).toBe(0);
  });
});
