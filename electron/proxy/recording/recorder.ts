/**
 * Opens recordings and hands finished ones to the log, after the turn that answered them. The log sees an exchange when it lasts
 * longer than a moment, when it starts streaming and when it ends; nothing the log does can disturb an answer.
 */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type ArrivalClock, createArrivalClock } from '#electron/platform/arrival-clock.ts';
import type { ExchangeSink } from '#electron/exchange-log/record/memory-log.ts';
import { redactText } from '#shared/exchange/redact/redact.ts';
import { recogniseTool } from '#shared/exchange/client-tool.ts';
import { Recording } from './exchange-recording.ts';

/** Most exchanges are over before this, and then one record is enough. */
const SHOW_AFTER_MS = 60;

export interface Recorder {
  open(request: IncomingMessage, demo: boolean): Recording;
  /** For a request that is answered and never logged: the log does not hear of it, however long it takes. */
  openUnlisted(request: IncomingMessage, demo: boolean): Recording;
  /** The client's answer has begun. */
  streaming(recording: Recording): void;
  /** The exchange is over; call once. */
  close(recording: Recording): void;
  /** The exchange is over and not worth a record. */
  drop(recording: Recording): void;
  /** Writes what is still waiting, now. */
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

  /** All of them: turns get rare when there is much to do, so that one a turn would be ever further behind. */
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
        // It may be over by now, and then the record says more.
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
    // A log that fails must not take the proxy with it.
  }
}
