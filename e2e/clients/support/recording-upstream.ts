/** A recording reverse proxy between client and proxy: forwards everything, records requests and responses, and of a WebSocket its handshake and messages. */

import { createServer, request as send, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recordSockets } from './recording-socket.ts';

export interface SeenRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly status: number;
  readonly contentType: string;
  readonly responseText: string;
  /** Codes of the notes on the translation. */
  readonly notes: readonly string[];
}

export interface RecordingUpstream {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The exchanges finished since the last call, in order of completion. */
  take(): readonly SeenRequest[];
  close(): Promise<void>;
}

/** `port` is the proxy's. */
export async function startRecordingUpstream(port: number): Promise<RecordingUpstream> {
  let seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const requestBytes: Buffer[] = [];
    const responseBytes: Buffer[] = [];
    const host = `127.0.0.1:${String(port)}`;
    const onward = send(
      { host: '127.0.0.1', port, method, path: url, headers: { ...headers, host } },
      (upstreamResponse) => {
        const { statusCode = 0 } = upstreamResponse;
        response.writeHead(statusCode, upstreamResponse.headers);
        upstreamResponse.on('data', (chunk: Buffer) => {
          responseBytes.push(chunk);
          response.write(chunk);
        });
        upstreamResponse.on('end', () => {
          seen.push({
            method,
            path: url.replace(/\?.*$/, ''),
            headers,
            body: Buffer.concat(requestBytes).toString('utf8'),
            status: statusCode,
            contentType: upstreamResponse.headers['content-type'] ?? '',
            responseText: Buffer.concat(responseBytes).toString('utf8'),
            notes: String(upstreamResponse.headers['x-dragoman-notes'] ?? '').split(/,\s*/),
          });
          response.end();
        });
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => {
      if (!response.writableFinished) onward.destroy();
    });
    request.on('data', (chunk: Buffer) => requestBytes.push(chunk));
    request.pipe(onward);
  });
  const cutSockets = recordSockets(server, port, (one) => void seen.push(one));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening TCP server has an address object.
  const { port: own } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(own)}`,
    take() {
      const all = seen;
      seen = [];
      return all;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
        cutSockets();
      }),
  };
}
