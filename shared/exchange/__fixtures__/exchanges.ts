/** Exchanges for tests: a complete one with sensible values, and overrides for it. */

import type { Exchange, ExchangeSummary, HttpMessage } from '../record.ts';

export function summary(changes: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    id: 'e1',
    startedAt: 1_790_000_000_000,
    endpoint: 'chat.completions',
    method: 'POST',
    path: '/v1/chat/completions',
    state: 'done',
    status: 200,
    tool: 'cline',
    modelAsked: 'gpt-4o',
    modelUsed: 'claude-opus-5-5',
    stream: true,
    tokens: { input: 100, output: 50, cacheRead: 1000, cacheWrite: 0, reasoning: 0 },
    firstTextMs: 640,
    totalMs: 4100,
    notes: 3,
    losses: 1,
    errorCode: null,
    demo: false,
    ...changes,
  };
}

export function side(changes: Partial<HttpMessage> = {}): HttpMessage {
  const body = changes.body ?? '{}';
  return {
    startLine: 'POST /v1/chat/completions HTTP/1.1',
    headers: { 'content-type': 'application/json' },
    body,
    bytes: body.length,
    truncated: false,
    events: false,
    assembled: null,
    ...changes,
  };
}

const chatRequest = {
  model: 'gpt-4o',
  temperature: 0.2,
  messages: [
    { role: 'system', content: 'You translate.' },
    { role: 'user', content: 'Hello, how are you?' },
  ],
  max_tokens: 500,
};
const messageRequest = {
  model: 'claude-opus-5-5',
  max_tokens: 500,
  system: [{ type: 'text', text: 'You translate.' }],
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello, how are you?' }] }],
};
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-opus-5-5',
  content: [{ type: 'text', text: 'Bonjour', citations: null }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 20, output_tokens: 5 },
};
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'gpt-4o',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Bonjour', refusal: null }, logprobs: null, finish_reason: 'stop' },
  ],
};

export function exchange(changes: Partial<Exchange> = {}): Exchange {
  return {
    summary: summary({ stream: false }),
    clientRequest: side({
      startLine: 'POST /v1/chat/completions',
      headers: {
        host: '127.0.0.1:9080',
        'content-type': 'application/json',
        authorization: 'Bearer …cdef',
        'user-agent': 'OpenAI/JS 7.57.0',
        'content-length': '180',
      },
      body: JSON.stringify(chatRequest),
    }),
    upstreamRequest: side({
      startLine: 'POST https://api.anthropic.com/v1/messages',
      headers: { 'content-type': 'application/json', 'x-api-key': '…f3a9', 'anthropic-version': '2023-06-01' },
      body: JSON.stringify(messageRequest),
    }),
    upstreamResponse: side({
      startLine: '200',
      headers: { 'content-type': 'application/json', 'request-id': 'req_1' },
      body: JSON.stringify(message),
    }),
    clientResponse: side({ startLine: '200 OK', body: JSON.stringify(completion) }),
    notes: [
      {
        verb: 'dropped',
        code: 'temperature-dropped',
        from: 'temperature',
        to: null,
        reason: 'The model accepts no sampling parameters.',
      },
    ],
    timing: {
      guarded: 0.4,
      translated: 1.9,
      upstreamSent: 2.2,
      upstreamHeaders: 610,
      firstEvent: 625,
      firstText: 640,
      done: 4100,
    },
    error: null,
    ...changes,
  };
}
