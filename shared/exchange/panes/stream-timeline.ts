/**
 * A streamed response as two columns of events linked by cause: which upstream event produced which client event. Nothing of it is
 * stored: the pure translator runs again on the upstream's text.
 */

import { parseEvent, type UpstreamEvent } from '../../anthropic/stream-events.ts';
import type { Message } from '../../anthropic/types.ts';
import { createMessageAccumulator, type MessageAccumulator } from '../../translate/stream/accumulate-message.ts';
import { parseSseText, type RawEvent } from '../sse-text.ts';
import { createClientEventStream } from '../retranslate/client-event-stream.ts';
import { isObject, parseJson } from '../../json/unknown-json.ts';
import type { ResponseTarget } from '../retranslate/retranslate.ts';

export interface StreamText {
  /** The event text as stored. */
  readonly body: string;
  /** Milliseconds since accept, one for each event with data; missing where they were not recorded. */
  readonly times?: readonly number[] | undefined;
}

/** One event of a column. */
export interface TimelineEvent extends RawEvent {
  readonly index: number;
  /** `content_block_delta`, `chat.completion.chunk`, `[DONE]`: the event type for display. */
  readonly kind: string;
  /** Milliseconds since accept; null when not recorded. */
  readonly at: number | null;
}

export interface UpstreamTimelineEvent extends TimelineEvent {
  /** The client events that it produced: `count` of them (possibly 0), from index `first`. */
  readonly first: number;
  readonly count: number;
}

export interface ClientTimelineEvent extends TimelineEvent {
  /** Index of the upstream event that produced it; `end` for the end of the upstream's stream; null when unknown. */
  readonly cause: number | 'end' | null;
}

export interface StreamTimeline {
  readonly upstream: readonly UpstreamTimelineEvent[];
  readonly client: readonly ClientTimelineEvent[];
  /** False when the current translator produces other events than those that were sent: the causes are then a best guess. */
  readonly exact: boolean;
  /** The upstream's message after the events 0..index; null before it began. Going forward costs only the events between. */
  messageSoFar(index: number): Message | null;
}

export interface StreamTimelineInput {
  readonly upstream: StreamText;
  readonly client: StreamText | null;
  /** Null where nothing was translated (the Messages API passed through): event for event. */
  readonly target: ResponseTarget | null;
  /** Epoch seconds of the request, used when no sent event contains the time. */
  readonly created: number;
}

/** Linear in the length of both texts. Never throws. */
export function buildStreamTimeline({ upstream, client, target, created }: StreamTimelineInput): StreamTimeline {
  const sources = parseSseText(upstream.body).map((raw) => ({ raw, event: parseEvent(raw.data) }));
  const sent = client === null ? [] : parseSseText(client.body);
  const caused = sources.map(({ raw }) => [raw.data]);
  let atEnd: readonly string[] = [];
  if (target !== null) {
    const stream = createClientEventStream(target, createdIn(sent) ?? created);
    for (const [index, { event }] of sources.entries()) caused[index] = event === null ? [] : [...stream.push(event)];
    atEnd = stream.end();
  }
  const lanes = join(caused, atEnd, sent);
  return {
    upstream: sources.map(({ raw, event }, index) => {
      const kind = event?.type ?? raw.name ?? 'unreadable';
      const first = lanes.firsts[index] ?? 0;
      return Object.assign(timelineEvent(raw, index, kind, upstream.times), { first, count: lanes.counts[index] ?? 0 });
    }),
    client: sent.map((raw, index) =>
      Object.assign(timelineEvent(raw, index, clientKind(raw), client?.times), { cause: lanes.causes[index] ?? null }),
    ),
    exact: lanes.exact,
    messageSoFar: createMessagePlayback(sources.map(({ event }) => event)),
  };
}

/** The time of receipt as contained in what was sent: with it the current text equals the sent text and need not be parsed. */
function createdIn(sent: readonly RawEvent[]): number | null {
  for (const { data } of sent.slice(0, 3)) {
    const value = parseJson(data);
    const response = isObject(value) && isObject(value['response']) ? value['response']['created_at'] : null;
    const created = isObject(value) ? (value['created'] ?? response) : null;
    if (typeof created === 'number') return created;
  }
  return null;
}

function timelineEvent(
  raw: RawEvent,
  index: number,
  kind: string,
  times: readonly number[] | undefined,
): TimelineEvent {
  return { ...raw, index, kind, at: times?.[index] ?? null };
}

interface Joined {
  readonly firsts: readonly number[];
  readonly counts: readonly number[];
  readonly causes: readonly (number | 'end' | null)[];
  readonly exact: boolean;
}

/**
 * Matches the sent events with the translator's events, in order. Where they differ (a response from several upstream messages, of
 * which only the last is kept; a cut body; another version), sent events without a cause are skipped.
 */
function join(caused: readonly (readonly string[])[], atEnd: readonly string[], sent: readonly RawEvent[]): Joined {
  const causes: (number | 'end' | null)[] = sent.map(() => null);
  const firsts: number[] = [];
  const counts: number[] = [];
  const expected = caused.reduce((total, texts) => total + texts.length, atEnd.length);
  // More was sent than these events produced: the rest came from earlier upstream messages of the same response.
  let next = Math.max(0, sent.length - expected);
  let exact = next === 0;
  const take = (texts: readonly string[], cause: number | 'end'): void => {
    firsts.push(next);
    const count = Math.min(texts.length, sent.length - next);
    counts.push(count);
    for (const said of texts.slice(0, count)) {
      causes[next] = cause;
      if (exact && !sameEvent(said, sent[next]?.data ?? '')) exact = false;
      next += 1;
    }
  };
  for (const [index, texts] of caused.entries()) take(texts, index);
  take(atEnd, 'end');
  return { firsts, counts, causes, exact: exact && (next === sent.length || sent.length === 0) };
}

/** What the transport adds to an event: padding, and the lane of a WebSocket. */
const ADDED: ReadonlySet<string> = new Set(['obfuscation', 'stream_id']);

/** The same type of event with the same members; values may differ (times, redaction, obfuscation). */
function sameEvent(one: string, other: string): boolean {
  return one === other || shapeOf(one) === shapeOf(other);
}

function shapeOf(data: string): string {
  const value = parseJson(data);
  if (!isObject(value)) return data.slice(0, 40);
  const choice = Array.isArray(value['choices']) ? value['choices'][0] : null;
  const delta = isObject(choice) && isObject(choice['delta']) ? Object.keys(choice['delta']) : [];
  const kind = value['type'] ?? value['object'];
  return JSON.stringify([kind, Object.keys(value).filter((key) => !ADDED.has(key)), delta]);
}

function clientKind({ name, data }: RawEvent): string {
  if (name !== null) return name;
  if (data === '[DONE]') return data;
  // Fast path for nearly all events, without parsing.
  const usual = /^\{"id":"[^"\\]*","object":"([\w.]+)"/.exec(data)?.[1];
  if (usual !== undefined) return usual;
  const value = parseJson(data);
  if (!isObject(value)) return 'unreadable';
  if ('error' in value) return 'error';
  const kind = value['type'] ?? value['object'];
  return typeof kind === 'string' ? kind : 'event';
}

/** Keeps its position: scrubbing forward adds events, going back starts again. */
function createMessagePlayback(events: readonly (UpstreamEvent | null)[]): (index: number) => Message | null {
  let assembler: MessageAccumulator = createMessageAccumulator();
  let done = 0;
  return (index) => {
    const wanted = Math.min(index + 1, events.length);
    if (wanted < done) {
      assembler = createMessageAccumulator();
      done = 0;
    }
    for (; done < wanted; done += 1) {
      const event = events[done];
      if (event) assembler.push(event);
    }
    return assembler.message();
  };
}
