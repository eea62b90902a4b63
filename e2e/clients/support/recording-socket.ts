/** The WebSockets of the recording reverse proxy: passes messages on both ways, and records the handshake, then each request with what answered it. */

import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import type { SeenRequest } from './recording-upstream.ts';

/** Headers of the handshake itself; `ws` makes its own. */
const OWN = /^(?:host|connection|upgrade|sec-websocket-.*)$/;
const ENDS = /^\{"type":"(?:response\.(?:completed|incomplete|failed)|error)"/;

/**
 * @param port of the proxy
 * @param onSeen called at the end of each response
 */
export function recordSockets(server: Server, port: number, onSeen: (seen: SeenRequest) => void): () => void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').flatMap((name) => name.trim() || []);
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OWN.test(name)));
    const onward = new WebSocket(`ws://127.0.0.1:${String(port)}${request.url ?? ''}`, protocols, {
      headers: headers as Record<string, string>,
    });
    onward.on('error', () => socket.destroy());
    onward.once('unexpected-response', (_request, { statusCode = 0, statusMessage = '' }) => {
      onSeen({ ...seenOf(request), status: statusCode });
      socket.end(`HTTP/1.1 ${String(statusCode)} ${statusMessage}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    });
    onward.once('open', () => {
      onSeen(seenOf(request));
      sockets.handleUpgrade(request, socket, head, (client) => join(client, onward, seenOf(request), onSeen));
    });
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
  };
}

function seenOf({ url = '', headers }: IncomingMessage): SeenRequest {
  const own: IncomingHttpHeaders = headers;
  return {
    method: 'GET',
    path: url.replace(/\?.*$/, ''),
    headers: own,
    body: '',
    status: 101,
    contentType: 'websocket',
    responseText: '',
    notes: [],
  };
}

/** The clients here have one lane, so responses end in the order of their requests. */
function join(client: WebSocket, onward: WebSocket, seen: SeenRequest, onSeen: (seen: SeenRequest) => void): void {
  const waiting: string[] = [];
  let responseText = '';
  client.on('message', (data: Buffer) => {
    waiting.push(data.toString());
    onward.send(data.toString());
  });
  onward.on('message', (data: Buffer) => {
    const text = data.toString();
    responseText += `${text}\n`;
    client.send(text);
    if (!ENDS.test(text)) return;
    const status: unknown = Reflect.get(JSON.parse(text), 'status');
    onSeen({
      ...seen,
      method: 'MESSAGE',
      body: waiting.shift() ?? '',
      status: typeof status === 'number' ? status : 200,
      responseText,
    });
    responseText = '';
  });
  client.on('close', () => onward.close());
  onward.on('close', () => client.close());
  client.on('error', () => onward.terminate());
}
