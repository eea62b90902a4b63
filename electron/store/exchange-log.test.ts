import { describe, expect, test } from 'vitest';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { createExchangeLog } from './exchange-log.ts';

function exchange(id: string, body = '', state: ExchangeSummary['state'] = 'open'): Exchange {
  const side = {
    startLine: 'POST /',
    headers: {},
    body,
    bytes: body.length,
    truncated: false,
    events: false,
    assembled: null,
  };
  return {
    summary: {
      id,
      startedAt: 0,
      endpoint: 'chat.completions',
      method: 'POST',
      path: '/v1/chat/completions',
      state,
      status: null,
      tool: null,
      modelAsked: null,
      modelUsed: null,
      stream: false,
      tokens: null,
      firstTextMs: null,
      totalMs: null,
      notes: 0,
      losses: 0,
      errorCode: null,
      demo: false,
    },
    clientRequest: side,
    upstreamRequest: null,
    upstreamResponse: null,
    clientResponse: null,
    notes: [],
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
}

const ids = (summaries: readonly ExchangeSummary[]): string => summaries.map((summary) => summary.id).join('');

describe('the exchange log', () => {
  test('lists the newest first, as many as asked for', () => {
    const log = createExchangeLog();
    for (const id of 'abc') log.put(exchange(id));
    expect(ids(log.list())).toBe('cba');
    expect(ids(log.list(2))).toBe('cb');
    expect(log.list(0)).toEqual([]);
  });

  test('replaces an exchange in its place', () => {
    const log = createExchangeLog();
    for (const id of 'abc') log.put(exchange(id));
    log.put(exchange('a', 'whole', 'done'));
    expect(ids(log.list())).toBe('cba');
    expect(log.get('a')?.clientRequest.body).toBe('whole');
  });

  test('shows a touched summary with the sides known so far', () => {
    const log = createExchangeLog();
    log.put(exchange('a', 'body'));
    log.touch({ ...exchange('a').summary, state: 'streaming' });
    expect(log.get('a')).toMatchObject({ summary: { state: 'streaming' }, clientRequest: { body: 'body' } });
  });

  test('forgets the oldest beyond its limit', () => {
    const log = createExchangeLog({ limit: 2 });
    for (const id of 'abc') log.put(exchange(id));
    expect(ids(log.list())).toBe('cb');
    expect(log.get('a')).toBeNull();
  });

  test('forgets the oldest when the bodies grow too long, but never the newest', () => {
    const log = createExchangeLog({ maxCharacters: 10 });
    log.put(exchange('a', '12345678'));
    log.put(exchange('b', '1234'));
    expect(ids(log.list())).toBe('b');
    log.put(exchange('b', 'x'.repeat(100)));
    expect(ids(log.list())).toBe('b');
    log.put(exchange('c', '1'));
    expect(ids(log.list())).toBe('c');
  });

  test('tells of every change, and of nothing it does not have', () => {
    const log = createExchangeLog();
    const heard: string[] = [];
    log.onChange((summary) => heard.push(`${summary.id} ${summary.state}`));
    log.onClear(() => heard.push('cleared'));
    log.put(exchange('a'));
    log.touch({ ...exchange('a').summary, state: 'done' });
    log.touch(exchange('unknown').summary);
    log.clear();
    log.touch(exchange('a').summary);
    expect(heard).toEqual(['a open', 'a done', 'cleared']);
    expect(log.list()).toEqual([]);
  });
});
