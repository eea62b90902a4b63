import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { create, isEnd, openSocket, type SocketEvent } from '../__fixtures__/socket-client.ts';
import { useScriptedProxy } from '../__fixtures__/scripted-proxy.ts';
import { eventStream, textEvents } from '../__fixtures__/scripted-upstream.ts';
import { MAX_IN_FLIGHT, MAX_LANES, MAX_QUEUED } from './lane-queue.ts';

const parts = useScriptedProxy(() => undefined);

/** Requests that wait for their response, by their input. */
function holdResponses() {
  const held = new Map<string, ServerResponse>();
  let changed = (): void => undefined;
  parts.upstream.script = (request, response) => {
    held.set(inputOf(request.body), response);
    changed();
  };
  return {
    held,
    arrived: (count: number): Promise<void> =>
      new Promise((resolve) => {
        changed = () => {
          if (held.size >= count) resolve();
        };
        changed();
      }),
    finish(input: string): void {
      const response = held.get(input);
      held.delete(input);
      response?.writeHead(200, eventStream).end(textEvents([input]).join(''));
    },
  };
}

const body = z.looseObject({ messages: z.array(z.looseObject({ content: z.unknown() })) });
const inputOf = (text: string): string =>
  /input-[\w-]+/.exec(JSON.stringify(body.parse(JSON.parse(text)).messages.at(-1)))?.[0] ?? '';
const open = () => openSocket(parts.testProxy.port);
const laneOf = ({ stream_id: lane }: SocketEvent): unknown => lane ?? null;
const codeOf = (event: SocketEvent): unknown => Reflect.get(Object(event['error']), 'code');

describe('lanes', () => {
  it('run side by side, and each event names its lane', async () => {
    const upstream = holdResponses();
    const client = await open();
    for (const lane of ['a', 'b']) client.send(create({ stream_id: lane, input: `input-${lane}` }));
    client.send(create({ input: 'input-default' }));
    await upstream.arrived(3);
    for (const lane of ['default', 'b', 'a']) {
      upstream.finish(`input-${lane}`);
      const events = await client.until(isEnd);
      expect(new Set(events.map(laneOf))).toEqual(new Set([lane === 'default' ? null : lane]));
      expect(JSON.stringify(events.at(-1))).toContain(`input-${lane}`);
    }
    await client.close();
  });

  it('run one response at a time, in the order of the requests', async () => {
    const upstream = holdResponses();
    const client = await open();
    for (const index of [1, 2, 3]) client.send(create({ stream_id: 'a', input: `input-${String(index)}` }));
    for (const index of [1, 2, 3]) {
      await upstream.arrived(1);
      expect([...upstream.held.keys()]).toEqual([`input-${String(index)}`]);
      upstream.finish(`input-${String(index)}`);
      await client.until(isEnd);
    }
    await client.close();
  });

  it(`have ${String(MAX_IN_FLIGHT)} responses in flight, and others wait`, async () => {
    const upstream = holdResponses();
    const client = await open();
    const lanes = Array.from({ length: MAX_LANES }, (_, index) => `l-${String(index)}`);
    for (const lane of lanes) client.send(create({ stream_id: lane, input: `input-${lane}` }));
    await upstream.arrived(MAX_IN_FLIGHT);
    // Each has a connection upstream of its own, so they arrive in any order.
    expect(new Set(upstream.held.keys())).toEqual(
      new Set(lanes.slice(0, MAX_IN_FLIGHT).map((lane) => `input-${lane}`)),
    );
    for (const lane of lanes) {
      if (!upstream.held.has(`input-${lane}`)) await upstream.arrived(MAX_IN_FLIGHT);
      expect(upstream.held.size).toBeLessThanOrEqual(MAX_IN_FLIGHT);
      upstream.finish(`input-${lane}`);
      expect(laneOf((await client.until(isEnd)).at(-1) ?? { type: '' })).toBe(lane);
    }
    await client.close();
  });

  it(`are ${String(MAX_LANES)} in the life of a connection, and the default lane`, async () => {
    parts.upstream.script = (_request, response) =>
      void response.writeHead(200, eventStream).end(textEvents(['x']).join(''));
    const client = await open();
    const end = async (fields: object): Promise<SocketEvent | undefined> => {
      client.send(create(fields));
      return (await client.until(isEnd)).at(-1);
    };
    for (let index = 0; index < MAX_LANES; index += 1)
      expect((await end({ stream_id: `l${String(index)}` }))?.type).toBe('response.completed');
    expect(await end({ stream_id: 'one-more' })).toMatchObject({
      type: 'error',
      status: 400,
      stream_id: 'one-more',
      error: { code: 'websocket_stream_limit_reached', param: 'stream_id' },
    });
    expect((await end({ stream_id: 'l0' }))?.type).toBe('response.completed');
    expect((await end({}))?.type).toBe('response.completed');
    await client.close();
  });

  it('refuse requests that wait beyond the limit', async () => {
    const upstream = holdResponses();
    const client = await open();
    for (let index = 0; index < MAX_QUEUED + 2; index += 1) client.send(create({ input: 'input-x' }));
    const refused = await client.next();
    expect([refused['status'], codeOf(refused)]).toEqual([429, 'websocket_queue_full']);
    expect(parts.testProxy.proxy.status().activeRequests).toBeGreaterThan(0);
    client.socket.terminate();
    await expect.poll(() => parts.testProxy.proxy.status().activeRequests).toBe(0);
    expect(upstream.held.size).toBe(1);
  });
});
