/** The stream timeline as rows: upstream event at the left, the client events it caused at the right, in order. Pure. */

import type { Exchange } from '#shared/exchange/record.ts';
import { parseJsonObject, textOf } from '#shared/json/unknown-json.ts';
import type {
  ClientTimelineEvent,
  StreamTimeline,
  UpstreamTimelineEvent,
} from '#shared/exchange/panes/stream-timeline.ts';

export type Joint =
  /** The event at the left caused the one at the right. */
  | 'caused'
  /** So did the one of a row above. */
  | 'also'
  /** The end of the upstream's stream caused it. */
  | 'end'
  /** The client sent it. */
  | 'request'
  /** No event on the other side. */
  | 'none';

export interface StreamRow {
  readonly upstream: UpstreamTimelineEvent | null;
  readonly client: ClientTimelineEvent | null;
  readonly joint: Joint;
  /** Index of the last upstream event received by then; -1 before the first. */
  readonly reached: number;
  /** Milliseconds since accept; null where nothing was stamped. */
  readonly at: number | null;
  /** Milliseconds without an event before it, when that was a stall. */
  readonly stall: number | null;
}

/** The message of the client that a WebSocket's response answers; null over HTTP, where the request is no event. */
export function clientMessageRow({ summary, clientRequest }: Exchange): StreamRow | null {
  if (summary.socket === undefined) return null;
  const { body } = clientRequest;
  const kind = textOf(parseJsonObject(body)?.['type']) ?? 'message';
  const client = { index: -1, kind, name: null, data: body, from: 0, to: body.length, at: 0, cause: null };
  return { upstream: null, client, joint: 'request', reached: -1, at: 0, stall: null };
}

const STALL_MS = 1000;

export function streamRows({ upstream, client }: Pick<StreamTimeline, 'upstream' | 'client'>): readonly StreamRow[] {
  const rows: StreamRow[] = [];
  let next = 0;
  let last: number | null = null;
  const add = (
    left: UpstreamTimelineEvent | null,
    right: ClientTimelineEvent | null,
    joint: Joint,
    reached: number,
  ): void => {
    const at = left?.at ?? right?.at ?? null;
    const stall = left !== null && at !== null && last !== null && at - last > STALL_MS ? at - last : null;
    if (left !== null) last = at;
    rows.push({ upstream: left, client: right, joint, reached, at, stall });
  };
  const addUncaused = (before: number, reached: number): void => {
    for (; next < before; next += 1) {
      const event = client[next];
      if (event !== undefined) add(null, event, event.cause === 'end' ? 'end' : 'none', reached);
    }
  };
  for (const event of upstream) {
    if (event.count > 0) addUncaused(event.first, event.index - 1);
    add(
      event,
      event.count > 0 ? (client[event.first] ?? null) : null,
      event.count > 0 ? 'caused' : 'none',
      event.index,
    );
    for (let more = 1; more < event.count; more += 1) {
      add(null, client[event.first + more] ?? null, 'also', event.index);
    }
    next = Math.max(next, event.count > 0 ? event.first + event.count : next);
  }
  addUncaused(client.length, upstream.length - 1);
  return rows;
}
