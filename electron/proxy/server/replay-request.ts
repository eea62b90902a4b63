/**
 * Serves a request that asks for an upgrade as the plain request that it also is: a server may ignore `Upgrade` (RFC 9110, section
 * 7.8), and some HTTP clients send `Upgrade: h2c` with every request. Node's parser leaves the body of such a request unread, so
 * the request is parsed again, without the option `upgrade` of its `Connection` header.
 */

import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** @param head bytes that came after the header section */
export function replayRequest(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const lines = [`${request.method ?? ''} ${request.url ?? ''} HTTP/${request.httpVersion}`];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    const value = request.rawHeaders[index + 1] ?? '';
    const kept = name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value;
    if (kept !== null) lines.push(`${name}: ${kept}`);
  }
  // Node decodes header values as Latin-1.
  const again = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  socket.unshift(Buffer.concat([again, head]));
  server.emit('connection', socket);
}

/** @returns null when nothing is left */
function withoutUpgrade(options: string): string | null {
  const kept = options.split(',').filter((option) => option.trim().toLowerCase() !== 'upgrade');
  return kept.length === 0 ? null : kept.join(',');
}
