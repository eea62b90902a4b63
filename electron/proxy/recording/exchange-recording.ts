/** Records one exchange while it runs. Everything here is an assignment or a push; processing follows after the response. */

import type { AssemblyName, RecordedExchange, LiveExchange } from '#electron/exchange-log/record/recorded-exchange.ts';
import type { ExchangeSummary, Timing } from '#shared/exchange/record.ts';
import { type ErrorReport, shortened } from '#shared/errors.ts';
import { MAX_NAME } from '#shared/openai/request-names.ts';
import { isLoss, type Note } from '#shared/notes.ts';
import { endCapture, captureMessage, type MessageCapture } from './captured-message.ts';
import type { TokenCounts } from '#shared/models/token-counts.ts';

export type EndpointName = ExchangeSummary['endpoint'];
export type Stage = keyof Timing;

export interface RecordingStart {
  readonly id: string;
  /** Wall clock, epoch milliseconds. */
  readonly startedAt: number;
  /** Time of the arrival clock. */
  readonly arrival: number;
  /** Monotonic clock, milliseconds. */
  readonly accepted: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly tool: string | null;
  readonly demo: boolean;
}

export class Recording implements LiveExchange {
  readonly id: string;
  readonly client: MessageCapture;
  upstreamRequest: MessageCapture | null = null;
  upstreamResponse: MessageCapture | null = null;
  clientResponse: MessageCapture | null = null;
  endpoint: EndpointName = 'other';
  modelAsked: string | null = null;
  modelUsed: string | null = null;
  stream = false;
  tokens: TokenCounts | null = null;
  notes: readonly Note[] = [];
  error: ErrorReport | null = null;
  state: ExchangeSummary['state'] = 'open';
  status: number | null = null;
  assembleUpstream: AssemblyName | null = null;
  assembleClient: AssemblyName | null = null;
  /** Token counts are extracted later from the upstream's message, because it is forwarded unparsed. */
  countTokens = false;
  /** Of an exchange over a WebSocket: the connection, and the lane. */
  socket: string | null = null;
  lane: string | null = null;
  /** Redacted from all four messages, whatever their form. */
  readonly secrets: string[] = [];
  readonly timing: { -readonly [name in Stage]: Timing[name] } = {
    guarded: null,
    translated: null,
    upstreamSent: null,
    upstreamHeaders: null,
    firstEvent: null,
    firstText: null,
    done: null,
  };
  readonly #start: RecordingStart;
  readonly #now: () => number;

  constructor(start: RecordingStart, now: () => number) {
    this.id = start.id;
    this.#start = start;
    this.#now = now;
    this.client = captureMessage(`${start.method} ${start.path}`, start.headers);
  }

  /** Records the time of a stage, once. */
  mark(stage: Stage): void {
    this.timing[stage] ??= Math.round((this.#now() - this.#start.accepted) * 1000) / 1000;
  }

  /** For a further upstream call (`n`): the same start time, never logged. */
  fork(): Recording {
    const fork = new Recording(this.#start, this.#now);
    fork.secrets.push(...this.secrets);
    return fork;
  }

  /** Milliseconds since the request was accepted. */
  elapsed(): number {
    return this.#now() - this.#start.accepted;
  }

  /** A new attempt replaces the recording of the previous one. */
  beginUpstream(startLine: string, headers: Record<string, string>): MessageCapture {
    this.upstreamRequest = captureMessage(startLine, headers);
    this.upstreamResponse = null;
    return this.upstreamRequest;
  }

  summary(): ExchangeSummary {
    return {
      id: this.id,
      startedAt: this.#start.startedAt,
      ...(this.#start.arrival === this.#start.startedAt ? {} : { arrival: this.#start.arrival }),
      endpoint: this.endpoint,
      method: this.#start.method,
      path: this.#start.path,
      state: this.state,
      status: this.status,
      tool: this.#start.tool,
      modelAsked: this.modelAsked,
      modelUsed: this.modelUsed,
      stream: this.stream,
      tokens: this.tokens,
      firstTextMs: this.timing.firstText,
      totalMs: this.timing.done,
      notes: this.notes.length,
      losses: this.notes.filter(isLoss).length,
      errorCode: this.error?.code ?? null,
      demo: this.#start.demo,
      ...(this.socket === null ? {} : { socket: this.socket }),
      ...(this.lane === null ? {} : { lane: this.lane }),
    };
  }

  /** The raw recording; derived values are computed elsewhere. */
  snapshot(): RecordedExchange {
    return {
      summary: this.summary(),
      clientRequest: endCapture(this.client, null),
      upstreamRequest: endIfCaptured(this.upstreamRequest, null),
      upstreamResponse: endIfCaptured(this.upstreamResponse, this.assembleUpstream),
      clientResponse: endIfCaptured(this.clientResponse, this.assembleClient),
      notes: keptNotes(this.notes),
      timing: { ...this.timing },
      error: this.error === null ? null : { ...this.error },
      accepted: this.#start.accepted,
      countTokens: this.countTokens,
      secrets: [...this.secrets],
      withheld: undefined,
    };
  }
}

/** Limit of notes per exchange: each part of a body may cause one, and all are posted to the log worker. */
const MAX_NOTES = 10_000;

function keptNotes(notes: readonly Note[]): Note[] {
  const kept = notes.slice(0, MAX_NOTES).map(({ verb, code, from, to, reason }) => ({ verb, code, from, to, reason }));
  if (notes.length <= MAX_NOTES) return kept;
  const reason = `${notes.length - MAX_NOTES} further notes were counted but not kept.`;
  return [...kept, { verb: 'noticed', code: 'more-notes', from: null, to: null, reason }];
}

function endIfCaptured(
  capture: MessageCapture | null,
  assembly: AssemblyName | null,
): RecordedExchange['clientResponse'] {
  return capture === null ? null : endCapture(capture, assembly);
}

/** Records the requested model and options before validation, so that refused requests appear in the log. */
export function recordRequestedModel(recording: Recording, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if ('model' in value && typeof value.model === 'string') recording.modelAsked = shortened(value.model, MAX_NAME);
  recording.stream = 'stream' in value && value.stream === true;
}
