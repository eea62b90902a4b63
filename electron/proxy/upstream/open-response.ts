/**
 * Sends one request and returns the response with its body as a stream whose buffer is bounded whatever the body is cut into.
 *
 * `request` of the HTTP client pauses its parser as soon as 64 kB wait and resumes it for every chunk that is read. A paused parser puts
 * the rest of what it was given back into the socket, which has read on meanwhile: with chunks of some bytes and a reader that is
 * slower than the sender, the socket's buffer grew by 64 kB for each of them, without end. Here the parser is resumed only when the
 * buffer has run almost empty, and goes on until it is full.
 */

import { Readable } from 'node:stream';
import { type Dispatcher, errors } from 'undici';

/** In bytes. Below `LOW` the parser is resumed, above `HIGH` it is paused; between them lies more than a socket reads at once. */
const LOW = 16 * 1024;
const HIGH = 128 * 1024;

export interface OpenedResponse {
  readonly statusCode: number;
  /** Lower-case names. */
  readonly headers: NodeJS.Dict<string | string[]>;
  /** Paused until someone listens. Destroying it closes the connection, unless the response is complete. */
  readonly body: Readable;
}

/**
 * @param signal ends the call in whatever phase it is; the promise rejects, or the body fails, with its reason
 * @throws what the HTTP client failed with before the response began
 */
export function openResponse(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<OpenedResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let body: Readable | null = null;
    const onAbort = (): void => {
      const reason = abortReason(signal);
      reject(reason);
      body?.destroy(reason);
      controller?.abort(reason);
    };
    const stopListening = (): void => signal.removeEventListener('abort', onAbort);
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });

    dispatcher.dispatch(options, {
      onRequestStart(started) {
        controller = started;
        // It may have been aborted while it waited for a connection.
        if (signal.aborted) started.abort(abortReason(signal));
      },
      onResponseStart(started, statusCode, headers) {
        // An informational response; the real one follows.
        if (statusCode < 200) return;
        body = createBody(started);
        body.once('close', stopListening);
        resolve({ statusCode, headers, body });
      },
      onResponseData(started, chunk) {
        body?.push(chunk);
        if (body !== null && body.readableLength > HIGH) started.pause();
      },
      onResponseEnd() {
        body?.push(null);
        stopListening();
      },
      onResponseError(_started, error) {
        stopListening();
        reject(error);
        body?.destroy(error);
      },
    });
  });
}

function createBody(controller: Dispatcher.DispatchController): Readable {
  return new Readable({
    highWaterMark: LOW,
    read: () => controller.resume(),
    destroy(error, done) {
      // When everything was received the connection is kept for the next request.
      if (!this.readableEnded) controller.abort(error ?? new errors.RequestAbortedError());
      done(error);
    },
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new errors.RequestAbortedError();
}
