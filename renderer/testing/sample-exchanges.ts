/** Made-up exchanges for the fake bridge: a cycle of typical ones, as many as wanted, the same on every run. */

import type { Exchange, ExchangeSummary, HttpMessage, Timing } from '#shared/exchange/record.ts';
import type { Note } from '#shared/notes.ts';
import { samplePair, type SamplePair } from './sample-pair.ts';
import {
  agentEvents,
  agentRequest,
  agentTimes,
  codexRequest,
  plainMessage,
  plainRequest,
  refusal,
} from './sample-wire.ts';

const plain = samplePair('chat.completions', 'claude-sonnet-5-5', plainRequest, plainMessage);
const small = samplePair('chat.completions', 'claude-haiku-5-5', plainRequest, plainMessage);
const agent = samplePair(
  'chat.completions',
  'claude-opus-5-5',
  agentRequest,
  agentEvents('claude-opus-5-5'),
  agentTimes,
);
const codex = samplePair('responses', 'claude-sonnet-5-5', codexRequest, agentEvents('claude-sonnet-5-5'), agentTimes);

interface Kind {
  readonly summary: Partial<ExchangeSummary>;
  readonly notes: readonly Note[];
  readonly build: () => Omit<Exchange, 'summary' | 'notes' | 'timing'>;
}

function side(startLine: string, body: string, options: Partial<HttpMessage> = {}): HttpMessage {
  return {
    startLine,
    headers: { 'content-type': options.events === true ? 'text/event-stream' : 'application/json' },
    body,
    bytes: new TextEncoder().encode(body).length,
    truncated: false,
    events: false,
    assembled: null,
    ...options,
  };
}

const upstreamHeaders = {
  'content-type': 'application/json',
  'x-api-key': 'redacted …f3a9',
  'anthropic-version': '2023-06-01',
  'user-agent': 'dragoman/0.1.0',
};

function requestSides(
  pair: SamplePair,
  startLine = 'POST /v1/chat/completions',
): Pick<Exchange, 'clientRequest' | 'upstreamRequest'> {
  return {
    clientRequest: side(startLine, pair.clientRequest, {
      headers: {
        host: '127.0.0.1:9080',
        'content-type': 'application/json',
        authorization: 'Bearer redacted …none',
        'user-agent': 'Continue/1.3.9 (vscode)',
        'accept-encoding': 'gzip, deflate, br, zstd',
      },
    }),
    upstreamRequest: side('POST https://api.anthropic.com/v1/messages', pair.upstreamRequest, {
      headers: upstreamHeaders,
    }),
  };
}

function allSides(pair: SamplePair, startLine?: string): Omit<Exchange, 'summary' | 'notes' | 'timing'> {
  const { upstreamResponse, clientResponse } = pair;
  return {
    ...requestSides(pair, startLine),
    upstreamResponse: side('200 OK', upstreamResponse.body, upstreamResponse),
    clientResponse: side('200 OK', clientResponse.body, clientResponse),
    error: null,
  };
}

const kinds: readonly Kind[] = [
  {
    summary: {
      tool: 'continue',
      modelAsked: 'gpt-4',
      modelUsed: 'claude-sonnet-5-5',
      tokens: counts(27, 11, 0),
      firstTextMs: 812,
      totalMs: 944,
    },
    notes: plain.notes,
    build: () => allSides(plain),
  },
  {
    summary: {
      tool: 'cline',
      modelAsked: 'gpt-4o',
      modelUsed: 'claude-opus-5-5',
      stream: true,
      tokens: counts(18_044, 1023, 17_100),
      firstTextMs: 810,
      totalMs: 3052,
    },
    notes: agent.notes,
    build: () => allSides(agent),
  },
  {
    summary: {
      tool: 'codex',
      endpoint: 'responses',
      path: '/v1/responses',
      modelAsked: 'gpt-5-codex',
      modelUsed: 'claude-sonnet-5-5',
      stream: true,
      tokens: counts(41_220, 2310, 38_900),
      firstTextMs: 810,
      totalMs: 3052,
    },
    notes: codex.notes,
    build: () => allSides(codex, 'POST /v1/responses'),
  },
  {
    summary: {
      tool: 'aider',
      state: 'failed',
      status: 429,
      modelAsked: 'claude-opus-5-5',
      modelUsed: 'claude-opus-5-5',
      totalMs: 212,
      errorCode: 'rate_limit_exceeded',
    },
    notes: [],
    build: () => ({
      ...requestSides(plain),
      upstreamResponse: side('429 Too Many Requests', refusal.upstream),
      clientResponse: side('429 Too Many Requests', refusal.client),
      error: {
        code: 'rate_limit_exceeded',
        message: 'Anthropic refused the request: the tokens-per-minute limit is reached.',
        hint: 'Wait 14 s, or send fewer tokens at a time.',
      },
    }),
  },
  {
    summary: {
      tool: 'python-openai',
      modelAsked: 'gpt-4o-mini',
      modelUsed: 'claude-haiku-5-5',
      tokens: counts(612, 240, 0),
      firstTextMs: 390,
      totalMs: 1870,
    },
    notes: small.notes,
    build: () => allSides(small),
  },
  {
    summary: {
      tool: 'curl',
      state: 'failed',
      status: 400,
      modelAsked: null,
      modelUsed: null,
      totalMs: 2.1,
      errorCode: 'invalid_request',
    },
    notes: [],
    build: () => ({
      clientRequest: side('POST /v1/chat/completions', '{"model":"gpt-4","message":[]}'),
      upstreamRequest: null,
      upstreamResponse: null,
      clientResponse: side(
        '400 Bad Request',
        '{"error":{"message":"messages is missing.","type":"invalid_request_error","param":"messages","code":"missing_required_parameter"}}',
      ),
      error: {
        code: 'missing_required_parameter',
        message: 'messages is missing.',
        hint: 'Send at least one message.',
      },
    }),
  },
];

function counts(input: number, output: number, cacheRead: number): ExchangeSummary['tokens'] {
  return { input, output, cacheRead, cacheWrite: 0, reasoning: 0 };
}

function kindAt(index: number): Kind {
  const kind = kinds[index % kinds.length];
  if (kind === undefined) throw new Error('no kinds');
  return kind;
}

/** The summary of the exchange number `index`, started at `startedAt` (epoch milliseconds). */
export function sampleSummary(index: number, startedAt: number): ExchangeSummary {
  const kind = kindAt(index);
  const scale = 1 + ((index * 7919) % 17) / 10;
  const base: ExchangeSummary = {
    id: `fake-${index}`,
    startedAt,
    endpoint: 'chat.completions',
    method: 'POST',
    path: '/v1/chat/completions',
    state: 'done',
    status: 200,
    tool: null,
    modelAsked: null,
    modelUsed: null,
    stream: false,
    tokens: null,
    firstTextMs: null,
    totalMs: null,
    notes: kind.notes.length,
    losses: kind.notes.filter((note) => note.verb === 'dropped' || note.verb === 'approximated').length,
    errorCode: null,
    demo: false,
    cost: kind.summary.tokens === undefined ? null : (kind.summary.tokens?.output ?? 0) * 0.000021 + 0.0001,
    ...kind.summary,
  };
  return {
    ...base,
    firstTextMs: base.firstTextMs === null ? null : base.firstTextMs * scale,
    totalMs: base.totalMs === null ? null : base.totalMs * scale,
  };
}

/** The whole of an exchange whose summary is given. */
export function sampleExchange(summary: ExchangeSummary): Exchange {
  const kind = kindAt(Number(summary.id.replace('fake-', '')));
  const total = summary.totalMs;
  const sent = kind.build().upstreamRequest !== null;
  const first = summary.firstTextMs ?? total;
  const before = (share: number): number | null => (first === null || !sent ? null : first * share);
  const timing: Timing = {
    guarded: 0.4,
    translated: sent ? 1.3 : null,
    upstreamSent: sent ? 3.1 : null,
    upstreamHeaders: before(0.72),
    firstEvent: summary.stream ? before(0.76) : null,
    firstText: summary.firstTextMs,
    done: total,
  };
  const built = kind.build();
  const slower = (summary.firstTextMs ?? 0) / (kind.summary.firstTextMs ?? 1);
  return {
    summary,
    notes: [...kind.notes],
    timing,
    ...built,
    upstreamResponse: slowed(built.upstreamResponse, slower),
    clientResponse: slowed(built.clientResponse, slower),
  };
}

/** The times of its events stretched like those of the whole exchange. */
function slowed(response: HttpMessage | null, factor: number): HttpMessage | null {
  if (response?.eventTimes === undefined) return response;
  return { ...response, eventTimes: response.eventTimes.map((time) => time * factor) };
}
