/**
 * A minimal X11 client for the keyboard and windows of a journey's display, for native dialogs, which no test driver
 * reaches. Source: X Window System Protocol, X Version 11; XTEST Extension Protocol.
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface XDisplay {
  /** The titles of the visible windows, topmost last. */
  titles(): Promise<string[]>;
  /** Focuses the window with this title and presses the keys in order. */
  press(title: string, keys: readonly (keyof typeof KEY_CODES)[]): Promise<void>;
  close(): void;
}

/** Key codes of Xvfb's default keyboard. */
const KEY_CODES = { Escape: 9, Tab: 23, Enter: 36 } as const;

const WM_NAME = 39;
const VIEWABLE = 2;

/** @param name as in DISPLAY: a local display without a cookie */
export async function openDisplay(name = process.env['DISPLAY'] ?? ''): Promise<XDisplay> {
  const number = /^:(\d+)/.exec(name)?.[1];
  if (number === undefined) throw new Error(`"${name}" is no display of this machine.`);
  const socket = connect(`/tmp/.X11-unix/X${number}`);
  await once(socket, 'connect');
  const read = reader(socket);

  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const head = await read(8);
  if (head.readUInt8(0) !== 1) throw new Error('The display refused the connection.');
  const setup = await read(head.readUInt16LE(6) * 4);
  const vendor = Math.ceil(setup.readUInt16LE(16) / 4) * 4;
  const root = setup.readUInt32LE(32 + vendor + setup.readUInt8(21) * 8);

  /** Replies arrive in the order of the requests; events in between have the length of a reply without extra data. */
  async function ask(question: Buffer): Promise<Buffer> {
    socket.write(question);
    for (;;) {
      const response = await read(32);
      if (response.readUInt8(0) === 0) throw new Error(`X error ${String(response.readUInt8(1))}`);
      if (response.readUInt8(0) !== 1) continue;
      const more = response.readUInt32LE(4) * 4;
      return more === 0 ? response : Buffer.concat([response, await read(more)]);
    }
  }

  async function shown(): Promise<{ window: number; title: string }[]> {
    const tree = await ask(request(15, 0, [root]));
    const found: { window: number; title: string }[] = [];
    for (let index = 0; index < tree.readUInt16LE(16); index += 1) {
      const window = tree.readUInt32LE(32 + index * 4);
      try {
        if ((await ask(request(3, 0, [window]))).readUInt8(26) !== VIEWABLE) continue;
        const property = await ask(request(20, 0, [window, WM_NAME, 0, 0, 64]));
        const title = property.subarray(32, 32 + property.readUInt32LE(16)).toString('utf8');
        if (title !== '') found.push({ window, title });
      } catch {
        // It was closed since the tree was read.
      }
    }
    return found;
  }

  const extension = Buffer.from('XTEST\0\0\0');
  const [xtest] = (await ask(Buffer.concat([request(98, 0, [5], extension.length / 4), extension]))).subarray(9);
  if (xtest === undefined || xtest === 0) throw new Error('The display has no XTEST.');

  return {
    titles: async () => (await shown()).map(({ title }) => title),
    async press(title, keys) {
      const target = (await shown()).findLast((one) => one.title === title);
      if (target === undefined) throw new Error(`No window is called "${title}".`);
      socket.write(request(42, 1, [target.window, 0]));
      for (const key of keys) {
        for (const event of [2, 3]) {
          const input = Buffer.alloc(32);
          input.writeUInt8(event, 0);
          input.writeUInt8(KEY_CODES[key], 1);
          input.writeUInt32LE(root, 8);
          socket.write(Buffer.concat([request(xtest, 2, [], 8), input]));
        }
      }
      // A response means that the request is done.
      await ask(request(15, 0, [root]));
    },
    close: () => void socket.end(),
  };
}

/** A request's head with its arguments, each of four bytes. @param further units of four bytes that follow */
function request(opcode: number, detail: number, values: readonly number[], further = 0): Buffer {
  const bytes = Buffer.alloc(4 + values.length * 4);
  bytes.writeUInt8(opcode, 0);
  bytes.writeUInt8(detail, 1);
  bytes.writeUInt16LE(1 + values.length + further, 2);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 + index * 4);
  return bytes;
}

/** Reads exactly so many bytes, one reading at a time. */
function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  return async (bytes) => {
    if (bytes === 0) return Buffer.alloc(0);
    for (;;) {
      const read: unknown = socket.read(bytes);
      if (Buffer.isBuffer(read)) return read;
      await once(socket, 'readable');
    }
  };
}
