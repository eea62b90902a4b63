import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { finalizeExchange } from '#electron/exchange-log/record/redact-and-finalize.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { exchangeSchema } from '#shared/exchange/record.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { Recording } from './exchange-recording.ts';
import { appendText, captureMessage, MAX_STORED_BODY, setBody } from './captured-message.ts';

/** Opens a recording for a real request, like the request handler. */
async function open(recorder: Recorder, path = '/v1/chat/completions'): Promise<Recording> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const recording = await new Promise<Recording>((resolve) => {
    server.on('request', (incoming, response) => {
      resolve(recorder.open(incoming, false));
      response.end();
    });
    const headers = { 'user-agent': 'curl/8', authorization: 'Bearer sk-canary-0123456789' };
    request({ port, host: '127.0.0.1', path, headers, agent: false }).end();
  });
  server.close();
  return recording;
}

interface Log {
  readonly recorder: Recorder;
  readonly puts: Exchange[];
  readonly shown: ExchangeSummary[];
  readonly forgotten: string[];
}

function startLog(): Log {
  const puts: Exchange[] = [];
  const shown: ExchangeSummary[] = [];
  const forgotten: string[] = [];
  const recorder = createRecorder({
    put: (recorded) => void puts.push(finalizeExchange(recorded)),
    show: (live) => void shown.push(live.summary()),
    forget: (id) => void forgotten.push(id),
  });
  return { recorder, puts, shown, forgotten };
}

// Clocks of recordings and of their publication, not those of sockets.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('ExchangeRecording', () => {
  it('becomes a valid, redacted record after the event loop turn that closed it', async () => {
    const { recorder, puts } = startLog();
    const recording = await open(recorder, '/v1/messages?api_key=0123456789abcdef');
    recording.secrets.push('plain-looking-secret');
    setBody(recording.client, Buffer.from('{"note":"plain-looking-secret"}'));
    recorder.close(recording);
    expect(puts).toHaveLength(0);
    await new Promise((resolve) => setImmediate(resolve));
    const [exchange] = puts;
    expect(exchangeSchema.safeParse(exchange).success).toBe(true);
    expect(JSON.stringify(exchange)).not.toMatch(/plain-looking-secret|0123456789/);
    expect(exchange?.summary).toMatchObject({ tool: 'curl', path: '/v1/messages?api_key=…cdef' });
  });

  it('is written in one batch with all that ended in the same turn', async () => {
    const { recorder, puts } = startLog();
    const recordings = await Promise.all(Array.from({ length: 20 }, async () => await open(recorder)));
    for (const recording of recordings) recorder.close(recording);
    await new Promise((resolve) => setImmediate(resolve));
    expect(puts.map(({ summary }) => summary.id)).toEqual(recordings.map(({ id }) => id));
  });

  it('truncates a long body and marks it as truncated', async () => {
    const { recorder, puts } = startLog();
    const recording = await open(recorder);
    recording.clientResponse = captureMessage('200 OK', {});
    const chunk = 'x'.repeat(1_000_000);
    for (let index = 0; index < 9; index += 1) appendText(recording.clientResponse, chunk);
    recorder.close(recording);
    recorder.flush();
    expect(puts[0]?.clientResponse).toMatchObject({ bytes: 9_000_000, truncated: true });
    expect(puts[0]?.clientResponse?.body).toHaveLength(MAX_STORED_BODY);
  });

  it('keeps 5 MB whole, in one chunk or many', async () => {
    const { recorder, puts } = startLog();
    const recording = await open(recorder);
    setBody(recording.client, Buffer.from('x'.repeat(5_000_000)));
    recording.clientResponse = captureMessage('200 OK', {});
    for (let index = 0; index < 5; index += 1) appendText(recording.clientResponse, 'y'.repeat(1_000_000));
    recorder.close(recording);
    recorder.flush();
    for (const side of [puts[0]?.clientRequest, puts[0]?.clientResponse]) {
      expect(side).toMatchObject({ bytes: 5_000_000, truncated: false });
      expect(side?.body).toHaveLength(5_000_000);
    }
  });

  it('records the time of each stage once, in order', async () => {
    const { recorder } = startLog();
    const recording = await open(recorder);
    recording.mark('guarded');
    const first = recording.timing.guarded;
    vi.advanceTimersByTime(2);
    recording.mark('guarded');
    recording.mark('done');
    expect(recording.timing.guarded).toBe(first);
    expect(recording.timing.done).toBeGreaterThan(Number(first));
  });

  it('is not kept when it is dropped', async () => {
    const { recorder, puts } = startLog();
    recorder.drop(await open(recorder));
    vi.advanceTimersByTime(60_000);
    recorder.flush();
    expect(puts).toEqual([]);
  });

  it('is published while open when it lasts, and withdrawn when dropped', async () => {
    const { recorder, puts, shown, forgotten } = startLog();
    const recording = await open(recorder);
    vi.advanceTimersByTime(100);
    expect(shown.map(({ state }) => state)).toEqual(['open']);
    recorder.streaming(recording);
    await new Promise((resolve) => setImmediate(resolve));
    expect(shown.map(({ state }) => state)).toEqual(['open', 'streaming']);
    recorder.drop(recording);
    expect(forgotten).toEqual([recording.id]);
    expect(puts).toEqual([]);
  });

  it('records the time of each stream event', async () => {
    const { recorder, puts } = startLog();
    const recording = await open(recorder);
    const capture = captureMessage('200 OK', {});
    capture.events = true;
    recording.upstreamResponse = capture;
    appendText(capture, 'data: 1\n\ndata: 2\n\nda');
    vi.advanceTimersByTime(5);
    appendText(capture, 'ta: 3\n\n: a comment\n\ndata: 4');
    recorder.close(recording);
    recorder.flush();
    const [first, second, third, fourth, ...rest] = puts[0]?.upstreamResponse?.eventTimes ?? [];
    expect(rest).toEqual([]);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(second).toBe(first);
    expect(third).toBeGreaterThan(Number(second));
    expect(fourth).toBe(third);
    expect(third).toBeLessThanOrEqual(Number(puts[0]?.timing.done));
  });

  it('truncates a body between characters', async () => {
    const { recorder, puts } = startLog();
    const recording = await open(recorder);
    setBody(recording.client, Buffer.from(`x${'é'.repeat(MAX_STORED_BODY)}`));
    recorder.close(recording);
    recorder.flush();
    const side = puts[0]?.clientRequest;
    expect(side).toMatchObject({ truncated: true, bytes: 2 * MAX_STORED_BODY + 1 });
    expect(side?.body).toBe(`x${'é'.repeat(MAX_STORED_BODY / 2 - 1)}`);
  });

  it('keeps a stream of single characters whole in a bounded number of chunks', async () => {
    const { recorder, puts } = startLog();
    const recording = await open(recorder);
    const capture = captureMessage('200 OK', {});
    recording.upstreamResponse = capture;
    for (let index = 0; index < 150_000; index += 1) appendText(capture, String(index % 10));
    expect(capture.body).toHaveLength(100_000);
    expect(capture.arrivals).toHaveLength(100_000);
    recorder.close(recording);
    recorder.flush();
    expect(puts[0]?.upstreamResponse?.body).toBe('0123456789'.repeat(15_000));
  });

  it('releases the rest of a large body beyond the limit', async () => {
    const { recorder } = startLog();
    const recording = await open(recorder);
    const body = Buffer.alloc(3 * MAX_STORED_BODY, 'x');
    setBody(recording.client, body);
    const kept = recording.client.body;
    expect(kept).toHaveLength(MAX_STORED_BODY);
    expect(Buffer.isBuffer(kept) && kept.buffer).not.toBe(body.buffer);
  });

  it('does not affect responses when the log fails', async () => {
    const recorder = createRecorder({
      put: () => {
        throw new Error('disk full');
      },
      show: () => undefined,
      forget: () => undefined,
    });
    const recording = await open(recorder);
    recorder.close(recording);
    expect(() => recorder.flush()).not.toThrow();
  });
});
