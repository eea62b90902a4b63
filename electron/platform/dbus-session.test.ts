import { createServer, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { canRunBus, openPrivateBus, type PrivateBus } from './__fixtures__/session-bus.ts';
import { type BusResult, hasNameOwner, readBooleanProperty, sessionBusAddress, socketPath } from './dbus-session.ts';

const everywhere = (): boolean => true;
const nowhere = (): boolean => false;

describe('the address of the bus', () => {
  test.each([
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/a' }, nowhere, 'unix:path=/a'],
    [{ XDG_RUNTIME_DIR: '/run/user/1' }, everywhere, 'unix:path=/run/user/1/bus'],
    [{ XDG_RUNTIME_DIR: '/run/user/1' }, nowhere, null],
    [{ DBUS_SESSION_BUS_ADDRESS: '' }, everywhere, null],
    [{}, everywhere, null],
  ])('%j', (environment, exists, address) => {
    expect(sessionBusAddress(environment, exists)).toBe(address);
  });

  test.each([
    ['unix:path=/tmp/dbus-1,guid=abc', '/tmp/dbus-1'],
    ['unix:guid=abc,path=/tmp/with%20space', '/tmp/with space'],
    ['unix:abstract=/tmp/dbus-1', '\0/tmp/dbus-1'],
    ['tcp:host=localhost,port=1;unix:path=/tmp/second', '/tmp/second'],
    ['unix:path=%', null],
    ['tcp:host=localhost,port=1', null],
    ['autolaunch:', null],
  ])('%s', (address, path) => {
    expect(socketPath(address)).toBe(path);
  });
});

describe.runIf(canRunBus)('a call on a real bus', () => {
  let bus: PrivateBus;
  beforeEach(async () => {
    bus = await openPrivateBus(false);
  });
  afterEach(async () => await bus.close());

  test('returns whether a name has an owner', async () => {
    expect(await hasNameOwner(bus.address, 'org.freedesktop.DBus')).toBe(true);
    expect(await hasNameOwner(bus.address, 'org.example.Nobody')).toBe(false);
  });

  test('a property of a missing service does not start it', async () => {
    const target = { destination: 'org.freedesktop.secrets', path: '/a', interface: 'a.b', property: 'Locked' };
    expect(await readBooleanProperty(bus.address, target)).toBeNull();
    expect(await hasNameOwner(bus.address, 'org.freedesktop.secrets')).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('a server that is no D-Bus', () => {
  let folder: string;
  let server: Server;
  const sockets = new Set<Socket>();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dragoman-bus-'));
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['hangs up', (socket: Socket): unknown => socket.destroy()],
    ['refuses us', (socket: Socket): unknown => socket.write('REJECTED EXTERNAL\r\n')],
    ['talks nonsense', (socket: Socket): unknown => socket.write('OK 1234\r\nHTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('gives null when it %s', async (_name, behave) => {
    const path = join(folder, 'bus');
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => behave(socket));
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    expect(await hasNameOwner(`unix:path=${path}`, 'a.b')).toBeNull();
  });

  describe('the timeout', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => void vi.useRealTimers());

    /** Calls a bus that does not respond. */
    async function openCall(): Promise<{ response: Promise<BusResult>; socket: Socket }> {
      const path = join(folder, 'bus');
      const socket = new Promise<Socket>((resolve) => {
        server = createServer((one) => {
          sockets.add(one);
          one.once('data', () => resolve(one));
        });
      });
      await new Promise<void>((resolve) => server.listen(path, resolve));
      const response = hasNameOwner(`unix:path=${path}`, 'a.b');
      return { response, socket: await socket };
    }

    test('does not end a slow bus', async () => {
      const { response, socket } = await openCall();
      vi.advanceTimersByTime(5_000);
      const next = new Promise((resolve) => socket.once('data', resolve));
      socket.write('OK 1234\r\n');
      // The call is sent only after this: there was no timeout.
      expect(await next).toBeInstanceOf(Buffer);
      socket.destroy();
      expect(await response).toBeNull();
    });

    test('is a timeout, not a missing bus, when the bus does not respond', async () => {
      const { response } = await openCall();
      vi.advanceTimersByTime(10_000);
      expect(await response).toBe('timeout');
    });
  });
});

test('gives null for an unreachable address', async () => {
  expect(await hasNameOwner('unix:path=/does/not/exist', 'a.b')).toBeNull();
  expect(await hasNameOwner('tcp:host=localhost,port=1', 'a.b')).toBeNull();
});
