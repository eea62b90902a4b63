import { Stream } from 'node:stream';
import { queryObjects } from 'node:v8';
import { expect, it } from 'vitest';
import { depth } from '#shared/__fixtures__/test-depth.ts';
import { create, isEnd, openSocket, type SocketClient } from '../__fixtures__/socket-client.ts';
import { useScriptedProxy } from '../__fixtures__/scripted-proxy.ts';
import { eventStream, textEvents } from '../__fixtures__/scripted-upstream.ts';

const parts = useScriptedProxy((_request, response) => {
  response.writeHead(200, eventStream);
  response.write(textEvents(['Bonjour']).slice(0, 3).join(''));
});

/** Streams that are alive after a full collection, and the sockets that are open. */
function alive(): Record<string, number> {
  const open = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  return { streams: queryObjects(Stream, { format: 'count' }), open };
}

const openAll = (count: number): Promise<SocketClient[]> =>
  Promise.all(Array.from({ length: count }, () => openSocket(parts.testProxy.port)));

async function isIdle(): Promise<void> {
  const { proxy } = parts.testProxy;
  await expect
    .poll(() => [proxy.status().activeRequests, proxy.parts.memory.used, proxy.parts.laneResponses.size])
    .toEqual([0, 0, 0]);
}

const SOCKETS = depth(1_000, 100);

it(`${SOCKETS} clients that vanish in the middle of a response leave nothing behind`, async () => {
  const visit = async (): Promise<void> => {
    const client = await openSocket(parts.testProxy.port);
    client.send(create({ stream_id: 'a' }));
    client.send(create({ stream_id: 'b' }));
    // Waits behind the first.
    client.send(create({ stream_id: 'a' }));
    await client.until(({ type }) => type === 'response.output_text.delta');
    client.socket.terminate();
    await client.closed;
  };
  const visitAll = async (count: number): Promise<void> => {
    for (let round = 0; round < count / 20; round += 1) await Promise.all(Array.from({ length: 20 }, visit));
    await isIdle();
  };
  await visitAll(20);
  const before = alive();
  await visitAll(SOCKETS);
  // A connection or two that is kept, and what the runtime itself holds on to; not one for each client.
  await expect
    .poll(() => Object.entries(alive()).filter(([name, count]) => count > (before[name] ?? 0) + 20), { interval: 500 })
    .toEqual([]);
});

it('500 idle connections are held, and each still works', async () => {
  parts.upstream.script = (_request, response) => {
    response.writeHead(200, eventStream);
    response.end(textEvents(['Bonjour']).join(''));
  };
  const clients: SocketClient[] = [];
  for (let round = 0; round < 10; round += 1) clients.push(...(await openAll(50)));
  for (const client of [clients[0], clients[250], clients[499]]) {
    client?.send(create());
    expect((await client?.until(isEnd))?.at(-1)?.type).toBe('response.completed');
  }
  expect(parts.testProxy.proxy.parts.laneResponses.size).toBe(3);
  for (const client of clients) client.socket.terminate();
  await isIdle();
});
