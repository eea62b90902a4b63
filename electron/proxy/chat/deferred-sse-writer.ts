/** Delays the response head until the first text, so that an early failure is still a real HTTP error. */

import type { EventSink } from '../../sse/event-sink.ts';
import type { MessagesCall } from './messages-call.ts';
import type { ProxyDeps } from '../http/proxy-deps.ts';
import { createEventWriter, type EventWriter } from '../../sse/sse.ts';
import { beginEventStream, recordSentText, type RequestContext } from '../http/request-context.ts';
import { completionHeaders } from '../upstream/forwarded-headers.ts';

/** Its first text sends the head. */
export function createSseWriter(context: RequestContext, deps: ProxyDeps, call: MessagesCall): EventSink {
  const { response } = context;
  let writer: EventWriter | null = null;
  let ended = false;
  const begin = (): EventWriter => {
    if (writer !== null) return writer;
    beginEventStream(context, completionHeaders(context, call));
    deps.recorder.streaming(context.recording);
    writer = createEventWriter(response, (text) => recordSentText(context, text), deps.keepAliveMs);
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
    get closed() {
      return response.destroyed;
    },
    onClose(listener) {
      response.once('close', listener);
      return () => void response.off('close', listener);
    },
  };
}
