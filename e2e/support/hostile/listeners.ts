/** Servers that record every connection, on every address of this machine: they detect a page that reaches the network. */

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';

import type { WayOutTarget } from './network-attempts.ts';

export interface Listeners {
  /** `hosts`: loopback by address and by name, and this machine's address in its network when it has one. */
  readonly target: WayOutTarget;
  /** Connections and datagrams that each received. */
  connections(): ReadonlyMap<string, number>;
  close(): void;
}

export async function startListeners(): Promise<Listeners> {
  const counts = new Map<string, number>();
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const servers: Server[] = [];
  const listen = async (name: string): Promise<number> => {
    const server = createServer((socket) => {
      count(name);
      socket.on('error', () => undefined);
      if (name === 'http') socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n');
      socket.resume();
    });
    servers.push(server);
    server.listen(0);
    await once(server, 'listening');
    // A listening TCP server has an address object.
    return (server.address() as AddressInfo).port;
  };
  const datagrams = createSocket('udp4', () => count('udp'));
  datagrams.bind(0);
  await once(datagrams, 'listening');
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  return {
    target: {
      ports: {
        udp: datagrams.address().port,
        tcp: await listen('tcp'),
        tls: await listen('tls'),
        http: await listen('http'),
      },
      hosts: ['127.0.0.1', 'localhost', ...(outside === undefined ? [] : [outside.address])],
    },
    connections: () => counts,
    close() {
      datagrams.close();
      for (const server of servers) server.close();
    },
  };
}
