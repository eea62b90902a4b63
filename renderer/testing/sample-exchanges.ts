/** Made-up exchanges for the fake bridge: a cycle of typical ones, as many as wanted, the same on every run. */

import type { Exchange, ExchangeSummary, Side, Timing } from '#shared/exchange/record.ts';
import type { Note } from '#shared/translate/notes.ts';
import { plainPair, refusal, streamedPair } from './sample-wire.ts';

const plainNotes: readonly Note[] = [
  {
    verb: 'moved',
    code: 'system-lifted',
    from: 'messages[0]',
    to: 'system',
    reason: 'The Messages API takes the system prompt apart from the messages',
  },
  {
    verb: 'renamed',
    code: 'model-mapped',
    from: 'model',
    to: 'model',
    reason: '"gpt-4" is no Claude model, so the configured one answers',
  },
];

const streamedNotes: readonly Note[] = [
  {
    verb: 'moved',
    code: 'system-lifted',
    from: 'messages[0]',
    to: 'system[0]',
    reason: 'The Messages API takes the system prompt apart from the messages',
  },
  {
    verb: 'defaulted',
    code: 'max-tokens-defaulted',
    from: null,
    to: 'max_tokens',
    reason: 'The Messages API requires a limit and the request has none',
  },
  {
    verb: 'dropped',
    code: 'temperature-dropped',
    from: 'temperature',
    to: null,
    reason: 'claude-opus-5-5 accepts no sampling parameters',
  },
  {
    verb: 'approximated',
    code: 'tool-choice-softened',
    from: 'tool_choice',
    to: 'tool_choice',
    reason: 'claude-opus-5-5 cannot be forced to call a tool, so it is asked to in words',
  },
  {
    verb: 'renamed',
    code: 'tool-schema',
    from: 'tools[0].function.parameters',
    to: 'tools[0].input_schema',
    reason: 'The schema of a tool has another name',
  },
];

interface Kind {
  readonly summary: Partial<ExchangeSummary>;
  readonly notes: readonly Note[];
  readonly build: (summary: ExchangeSummary) => Omit<Exchange, 'summary' | 'notes' | 'timing'>;
}

function side(startLine: string, body: string, options: Partial<Side> = {}): Side {
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

function requestSides(pair: {
  clientRequest: string;
  upstreamRequest: string;
}): Pick<Exchange, 'clientRequest' | 'upstreamRequest'> {
  return {
    clientRequest: side('POST /v1/chat/completions', pair.clientRequest, {
      headers: {
        host: '127.0.0.1:9080',
        'content-type': 'application/json',
        authorization: 'Bearer redacted …none',
        'user-agent': 'Continue/1.3.9 (vscode)',
        'accept-encoding': 'gzip, deflate, br, zstd',
      },
    }),
    upstreamRequest: side('POST /v1/messages', pair.upstreamRequest, { headers: upstreamHeaders }),
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
    notes: plainNotes,
    build: () => ({
      ...requestSides(plainPair),
      upstreamResponse: side('200 OK', plainPair.upstreamResponse),
      clientResponse: side('200 OK', plainPair.clientResponse),
      error: null,
    }),
  },
  {
    summary: {
      tool: 'cline',
      modelAsked: 'gpt-4o',
      modelUsed: 'claude-opus-5-5',
      stream: true,
      tokens: counts(18_044, 1023, 17_100),
      firstTextMs: 810,
      totalMs: 9824,
    },
    notes: streamedNotes,
    build: () => ({
      ...requestSides(streamedPair),
      upstreamResponse: side('200 OK', streamedPair.upstreamResponse, {
        events: true,
        assembled: streamedPair.upstreamMessage,
      }),
      clientResponse: side('200 OK', streamedPair.clientResponse, {
        events: true,
        assembled: streamedPair.clientMessage,
      }),
      error: null,
    }),
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
      firstTextMs: 1310,
      totalMs: 21_402,
    },
    notes: plainNotes,
    build: () => ({
      ...requestSides(streamedPair),
      upstreamResponse: side('200 OK', streamedPair.upstreamResponse, {
        events: true,
        assembled: streamedPair.upstreamMessage,
      }),
      clientResponse: side('200 OK', streamedPair.clientResponse, {
        events: true,
        assembled: streamedPair.clientMessage,
      }),
      error: null,
    }),
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
      ...requestSides(plainPair),
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
    notes: plainNotes,
    build: () => ({
      ...requestSides(plainPair),
      upstreamResponse: side('200 OK', plainPair.upstreamResponse),
      clientResponse: side('200 OK', plainPair.clientResponse),
      error: null,
    }),
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
  const sent = kind.build(summary).upstreamRequest !== null;
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
  return { summary, notes: [...kind.notes], timing, ...kind.build(summary) };
}
