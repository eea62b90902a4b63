import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { createFrameChannel, type FrameChannel } from './frame-channel.ts';

const http = createServer();
const server = new WebSocketServer({ server: http });
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address object.
  url = `ws://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
});
afterAll(() => {
  for (const client of server.clients) client.terminate();
  http.close();
});

interface Pair {
  readonly channel: FrameChannel;
  readonly client: WebSocket;
  readonly connection: Socket;
  /** The messages received, once there are so many. */
  readonly received: (count: number) => Promise<string[]>;
}

async function connectPair(): Promise<Pair> {
  const accepted = new Promise<{ peer: WebSocket; connection: Socket }>((resolve) => {
    server.once('connection', (peer, { socket }) => resolve({ peer, connection: socket }));
  });
  const client = new WebSocket(url);
  const messages: string[] = [];
  let changed = (): void => undefined;
  client.on('message', (data: Buffer) => {
    messages.push(data.toString());
    changed();
  });
  const { peer, connection } = await accepted;
  await new Promise((resolve) => client.once('open', resolve));
  return {
    channel: createFrameChannel(peer, connection),
    client,
    connection,
    received: (count) =>
      new Promise((resolve) => {
        changed = () => {
          if (messages.length >= count) resolve(messages);
        };
        changed();
      }),
  };
}

it('sends each line as one message, however the text is cut and the streams are mixed', async () => {
  const { channel, client, received } = await connectPair();
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => value.replaceAll('\n', ' '));
  let total = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(text, { maxLength: 5 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 20 })), { maxLength: 40 }),
      async (streams, steps) => {
        const recorded = streams.map(() => '');
        const sinks = streams.map((_lines, index) =>
          channel.openStream((sent) => {
            recorded[index] += sent;
          }),
        );
        // The stream's number leads each message, so that the receiver can tell them apart.
        const texts = streams.map((lines, index) => lines.map((line) => `${String(index)}:${line}\n`).join(''));
        const left = [...texts];
        const write = (index: number, length: number): void => {
          // A character outside the BMP is never cut: neither are those of JSON text.
          const units = Array.from(left[index] ?? '');
          sinks[index]?.write(units.slice(0, length).join(''));
          left[index] = units.slice(length).join('');
        };
        for (const [index, length] of steps) if (index < streams.length) write(index, length);
        for (const index of streams.keys()) write(index, Number.MAX_SAFE_INTEGER);
        const count = streams.flat().length;
        const before = total;
        total += count;
        const messages = (await received(total)).slice(before);
        for (const [index, lines] of streams.entries()) {
          const own = messages.filter((message) => message.startsWith(`${String(index)}:`));
          expect(own).toEqual(lines.map((line) => `${String(index)}:${line}`));
          expect(recorded[index]).toBe(lines.map((line) => `data: ${String(index)}:${line}\n\n`).join(''));
        }
      },
    ),
    { numRuns: runs(200) },
  );
  client.terminate();
});

describe('a client that does not read', () => {
  it('stops the writers, and each goes on once it reads', async () => {
    const { channel, client, connection, received } = await connectPair();
    client.pause();
    const line = `${'x'.repeat(64 * 1024)}\n`;
    const sinks = [channel.openStream(() => undefined), channel.openStream(() => undefined)];
    let written = 0;
    for (const sink of sinks) {
      while (written < 1_000 && sink.write(line)) {
        written += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
      written += 1;
    }
    // What the kernel's buffers take, and one message for each writer.
    expect(written).toBeLessThan(1_000);
    expect(connection.writableLength).toBeLessThan(8 * line.length);
    expect(channel.full).toBe(true);
    const resumed = Promise.all(sinks.map((sink) => new Promise<void>((resolve) => sink.wait(resolve))));
    client.resume();
    await resumed;
    expect(await received(written)).toHaveLength(written);
    client.terminate();
  });

  it('and leaves ends the writers', async () => {
    const { channel, client } = await connectPair();
    const sink = channel.openStream(() => undefined);
    const closed = new Promise<void>((resolve) => sink.onClose(resolve));
    client.terminate();
    await closed;
    expect(sink.closed).toBe(true);
    expect(sink.write('{}\n')).toBe(true);
  });
});

it('a stream that ends in the middle of a message cuts the connection', async () => {
  const { channel, client } = await connectPair();
  const sink = channel.openStream(() => undefined);
  sink.write('{"half');
  const closed = new Promise<number>((resolve) => client.once('close', resolve));
  sink.stop();
  expect(await closed).toBe(1006);
});
