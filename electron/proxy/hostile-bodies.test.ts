import { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as bodies from '../../bench/attack/bodies/index.mjs';
import { json, message, type ScriptedUpstream, startScriptedUpstream } from './__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy } from './__fixtures__/test-proxy.ts';

let upstream: ScriptedUpstream;
let proxy: TestProxy;

beforeAll(async () => {
  upstream = await startScriptedUpstream((_request, response) => {
    response.writeHead(200, json).end(JSON.stringify({ ...message('Hello'), input_tokens: 1 }));
  });
  proxy = await startTestProxy({ overrides: { endpoint: upstream.endpoint } });
});

afterAll(async () => {
  await proxy.close();
  await upstream.close();
});

/** Large enough for every kind of part to be there a few hundred times, and below all limits. */
const SMALL = 20_000;

const { ordinaryShapes, ...hostile } = bodies;

async function send(path: string, body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${proxy.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, text: await response.text() };
}

describe('a request body of a hostile shape', () => {
  it.each(Object.values(hostile).flat())('$path: $name', async ({ path, make }) => {
    const { status, text } = await send(path, make(SMALL));
    expect([200, 400, 404]).toContain(status);
    expect(text).not.toContain('internal_error');
    // Errors quote hardly anything; a response of the Responses API repeats the tools and metadata of its request.
    expect(text.length).toBeLessThan(status === 200 ? 2 * SMALL : 4_000);
  });
});

describe('a large request body of an ordinary shape', () => {
  it.each(ordinaryShapes)('$name is accepted', async ({ path, make, bytes }) => {
    const { status, text } = await send(path, make(bytes));
    expect({ status, error: status === 200 ? null : text }).toEqual({ status: 200, error: null });
  });
});

describe('a response of megabytes', () => {
  it('is written one chunk a turn of the event loop, however fast it is read', async () => {
    const write = vi.spyOn(ServerResponse.prototype, 'write');
    let writtenBefore = 0;
    let most = 0;
    let turning = true;
    const turn = (): void => {
      most = Math.max(most, write.mock.calls.length - writtenBefore);
      writtenBefore = write.mock.calls.length;
      if (turning) setImmediate(turn);
    };
    setImmediate(turn);
    const { status, text } = await send(
      '/v1/responses',
      JSON.stringify({ model: 'gpt-4', input: 'Hi', instructions: 'a'.repeat(8e6) }),
    );
    turning = false;
    write.mockRestore();
    expect({ status, isWhole: text.length > 8e6 }).toEqual({ status: 200, isWhole: true });
    expect(writtenBefore).toBeGreaterThan(20);
    expect(most).toBeLessThanOrEqual(2);
  });
});

describe('a name', () => {
  const ask = (model: string): string => JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi' }] });

  it.each([
    ['/v1/chat/completions', '"code":"name_too_long"'],
    ['/v1/responses', '"code":"name_too_long"'],
    ['/v1/completions', '"code":"name_too_long"'],
    ['/v1/messages', '"type":"invalid_request_error"'],
  ])('of 2 MB is refused on %s before an upstream call', async (path, expected) => {
    const before = upstream.received.length;
    const body = JSON.stringify({ ...JSON.parse(ask('m'.repeat(2_000_000))), input: 'Hi', prompt: 'Hi' });
    const { status, text } = await send(path, body);
    expect({ status, text }).toMatchObject({ status: 400, text: expect.stringContaining(expected) });
    expect(text).toContain('2000000 characters; the limit is 256');
    expect(text.length).toBeLessThan(1_000);
    expect(upstream.received).toHaveLength(before);
    const { summary } = await proxy.finished();
    expect(summary.modelAsked?.length).toBeLessThan(300);
  });

  it.each(['claude-☃', 'claude-é', 'claude-\u{1F600}', 'claude-\ud800', 'claude-\r\nx'])(
    'that is not ASCII (%j) is percent-encoded in headers',
    async (model) => {
      proxy.settings.save({ ...proxy.settings.get(), aliases: { odd: model } });
      const response = await fetch(`${proxy.origin}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: ask('odd'),
      });
      expect(await response.json()).toMatchObject({ object: 'chat.completion' });
      expect(response.headers.get('x-dragoman-model')).toBe(
        `claude-${encodeURIComponent(model.slice(7).toWellFormed())}`,
      );
    },
  );
});
