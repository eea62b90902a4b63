import { describe, expect, it } from 'vitest';
import type { Exchange, HttpMessage } from '#shared/exchange/record.ts';
import { formatExchange } from './print-exchange.ts';

function side(startLine: string, body: string): HttpMessage {
  const headers = { 'content-type': 'application/json' };
  return { startLine, headers, body, bytes: body.length, truncated: false, events: false, assembled: null };
}

const exchange: Exchange = {
  summary: {
    id: '1',
    startedAt: 0,
    endpoint: 'chat.completions',
    method: 'POST',
    path: '/v1/chat/completions',
    state: 'done',
    status: 200,
    tool: null,
    modelAsked: 'gpt-4',
    modelUsed: 'claude-sonnet-4-5',
    stream: false,
    tokens: null,
    firstTextMs: 1,
    totalMs: 2,
    notes: 1,
    losses: 0,
    errorCode: null,
    demo: true,
  },
  clientRequest: side('POST /v1/chat/completions', '{"model":"gpt-4"}'),
  upstreamRequest: side('POST /v1/messages', '{"model":"claude-sonnet-4-5"}'),
  upstreamResponse: side('200 OK', 'data: one\n\n'),
  clientResponse: null,
  notes: [{ verb: 'moved', code: 'system', from: '/messages/0', to: '/system', reason: 'it stands at the top level' }],
  timing: {
    guarded: null,
    translated: null,
    upstreamSent: null,
    upstreamHeaders: null,
    firstEvent: null,
    firstText: null,
    done: null,
  },
  error: null,
};

describe('formatExchange', () => {
  const text = formatExchange(exchange);

  it('shows the four sides in the order they happened', () => {
    const order = ['client sent', 'POST /v1/chat', 'sent to Anthropic', 'POST /v1/messages', 'answered', 'client got'];
    const positions = order.map((chunk) => text.indexOf(chunk));
    expect(positions).toEqual(positions.toSorted((left, right) => left - right));
    expect(positions).not.toContain(-1);
  });

  it('indents JSON and leaves other bodies unchanged', () => {
    expect(text).toContain('{\n  "model": "gpt-4"\n}');
    expect(text).toContain('data: one\n');
  });

  it('marks a missing message', () => {
    expect(text).toContain('(nothing)');
  });

  it('prints the notes', () => {
    expect(text).toContain('moved /messages/0 → /system: it stands at the top level');
  });

  it('ends with the error of a failed exchange', () => {
    const failed = formatExchange({ ...exchange, error: { code: 'upstream_down', message: 'No answer.', hint: null } });
    expect(failed.trimEnd().endsWith('Error upstream_down: No answer.')).toBe(true);
  });
});
