/** Delays the response head until the first text, so that an early failure is still a real HTTP error. */

import type { MessagesCall } from './messages-call.ts';
import type { ProxyDeps } from '../http/proxy-deps.ts';
import { createEventWriter, type EventWriter } from '../../sse/sse.ts';
import { beginEventStream, recordSentText, type RequestContext } from '../http/request-context.ts';
import { completionHeaders } from '../upstream/forwarded-headers.ts';

export interface SseWriter {
  /** @returns false on backpressure. Sends the head with the first text. */
  write(text: string): boolean;
  wait(resume: () => void): void;
  end(text: string): boolean;
  stop(): void;
  readonly begun: boolean;
}

export function createSseWriter(context: RequestContext, deps: ProxyDeps, call: MessagesCall): SseWriter {
  let writer: EventWriter | null = null;
  let ended = false;
  const begin = (): EventWriter => {
    if (writer !== null) return writer;
    beginEventStream(context, completionHeaders(context, call));
    deps.recorder.streaming(context.recording);
    writer = createEventWriter(context.response, (text) => recordSentText(context, text), deps.keepAliveMs);
    return writer;
  };
  return {
    write: (text) => begin().write(text),
    wait: (resume) => begin().onDrain(resume),
    end(text) {
      if (!ended) begin().end(text);
      ended = true;
      return true;
    },
    stop: () => writer?.stop(),
    get begun() {
      return writer !== null;
    },
  };
}
