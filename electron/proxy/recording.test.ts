import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { exchangeSchema } from '#shared/exchange/record.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { Recording } from './recording.ts';
import { appendText, draftSide, LONGEST_KEPT_BODY, setBody } from './side.ts';

/** Opens a recording for a real request, as the door does. */
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
  readonly touched: ExchangeSummary[];
}

function startLog(): Log {
  const puts: Exchange[] = [];
  const touched: ExchangeSummary[] = [];
  const recorder = createRecorder({
    put: (exchange) => void puts.push(exchange),
    touch: (summary) => void touched.push(summary),
  });
  return { recorder, puts, touched };
}

describe('a recording', () => {
  it('becomes a valid, redacted record, after the turn in which it was closed', async () => {
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

  it('keeps the beginning of what is too long, and says so', async () => {
    const { recorder, puts } = startLog();
    const recording = await open(recorder);
    recording.clientResponse = draftSide('200 OK', {});
    const piece = 'x'.repeat(1_000_000);
    for (let index = 0; index < 5; index += 1) appendText(recording.clientResponse, piece);
    recorder.close(recording);
    recorder.flush();
    expect(puts[0]?.clientResponse).toMatchObject({ bytes: 5_000_000, truncated: true });
    expect(puts[0]?.clientResponse?.body).toHaveLength(LONGEST_KEPT_BODY);
  });

  it('stamps each stage once, in order', async () => {
    const { recorder } = startLog();
    const recording = await open(recorder);
    recording.mark('guarded');
    const first = recording.timing.guarded;
    await new Promise((resolve) => setTimeout(resolve, 2));
    recording.mark('guarded');
    recording.mark('done');
    expect(recording.timing.guarded).toBe(first);
    expect(recording.timing.done).toBeGreaterThan(Number(first));
  });

  it('is not kept when it is dropped', async () => {
    const { recorder, puts } = startLog();
    recorder.drop(await open(recorder));
    await new Promise((resolve) => setTimeout(resolve, 100));
    recorder.flush();
    expect(puts).toEqual([]);
  });

  it('is shown while it is still open when it lasts', async () => {
    const { recorder, puts, touched } = startLog();
    const recording = await open(recorder);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(puts.map(({ summary }) => summary.state)).toEqual(['open']);
    recorder.streaming(recording);
    await new Promise((resolve) => setImmediate(resolve));
    expect(touched.map(({ state }) => state)).toEqual(['streaming']);
    recorder.drop(recording);
  });

  it('disturbs nobody when the log fails', async () => {
    const recorder = createRecorder({
      put: () => {
        throw new Error('disk full');
      },
      touch: () => undefined,
    });
    const recording = await open(recorder);
    recorder.close(recording);
    expect(() => recorder.flush()).not.toThrow();
  });
});
