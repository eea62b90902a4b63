/** The client's end of a stream: nothing goes out before the first text, so that an early failure can still be a real HTTP error. */

import type { Conversation } from './messages-call.ts';
import type { ProxyParts } from '../http/proxy-deps.ts';
import { createEventWriter, type EventWriter } from '../../sse/sse.ts';
import { beginEvents, recordSent, type Visit } from '../http/request-context.ts';
import { answerHeaders } from './completion-headers.ts';

export interface Output {
  /** False when the client is slow. The head goes out with the first text. */
  write(text: string): boolean;
  wait(resume: () => void): void;
  end(text: string): boolean;
  stop(): void;
  readonly begun: boolean;
}

export function createOutput(visit: Visit, parts: ProxyParts, conversation: Conversation): Output {
  let writer: EventWriter | null = null;
  let ended = false;
  const begin = (): EventWriter => {
    if (writer !== null) return writer;
    beginEvents(visit, answerHeaders(visit, conversation));
    parts.recorder.streaming(visit.recording);
    writer = createEventWriter(visit.response, (text) => recordSent(visit, text), parts.keepAliveMs);
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
