import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { createExchangeLog } from '#electron/exchange-log/exchange-log.ts';
import { createSignatureStore } from '#electron/conversation-state/thinking-store.ts';
import { workersInThread } from '#electron/exchange-log/__fixtures__/exchange-workers.ts';
import { digestOf } from '#electron/secrets/token-digest.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import { toJsonLine } from '#shared/exchange/export/jsonl.ts';
import { anyQuotation, cutAt, reads } from '#shared/known-secrets/__fixtures__/quoted-secrets.ts';
import { createEventDecoder } from '../sse/sse.ts';
import { message } from './__fixtures__/scripted-upstream.ts';
import { quotedBlocks, quotedElsewhere, quote, type Quotation } from './__fixtures__/quoting-upstream.ts';
import { startTestProxy, type TestProxy } from './__fixtures__/test-proxy.ts';

const KEY = 'sk-ant-api03-Wq7+f/9TnB0xZ_canary-5dR2mKvLhY8sPjE4aUcG3iOtNQAA';
const TOKEN = 'sk-dragoman-9fK2_canary-Lm4Qx7Zt1Vb8Nw3Rc6Yd5Hs0Gj';

let folder: string;
let server: Server;
let proxy: TestProxy;
let log: ReturnType<typeof createExchangeLog>;
let result: Quotation = quote('text', [''], false);
let cuts: readonly number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      response.writeHead(result.status, result.headers);
      const body = typeof result.body === 'string' ? Buffer.from(result.body) : result.body;
      const chunks = cutAt(body.toString('latin1'), cuts);
      // Each in its own packet.
      const next = (): void => {
        const chunk = chunks.shift();
        if (chunk === undefined) response.end();
        else response.write(Buffer.from(chunk, 'latin1'), () => setImmediate(next));
      };
      next();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  folder = mkdtempSync(join(tmpdir(), 'dragoman-quoted-'));
  log = createExchangeLog({
    start: workersInThread().start,
    file: join(folder, 'exchanges.db'),
    settings: createSettingsStore({ dataFolder: folder }),
  });
  proxy = await startTestProxy({
    apiKey: KEY,
    overrides: { endpoint: `http://127.0.0.1:${String(port)}/v1/messages` },
    token: { demand: () => ({ digest: digestOf(TOKEN) }), onChange: () => () => undefined },
    sink: log,
    signatures: createSignatureStore({ file: join(folder, 'turns.sealed') }),
  });
});
afterAll(async () => {
  await proxy.close();
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

/** Every text that a client can assemble: the values of one field over all events, joined. */
function textsOf(body: string): string[] {
  const texts = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') texts.set(path, (texts.get(path) ?? '') + value);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) walk(member, `${path}.${name}`);
      walk(Object.keys(value).join(' '), `${path} names`);
    }
  };
  const read = (text: string, name: string): void => {
    try {
      walk(JSON.parse(text), name);
    } catch {
      walk(text, name);
    }
  };
  const decoder = createEventDecoder((data, name) => read(data, name ?? ''));
  decoder.feed(Buffer.from(body));
  decoder.end();
  read(body, 'body');
  return [...texts.values(), body];
}

const messages = [{ role: 'user', content: 'hello' }];
/** The request to each endpoint. */
const questions: Readonly<Record<string, object>> = {
  '/v1/chat/completions': { messages },
  '/v1/completions': { prompt: 'hello' },
  '/v1/responses': { input: 'hello' },
  '/v1/responses/input_tokens': { input: 'hello' },
  '/v1/messages': { messages, max_tokens: 99 },
  '/v1/messages/count_tokens': { messages },
};
const paths = Object.keys(questions);

const scenario = fc.record({
  path: fc.constantFrom(...paths),
  stream: fc.boolean(),
  /** A wrong content type. */
  mistyped: fc.boolean(),
  quotedIn: fc.constantFrom(...quotedBlocks, ...quotedElsewhere),
  quoted: fc.constantFrom(KEY, TOKEN).chain((secret) => anyQuotation(secret).map((text) => ({ secret, text }))),
  splits: fc.array(fc.nat(), { maxLength: 6 }),
  cut: fc.array(fc.nat(), { maxLength: 6 }),
});

async function ask(path: string, stream: boolean): Promise<string> {
  const response = await fetch(proxy.origin + path, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${TOKEN}`,
      'x-stainless-retry-count': '0',
    },
    body: JSON.stringify({ model: 'claude-sonnet-5-5', ...questions[path], stream }),
  });
  return `${JSON.stringify([...response.headers])}\n\n${await response.text()}`;
}

describe('a key or token quoted by the upstream', () => {
  const brotli = { encoding: 'br', code: brotliCompressSync };
  const codings = [{ encoding: 'gzip', code: gzipSync }, { encoding: 'deflate', code: deflateSync }, brotli];
  const ways = codings.flatMap((coding) => [true, false].map((stream) => ({ ...coding, stream })));
  it.each(ways)('is redacted in $encoding; stream: $stream', async ({ encoding, code, stream }) => {
    const plain = quote('text', cutAt(KEY, [20]), stream);
    result = { ...plain, headers: { ...plain.headers, 'content-encoding': encoding }, body: code(plain.body) };
    cuts = [100];
    for (const path of ['/v1/messages', '/v1/chat/completions', '/v1/responses']) {
      const body = await ask(path, stream);
      expect(body).toMatch(/\*{20}/);
      expect(textsOf(body).filter((one) => reads(one, KEY))).toEqual([]);
    }
  });

  it('is not forwarded in an unknown content-encoding', async () => {
    result = {
      ...quote('text', [KEY], false),
      headers: { 'content-type': 'application/json', 'content-encoding': 'zstd' },
    };
    expect(await ask('/v1/messages', false)).toMatch(/"type":"error"/);
  });

  it('is redacted in a stream with a content-length, which still ends', async () => {
    const plain = quote('text', cutAt(KEY, [20, 40]), true);
    result = { ...plain, headers: { ...plain.headers, 'content-length': String(Buffer.byteLength(plain.body)) } };
    const body = await ask('/v1/messages', true);
    expect(body).toContain('message_stop');
    expect(textsOf(body).filter((one) => reads(one, KEY))).toEqual([]);
  });

  it.each(['/v1/chat/completions', '/v1/responses', '/v1/completions', '/v1/messages'])(
    'is redacted across two blocks of a message: %s',
    async (path) => {
      const content = [KEY.slice(0, 20), KEY.slice(20)].map((text) => ({ type: 'text', text }));
      result = { ...quote('text', [''], false), body: JSON.stringify(message('', { content })) };
      expect(await ask(path, false)).not.toContain(KEY.slice(20));
    },
  );

  it('is redacted in the list of models', async () => {
    const page = { data: [{ id: `claude-${KEY}`, display_name: KEY.replaceAll('/', '\\/') }], has_more: false };
    result = { ...quote('text', [''], false), body: JSON.stringify(page).replaceAll('+', '\\u002B') };
    proxy.proxy.parts.modelList.forget();
    for (const headers of [{}, { 'anthropic-version': '2023-06-01' }]) {
      const response = await fetch(`${proxy.origin}/v1/models`, {
        headers: { ...headers, authorization: `Bearer ${TOKEN}` },
      });
      const text = await response.text();
      expect(text).toMatch(/claude-\*{20}/);
      expect(reads(text, KEY)).toBe(false);
    }
  });

  it('is neither sent to the client nor stored, in any encoding and cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        scenario,
        async ({ path, stream, mistyped, quotedIn, quoted: { secret, text }, splits, cut }) => {
          const quotation = quote(quotedIn, cutAt(text, splits), stream);
          const headers = mistyped ? { ...quotation.headers, 'content-type': 'text/plain' } : quotation.headers;
          result = { ...quotation, headers };
          cuts = cut;
          const body = await ask(path, stream);
          expect(textsOf(body).filter((one) => reads(one, secret))).toEqual([]);
        },
      ),
      { numRuns: runs(150) },
    );
    // Exchanges go to the database after their responses.
    const unfinished = async (): Promise<unknown[]> =>
      (await log.list()).filter(({ state }) => state === 'open' || state === 'streaming');
    await expect.poll(unfinished).toEqual([]);
    const ids = (await log.list()).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(runs(75));
    for (const id of ids) {
      const exchange = await log.get(id);
      const line = exchange === null ? '' : toJsonLine(exchange);
      expect([KEY, TOKEN].filter((secret) => textsOf(line).some((text) => reads(text, secret)))).toEqual([]);
      const sides = [exchange?.upstreamResponse, exchange?.clientResponse].map((side) => side?.body ?? '');
      expect([KEY, TOKEN].filter((secret) => sides.flatMap(textsOf).some((text) => reads(text, secret)))).toEqual([]);
    }
    await log.close();
    for (const name of readdirSync(folder)) {
      const content = readFileSync(join(folder, name), 'latin1');
      expect([name, content.includes(KEY), content.includes(TOKEN)]).toEqual([name, false, false]);
    }
  });
});
