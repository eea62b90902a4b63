/** What is written down about one exchange while it runs. Everything here is an assignment or a push: the work comes after the answer. */

import type { Exchange, ExchangeSummary, Timing, TokenCounts } from '#shared/exchange/record.ts';
import type { ErrorReport } from '#shared/errors.ts';
import { isLoss, type Note } from '#shared/translate/notes.ts';
import { draftSide, finishSide, readBody, type SideDraft } from './side.ts';

export type EndpointName = ExchangeSummary['endpoint'];
export type Stage = keyof Timing;

/** Turns the kept text of an event stream into the message it adds up to (JSON text), or null when it cannot. */
export type Assemble = (events: string) => string | null;

export interface RecordingStart {
  readonly id: string;
  /** Wall clock, epoch milliseconds. */
  readonly startedAt: number;
  /** Monotonic clock, milliseconds. */
  readonly accepted: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly tool: string | null;
  readonly demo: boolean;
}

export class Recording {
  readonly id: string;
  readonly client: SideDraft;
  upstreamRequest: SideDraft | null = null;
  upstreamResponse: SideDraft | null = null;
  clientResponse: SideDraft | null = null;
  endpoint: EndpointName = 'other';
  modelAsked: string | null = null;
  modelUsed: string | null = null;
  stream = false;
  tokens: TokenCounts | null = null;
  notes: readonly Note[] = [];
  error: ErrorReport | null = null;
  state: ExchangeSummary['state'] = 'open';
  status: number | null = null;
  assembleUpstream: Assemble | null = null;
  assembleClient: Assemble | null = null;
  /** Finds the counts in the upstream's message (JSON text) when nobody read it while it passed. */
  countTokens: ((message: string) => TokenCounts | null) | null = null;
  /** Taken out of every side, whatever they look like. */
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
    this.client = draftSide(`${start.method} ${start.path}`, start.headers);
  }

  /** Stamps a stage, the first time it is reached. */
  mark(stage: Stage): void {
    this.timing[stage] ??= Math.round((this.#now() - this.#start.accepted) * 1000) / 1000;
  }

  /** Milliseconds since the request was accepted. */
  elapsed(): number {
    return this.#now() - this.#start.accepted;
  }

  /** A new attempt replaces what was written down of the one before. */
  beginUpstream(startLine: string, headers: Record<string, string>): SideDraft {
    this.upstreamRequest = draftSide(startLine, headers);
    this.upstreamResponse = null;
    return this.upstreamRequest;
  }

  summary(): ExchangeSummary {
    return {
      id: this.id,
      startedAt: this.#start.startedAt,
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
    };
  }

  /** The record, redacted. Not for the hot path: it reads and searches every kept body. */
  toExchange(): Exchange {
    const { secrets } = this;
    const side = (draft: SideDraft | null, assemble: Assemble | null): Exchange['clientResponse'] =>
      draft === null ? null : finishSide(draft, assembleWhole(draft, assemble), secrets);
    const upstreamResponse = side(this.upstreamResponse, this.assembleUpstream);
    if (this.tokens === null && upstreamResponse !== null && this.countTokens !== null) {
      this.tokens = this.countTokens(upstreamResponse.assembled ?? upstreamResponse.body);
    }
    return {
      summary: this.summary(),
      clientRequest: finishSide(this.client, null, secrets),
      upstreamRequest: side(this.upstreamRequest, null),
      upstreamResponse,
      clientResponse: side(this.clientResponse, this.assembleClient),
      notes: this.notes.map(({ verb, code, from, to, reason }) => ({ verb, code, from, to, reason })),
      timing: { ...this.timing },
      error: this.error,
    };
  }
}

function assembleWhole(draft: SideDraft, assemble: Assemble | null): string | null {
  if (!draft.events || assemble === null) return null;
  const { text, truncated } = readBody(draft);
  if (truncated) return null;
  try {
    return assemble(text);
  } catch {
    // A stream that makes no sense has no message; its raw text is kept all the same.
    return null;
  }
}

/** Notes down what a client asked for before it is judged, so that a refused request can be read in the log. */
export function noteAsked(recording: Recording, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if ('model' in value && typeof value.model === 'string') recording.modelAsked = value.model;
  recording.stream = 'stream' in value && value.stream === true;
}
