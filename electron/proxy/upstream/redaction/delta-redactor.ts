/**
 * Redacts secrets in the deltas of a Messages API stream. The deltas of a block are searched as one text, and the text of the
 * next block as its continuation, because clients join them.
 * https://platform.claude.com/docs/en/build-with-claude/streaming
 */

import type { KnownSecrets } from '#shared/known-secrets/known-secrets.ts';
import { SecretRedactor } from '#shared/known-secrets/secret-redactor.ts';

/** A text of one open block. */
interface Channel {
  readonly kind: string;
  readonly index: number;
  readonly deltaType: string;
  readonly field: string;
  readonly redactor: SecretRedactor;
  /** Null for texts that no client joins with those of other blocks. */
  readonly arrival: ArrivalOrder | null;
}

/** The texts of one kind in their order of arrival, of whatever block: translated streams join them so. */
interface ArrivalOrder {
  /** The block of the last text; -1 before the first. */
  index: number;
  /** Its end, and that of the blocks before, while only one block is open. */
  tail: string;
  /** From the first text on that comes while another block is open: the API sends one block after the other. */
  redactor: SecretRedactor | null;
}

const JOINED_BY_ARRIVAL = new Set(['text_delta', 'thinking_delta']);

/** The redactors of texts that have ended, by kind. Those of a paused turn continue in the response that resumes it. */
export type EndedTexts = Map<string, SecretRedactor>;

/** A message has few open blocks at a time; beyond this limit the oldest are released. */
const MAX_CHANNELS = 64;

export interface RedactedDelta {
  /** Events to send first: held-back text of blocks that have ended. */
  readonly before: readonly object[];
  /** The redacted event: the same object when unchanged. */
  readonly event: object;
}

/** Text fields of `content_block_start`, and the delta types that continue them. */
const STARTED_TEXTS: Readonly<Record<string, string>> = { text: 'text_delta', thinking: 'thinking_delta' };

export class DeltaRedactor {
  readonly #known: KnownSecrets;
  readonly #open = new Map<string, Channel>();
  /** Cache of the last one: most deltas continue the same text. */
  #current: Channel | null = null;
  readonly #ended: EndedTexts;
  readonly #arrivals = new Map<string, ArrivalOrder>();
  readonly #tailLength: number;

  /** @param ended texts of earlier blocks of the turn; those of this response are added when their blocks end */
  constructor(known: KnownSecrets, ended: EndedTexts) {
    this.#known = known;
    this.#ended = ended;
    // Room for escapes within the longest encoding.
    this.#tailLength = 4 * known.longestForm;
  }

  /** Whether a delta may need events before it, which only `push` returns. */
  interleaves(index: number, deltaType: string, field: string): boolean {
    const { arrival } = this.#channel(index, deltaType, field);
    return arrival !== null && (arrival.redactor !== null || this.#isOtherOpen(arrival, index, deltaType, field));
  }

  /** The redacted delta, without an end that may be the beginning of a secret. Only where it does not interleave. */
  pushText(index: number, deltaType: string, field: string, text: string): string {
    const channel = this.#channel(index, deltaType, field);
    return this.#pushArrived(channel, channel.redactor.push(text), []);
  }

  #isOtherOpen(arrival: ArrivalOrder, index: number, deltaType: string, field: string): boolean {
    return arrival.index !== index && this.#open.has(`${String(arrival.index)} ${deltaType} ${field}`);
  }

  /** @param before receives what was held back of another block */
  #pushArrived({ arrival, index, deltaType, field }: Channel, text: string, before: object[]): string {
    if (arrival === null || text === '') return text;
    if (arrival.redactor === null) {
      if (!this.#isOtherOpen(arrival, index, deltaType, field)) {
        arrival.index = index;
        arrival.tail = (arrival.tail + text).slice(-this.#tailLength);
        return text;
      }
      arrival.redactor = new SecretRedactor(this.#known);
      arrival.redactor.push(arrival.tail);
      arrival.redactor.release();
    }
    if (arrival.index !== index) {
      addDelta(before, arrival.index, deltaType, field, arrival.redactor.release());
      arrival.index = index;
    }
    return arrival.redactor.push(text);
  }

  /** `event`: parsed JSON of any shape. */
  push(event: object): RedactedDelta {
    const type = 'type' in event ? event.type : null;
    const index = 'index' in event && typeof event.index === 'number' ? event.index : -1;
    if (type === 'content_block_delta') {
      const before: object[] = [];
      return { event: this.#redactDelta(event, index, before), before };
    }
    if (type === 'content_block_start') {
      const before = this.#release((channel) => channel.index === index);
      return { event: this.#redactStart(event, index, before), before };
    }
    if (type === 'content_block_stop') return { before: this.#release((channel) => channel.index === index), event };
    if (type === 'message_stop' || type === 'error') return { before: this.release(), event };
    return { before: [], event };
  }

  /** End of the stream: events with the held-back text. */
  release(): object[] {
    return this.#release(() => true);
  }

  #redactDelta(event: object, index: number, before: object[]): object {
    if (!('delta' in event) || !isRecord(event.delta)) return event;
    const { delta } = event;
    const deltaType = String(delta['type']);
    const changes: Record<string, string> = {};
    for (const [field, value] of Object.entries(delta)) {
      if (field === 'type' || typeof value !== 'string') continue;
      const redacted = this.#redactText(this.#channel(index, deltaType, field), value, before);
      if (redacted !== value) changes[field] = redacted;
    }
    return Object.keys(changes).length === 0 ? event : { ...event, delta: { ...delta, ...changes } };
  }

  #redactStart(event: object, index: number, before: object[]): object {
    if (!('content_block' in event) || !isRecord(event.content_block)) return event;
    const { content_block: block } = event;
    const changes: Record<string, string> = {};
    for (const [field, deltaType] of Object.entries(STARTED_TEXTS)) {
      const value = block[field];
      if (typeof value !== 'string' || value === '') continue;
      const redacted = this.#redactText(this.#channel(index, deltaType, field), value, before);
      if (redacted !== value) changes[field] = redacted;
    }
    return Object.keys(changes).length === 0 ? event : { ...event, content_block: { ...block, ...changes } };
  }

  #redactText(channel: Channel, text: string, before: object[]): string {
    return this.#pushArrived(channel, channel.redactor.push(text), before);
  }

  #channel(index: number, deltaType: string, field: string): Channel {
    const last = this.#current;
    if (last !== null && last.index === index && last.field === field && last.deltaType === deltaType) return last;
    this.#current = this.#find(index, deltaType, field);
    return this.#current;
  }

  #find(index: number, deltaType: string, field: string): Channel {
    const kind = `${deltaType} ${field}`;
    const name = `${String(index)} ${kind}`;
    const open = this.#open.get(name);
    if (open !== undefined) return open;
    const redactor = this.#ended.get(kind) ?? new SecretRedactor(this.#known);
    this.#ended.delete(kind);
    const arrival = JOINED_BY_ARRIVAL.has(deltaType) ? this.#arrivalOrder(kind) : null;
    const channel: Channel = { kind, index, deltaType, field, redactor, arrival };
    this.#open.set(name, channel);
    return channel;
  }

  #arrivalOrder(kind: string): ArrivalOrder {
    const known = this.#arrivals.get(kind);
    if (known !== undefined) return known;
    const arrival: ArrivalOrder = { index: -1, tail: '', redactor: null };
    // Fields of other names are not joined; their number is the upstream's choice.
    if (this.#arrivals.size < MAX_CHANNELS) this.#arrivals.set(kind, arrival);
    return arrival;
  }

  /** Closes channels: those that are `ended`, and the oldest beyond the limit. */
  #release(ended: (channel: Channel) => boolean): object[] {
    const events: object[] = [];
    this.#current = null;
    for (const [name, channel] of this.#open) {
      if (!ended(channel) && this.#open.size <= MAX_CHANNELS) continue;
      const { index, deltaType, field, redactor, arrival } = channel;
      const passed = this.#pushArrived(channel, redactor.release(), events);
      const held = arrival?.index === index ? (arrival.redactor?.release() ?? '') : '';
      addDelta(events, index, deltaType, field, passed + held);
      this.#open.delete(name);
      if (this.#ended.size < MAX_CHANNELS) this.#ended.set(channel.kind, redactor);
    }
    return events;
  }
}

function addDelta(events: object[], index: number, deltaType: string, field: string, text: string): void {
  if (text !== '') events.push({ type: 'content_block_delta', index, delta: { type: deltaType, [field]: text } });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
