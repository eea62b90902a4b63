import { describe, expect, it } from 'vitest';
import { recordedExchange, capturedMessage } from '#electron/exchange-log/__fixtures__/recorded-exchanges.ts';
import { exchangeSchema } from '#shared/exchange/record.ts';
import { summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { finalizeExchange, finalizeSafely } from './redact-and-finalize.ts';
import { recordedSize, type RecordedExchange, portable, withoutBodies } from './recorded-exchange.ts';

const KEY = 'not-shaped-like-a-key-0123456789';
const SHAPED = 'sk-ant-api03-canary-0123456789-WXYZ';

const events = [
  {
    type: 'message_start',
    message: {
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'claude',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 7, output_tokens: 1 },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 't', name: 'read_file', input: {} } },
  { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":1}' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 3 } },
  { type: 'message_stop' },
];
const chunks = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
const stream = capturedMessage({
  startLine: '200 OK',
  body: chunks,
  arrivals: chunks.map((_, index) => 100 + index * 10.0004),
  bytes: chunks.join('').length,
  events: true,
  assembly: 'message',
});

/** The Messages API passthrough: the response is forwarded unparsed. */
const passed: RecordedExchange = recordedExchange(
  {
    summary: summary({ tokens: null, modelUsed: 'claude-opus-5-5' }),
    upstreamResponse: stream,
    clientResponse: stream,
    accepted: 90,
    countTokens: true,
  },
  { bytes: 100 },
);

describe('finalizing an exchange', () => {
  it('accumulates streams and derives missing token counts', () => {
    const { summary: head, upstreamResponse, clientResponse } = finalizeExchange(passed);
    expect(exchangeSchema.safeParse(finalizeExchange(passed)).error).toBeUndefined();
    expect(JSON.parse(upstreamResponse?.assembled ?? '')).toMatchObject({ stop_reason: 'tool_use' });
    expect(head.tokens).toEqual({ input: 7, output: 3, cacheRead: 0, cacheWrite: 0, reasoning: 0 });
    expect(head.calledTools).toEqual(['read_file']);
    expect(head.cost).toBeGreaterThan(0);
    expect(head.bytes).toBe(100 + stream.bytes);
    expect(clientResponse?.eventTimes).toEqual([10, 20, 30.001, 40.001, 50.002, 60.002]);
  });

  it('redacts every secret everywhere', () => {
    const leak = `${KEY} ${SHAPED}`;
    const leaky = capturedMessage({
      startLine: `POST /v1?api_key=${SHAPED}`,
      headers: { authorization: `Bearer ${SHAPED}`, 'x-note': KEY },
      body: JSON.stringify({ text: leak }),
    });
    const chunk = `data: ${JSON.stringify({ choices: [{ delta: { content: leak } }] })}\n\n`;
    const exchange = finalizeExchange({
      ...passed,
      summary: summary({
        path: `/v1?api_key=${SHAPED}`,
        modelAsked: SHAPED,
        modelUsed: KEY,
        tool: SHAPED,
        errorCode: SHAPED,
      }),
      clientRequest: leaky,
      upstreamRequest: { ...leaky, body: Buffer.from(JSON.stringify({ text: leak })) },
      clientResponse: capturedMessage({ body: [chunk], arrivals: [1], events: true, assembly: 'completion' }),
      notes: [
        { verb: 'renamed', code: 'x', from: `["${SHAPED}"]`, to: `tools["${KEY}"]`, reason: `because of ${leak}` },
      ],
      error: { code: SHAPED, message: leak, hint: leak },
      secrets: [KEY],
    });
    expect(JSON.stringify(exchange)).not.toMatch(/not-shaped-like|canary|0123456789/);
    expect(exchange.clientResponse?.assembled).toContain('…');
  });

  it('stores no bodies when that is switched off, and still counts tokens', () => {
    const exchange = finalizeExchange({
      ...passed,
      error: { code: 'e', message: 'said', hint: null },
      withheld: 'content-off',
    });
    expect(exchange.summary).toMatchObject({ calledTools: ['read_file'], tokens: { input: 7 } });
    expect(exchange.clientRequest).toMatchObject({ body: '', bytes: 100, truncated: true });
    expect(exchange.clientResponse).toMatchObject({ body: '', assembled: null });
    expect(exchange.error).toEqual({ code: 'e', message: '', hint: null });
    expect(exchange.withheld).toBe('content-off');
  });

  it('has a message only for a complete, valid stream', () => {
    const cut = finalizeExchange({ ...passed, clientResponse: { ...stream, truncated: true } });
    expect(cut.clientResponse?.assembled).toBeNull();
    const odd = finalizeExchange({ ...passed, clientResponse: { ...stream, body: ['data: nonsense\n\n'] } });
    expect(odd.clientResponse).toMatchObject({ assembled: null, body: 'data: nonsense\n\n' });
  });

  it('works for an exchange with dropped bodies', () => {
    const light = withoutBodies(passed);
    expect(recordedSize(light)).toBe(recordedSize(recordedExchange({}, { body: '' })));
    expect(recordedSize(passed) - recordedSize(light)).toBeGreaterThan(stream.bytes * 2);
    const exchange = finalizeExchange(light);
    expect(exchange).toMatchObject({ withheld: 'overload', clientRequest: { body: '', truncated: true } });
    expect(exchange.upstreamResponse?.bytes).toBe(stream.bytes);
  });

  it('hides quoted text of errors when bodies are switched off', () => {
    const error = { code: 'e', message: 'said', hint: null };
    const light = withoutBodies({ ...passed, error, withheld: 'content-off' });
    expect(finalizeExchange(light)).toMatchObject({ withheld: 'content-off', error: { code: 'e', message: '' } });
  });

  it('ignores token counts that are not numbers', () => {
    for (const counts of ['7', true, 1.5, Number.NaN, {}]) {
      const tokens = { input: counts, output: 1, cacheRead: 0, cacheWrite: 0, reasoning: 0 };
      const odd = recordedExchange({ summary: { ...summary(), tokens: tokens as never } });
      expect(finalizeSafely(odd)).toMatchObject({ summary: { tokens: null, modelAsked: 'gpt-4o' } });
    }
  });

  it('keeps the certain fields when it fails', () => {
    const odd = [
      { ...passed, clientRequest: null as never },
      { ...passed, summary: { ...summary({ modelAsked: SHAPED }), errorCode: { nested: true } as never } },
      { ...passed, notes: [{ verb: 'broke' } as never] },
    ];
    for (const one of odd) {
      const bare = finalizeSafely(one);
      expect(exchangeSchema.safeParse(bare).success).toBe(true);
      expect(bare).toMatchObject({ withheld: 'overload', summary: { id: 'e1', state: 'done', status: 200 } });
      expect(JSON.stringify(bare)).not.toContain('canary');
    }
  });
});

describe('an exchange sent to the worker', () => {
  it('transfers a shared buffer once, and only its own part', () => {
    const pool = Buffer.alloc(64 * 1024, 'x');
    const body = pool.subarray(100, 110);
    const both = {
      ...recordedExchange({ upstreamRequest: capturedMessage({ body }) }),
      clientRequest: capturedMessage({ body }),
    };
    const { recorded: copy, transfer } = portable(both);
    expect(transfer.map(({ byteLength }) => byteLength)).toEqual([10]);
    const clone = structuredClone(copy, { transfer });
    expect(finalizeExchange(clone).clientRequest.body).toBe('xxxxxxxxxx');
    expect(finalizeExchange(clone).upstreamRequest?.body).toBe('xxxxxxxxxx');
    expect(body.toString()).toBe('xxxxxxxxxx');
  });
});
