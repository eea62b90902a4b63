/** Writes a response to the socket with backpressure and by the directives: gzip, single bytes, resets. */

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Gzip } from 'node:zlib';
import type { Directives } from '../parse-directives.ts';

export interface Sink {
  /** False once the client has left. */
  readonly isOpen: () => boolean;
  /** Resolves when the socket can take more. */
  readonly write: (text: string) => Promise<void>;
  /** Waits until the time is over or the client has left. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly end: () => Promise<void>;
  /** Ends the connection with a TCP reset. */
  readonly reset: () => void;
}

/** Sends the head at once. `headers` lack only `content-encoding`. */
export function openSink(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | readonly string[]>>,
  directives: Directives,
): Sink {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const gzip = directives.has('gzip') ? createGzip() : null;
  for (const [name, value] of Object.entries(headers))
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  if (gzip !== null) {
    response.setHeader('content-encoding', 'gzip');
    gzip.pipe(response);
  }
  response.writeHead(status);
  response.flushHeaders();
  const target = gzip ?? response;
  const isOpen = (): boolean => !gone.signal.aborted && !response.destroyed;

  const push = async (chunk: string | Uint8Array): Promise<void> => {
    if (!isOpen()) return;
    const free = target.write(chunk);
    // Flushes the compressor after each event.
    if (gzip !== null) await flush(gzip);
    if (!free && isOpen()) await once(target, 'drain', { signal: gone.signal }).catch(ignoreAbort);
  };

  let first = true;
  return {
    isOpen,
    write: async (text) => {
      const marked = first && directives.has('bom') ? `\uFEFF${text}` : text;
      first = false;
      if (!directives.has('one-byte')) return push(marked);
      for (const byte of Buffer.from(marked)) {
        await push(Uint8Array.of(byte));
        // One event-loop tick per byte, so that each is sent separately.
        await nextTurn();
      }
      return undefined;
    },
    wait: async (milliseconds) => {
      if (milliseconds > 0 && isOpen())
        await sleep(milliseconds, undefined, { signal: gone.signal }).catch(ignoreAbort);
    },
    end: async () => {
      if (!isOpen()) return;
      target.end();
      if (!response.writableFinished) await once(response, 'close', { signal: gone.signal }).catch(ignoreAbort);
    },
    reset: () => {
      response.socket?.resetAndDestroy();
    },
  };
}

const flush = (gzip: Gzip): Promise<void> =>
  new Promise((resolve) => {
    gzip.flush(() => resolve());
  });

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}
