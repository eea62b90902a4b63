/** A key that an upstream quotes in parts: over the responses of a paused turn, and over the blocks of a whole message. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workersInThread } from '#electron/exchange-log/__fixtures__/exchange-workers.ts';
import { createExchangeLog } from '#electron/exchange-log/exchange-log.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import { toJsonLine } from '#shared/exchange/export/jsonl.ts';
import {
  event,
  eventStream,
  json,
  message,
  startScriptedUpstream,
  type ScriptedUpstream,
} from './__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy } from './__fixtures__/test-proxy.ts';

const KEY = 'sk-ant-api03-Wq7+f/9TnB0xZ_canary-5dR2mKvLhY8sPjE4aUcG3iOtNQAA';
/** Shorter than what is redacted by itself. */
const PARTS = [KEY.slice(0, 32), KEY.slice(32)] as const;

let folder: string;
let upstream: ScriptedUpstream;
let proxy: TestProxy;
let log: ReturnType<typeof createExchangeLog>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-split-'));
  upstream = await startScriptedUpstream((_request, response) => void response.end());
  log = createExchangeLog({
    start: workersInThread().start,
    file: join(folder, 'exchanges.db'),
    settings: createSettingsStore({ dataFolder: folder }),
  });
  proxy = await startTestProxy({ apiKey: KEY, overrides: { endpoint: upstream.endpoint }, sink: log });
});
afterAll(async () => {
  await proxy.close();
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

type Form = 'events' | 'JSON';

function body(form: Form, text: string, stopReason: string): string {
  const whole = message(text, { stop_reason: stopReason });
  if (form === 'JSON') return JSON.stringify(whole);
  return [
    event({ type: 'message_start', message: message('', { content: [], stop_reason: null }) }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    event({ type: 'content_block_stop', index: 0 }),
    event({
      type: 'message_delta',
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: { output_tokens: 5 },
    }),
    event({ type: 'message_stop' }),
  ].join('');
}

const messages = [{ role: 'user', content: 'hello' }];
const questions: Readonly<Record<string, object>> = {
  '/v1/chat/completions': { messages },
  '/v1/completions': { prompt: 'hello' },
  '/v1/responses': { input: 'hello' },
};

async function ask(path: string, question: object): Promise<string> {
  const response = await fetch(proxy.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'claude-sonnet-5-5', ...question }),
  });
  return response.text();
}

const forms: readonly (readonly [Form, Form])[] = [
  ['events', 'events'],
  ['JSON', 'JSON'],
  ['events', 'JSON'],
  ['JSON', 'events'],
];
const ways = Object.keys(questions).flatMap((path) =>
  [true, false].flatMap((stream) => forms.map(([first, second]) => ({ path, stream, first, second }))),
);

describe('a key split in two', () => {
  it.each(ways)(
    'is redacted across a paused turn: $path, stream: $stream, $first and $second',
    async ({ path, stream, first, second }) => {
      const before = upstream.received.length;
      upstream.script = (_request, response, count) => {
        const paused = count === before + 1;
        const form = paused ? first : second;
        response
          .writeHead(200, form === 'JSON' ? json : eventStream)
          .end(body(form, PARTS[paused ? 0 : 1], paused ? 'pause_turn' : 'end_turn'));
      };
      const text = await ask(path, { ...questions[path], stream });
      expect(upstream.received).toHaveLength(before + 2);
      expect(text).toContain(PARTS[0]);
      expect(text).toContain('*'.repeat(PARTS[1].length));
      expect(text).not.toContain(PARTS[1]);
    },
  );

  it('is redacted across blocks of a passed-through message, at the same length', async () => {
    const content = PARTS.map((text) => ({ type: 'text', text }));
    const whole = JSON.stringify(message('', { content }));
    upstream.script = (_request, response) =>
      void response.writeHead(200, { ...json, 'content-length': String(whole.length) }).end(whole);
    const text = await ask('/v1/messages', { messages, max_tokens: 99 });
    expect(text).toBe(whole.replace(PARTS[1], '*'.repeat(PARTS[1].length)));
  });

  it('is neither in the log nor in the data folder', async () => {
    const unfinished = async (): Promise<unknown[]> =>
      (await log.list()).filter(({ state }) => state === 'open' || state === 'streaming');
    await expect.poll(unfinished).toEqual([]);
    const ids = (await log.list()).map(({ id }) => id);
    expect(ids).toHaveLength(ways.length + 1);
    for (const id of ids) {
      const exchange = await log.get(id);
      const line = exchange === null ? '' : toJsonLine(exchange);
      expect(line).toContain(PARTS[0]);
      expect(line).not.toContain(PARTS[1]);
    }
    await log.close();
    const names = readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'latin1').includes(PARTS[1]));
    expect(names).toEqual([]);
  });
});
