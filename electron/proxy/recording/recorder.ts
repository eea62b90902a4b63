/**
 * Opens recordings and passes finished ones to the log, after the event-loop tick that responded. The log receives an exchange
 * after a short delay, when it starts streaming and when it ends; errors of the log never affect a response.
 */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type ArrivalClock, createArrivalClock } from '#electron/platform/arrival-clock.ts';
import type { ExchangeSink } from '#electron/exchange-log/record/memory-log.ts';
import { redactText } from '#shared/exchange/redact/redact.ts';
import { recogniseTool } from '#shared/exchange/client-tool.ts';
import { Recording } from './exchange-recording.ts';

/** Delay before an exchange in flight is shown; most end earlier and need one record only. */
const SHOW_AFTER_MS = 60;

export interface Recorder {
  open(request: IncomingMessage, demo: boolean): Recording;
  /** For a request that is never logged, however long it takes. */
  openUnlisted(request: IncomingMessage, demo: boolean): Recording;
  /** The response has begun. */
  streaming(recording: Recording): void;
  /** The exchange is over; call once. */
  close(recording: Recording): void;
  /** The exchange is over and is not logged. */
  drop(recording: Recording): void;
  /** Writes all pending records now. */
  flush(): void;
}

export function createRecorder(
  sink: ExchangeSink,
  now: () => number = () => performance.now(),
  arrivals: ArrivalClock = createArrivalClock(),
): Recorder {
  const waiting: Recording[] = [];
  const timers = new Map<Recording, NodeJS.Timeout>();
  const shown = new WeakSet<Recording>();
  let scheduled = false;

  /** All of them: ticks get rare under load, so one per tick would fall behind. */
  function writeAll(): void {
    scheduled = false;
    for (const recording of waiting.splice(0)) publish(() => sink.put(recording.snapshot()));
  }

  function begin(request: IncomingMessage, demo: boolean): Recording {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    return new Recording(
      {
        id: randomUUID(),
        startedAt: Date.now(),
        arrival: arrivals.now(),
        accepted: now(),
        method: request.method ?? '',
        path: redactText(request.url ?? ''),
        headers,
        tool: recogniseTool(headers),
        demo,
      },
      now,
    );
  }

  return {
    openUnlisted: begin,
    open(request, demo) {
      const recording = begin(request, demo);
      const timer = setTimeout(() => {
        timers.delete(recording);
        shown.add(recording);
        publish(() => sink.show(recording));
      }, SHOW_AFTER_MS);
      timer.unref();
      timers.set(recording, timer);
      return recording;
    },
    streaming(recording) {
      recording.state = 'streaming';
      if (!shown.has(recording)) return;
      setImmediate(() => {
        // It may have ended by now; then the final record is written instead.
        if (recording.timing.done === null) publish(() => sink.show(recording));
      });
    },
    close(recording) {
      recording.mark('done');
      clearTimeout(timers.get(recording));
      timers.delete(recording);
      waiting.push(recording);
      if (!scheduled) {
        scheduled = true;
        setImmediate(writeAll);
      }
    },
    drop(recording) {
      clearTimeout(timers.get(recording));
      timers.delete(recording);
      if (shown.has(recording)) publish(() => sink.forget(recording.id));
    },
    flush: writeAll,
  };
}

function publish(what: () => void): void {
  try {
    what();
  } catch {
    // A failing log must not stop the proxy.
  }
}
