/**
 * Two queries to the D-Bus session bus over its socket: whether a name has an owner, and a boolean property. They tell a locked
 * keyring from an empty one, and a desktop with a tray from one without. They start no service.
 * Source: the D-Bus specification, "Message Protocol" and "Authentication Protocol".
 */

import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { decodeMessage, encodeCall, type BusCall, type BusResponse } from './dbus-message.ts';

/**
 * A bus responds within a millisecond, but a starting main process on a busy computer may read its sockets seconds later.
 * A shorter timeout would report a missing bus, hence no keyring.
 */
const TIMEOUT_MS = 10_000;

/** The address of the session bus, or null without one (none may be started). */
export function sessionBusAddress(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  exists: (path: string) => boolean = existsSync,
): string | null {
  const address = environment['DBUS_SESSION_BUS_ADDRESS'];
  if (address !== undefined && address !== '') return address;
  const runtime = environment['XDG_RUNTIME_DIR'];
  if (runtime === undefined || runtime === '') return null;
  const socket = `${runtime}/bus`;
  return exists(socket) ? `unix:path=${socket}` : null;
}

/** `timeout`: the bus accepted the connection, or the connection is still pending, but nothing came back in time. */
export type BusResult = boolean | 'timeout' | null;

/** True when the name has an owner; null when there is no bus, or what responds is none. */
export async function hasNameOwner(address: string, name: string): Promise<BusResult> {
  return await ask(address, {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'NameHasOwner',
    texts: [name],
  });
}

/** The value of a boolean property; null without object or owner. */
export async function readBooleanProperty(
  address: string,
  target: { destination: string; path: string; interface: string; property: string },
): Promise<BusResult> {
  return await ask(address, {
    destination: target.destination,
    path: target.path,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    texts: [target.interface, target.property],
  });
}

/** The first unix socket in a D-Bus address, `\0` in front of an abstract one. Null for other transports. */
export function socketPath(address: string): string | null {
  for (const alternative of address.split(';')) {
    if (!alternative.startsWith('unix:')) continue;
    for (const pair of alternative.slice('unix:'.length).split(',')) {
      const [key, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      try {
        if (key === 'path') return decodeURIComponent(value);
        if (key === 'abstract') return `\0${decodeURIComponent(value)}`;
      } catch {
        return null;
      }
    }
  }
  return null;
}

async function ask(address: string, call: BusCall): Promise<BusResult> {
  const path = socketPath(address);
  if (path === null) return null;
  return await new Promise<BusResult>((resolve) => {
    let socket: Socket;
    try {
      socket = connect(path);
    } catch {
      resolve(null);
      return;
    }
    const timer = setTimeout(() => finish('timeout'), TIMEOUT_MS);
    let received = Buffer.alloc(0);
    let authenticated = false;

    function finish(response: BusResult): void {
      clearTimeout(timer);
      socket.destroy();
      resolve(response);
    }

    socket.on('error', () => finish(null));
    socket.on('close', () => finish(null));
    socket.on('connect', () => {
      // The peer's credentials travel with the first NUL byte; EXTERNAL names the user id in hexadecimal.
      const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
      socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    });
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      if (!authenticated) {
        const end = received.indexOf('\r\n');
        if (end === -1) return;
        if (!received.subarray(0, end).toString('latin1').startsWith('OK ')) {
          finish(null);
          return;
        }
        authenticated = true;
        received = received.subarray(end + 2);
        socket.write('BEGIN\r\n');
        socket.write(encodeCall(1, HELLO));
        socket.write(encodeCall(2, call));
      }
      for (;;) {
        let message: BusResponse | null;
        try {
          message = decodeMessage(received);
        } catch {
          finish(null);
          return;
        }
        if (message === null) return;
        received = received.subarray(message.length);
        if (message.replySerial === 2) {
          finish(message.boolean);
          return;
        }
      }
    });
  });
}

const HELLO: BusCall = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'Hello',
  texts: [],
};
