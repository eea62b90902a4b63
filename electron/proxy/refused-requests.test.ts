/** Refused requests are counted and displace no exchange. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExchangeLog } from '#electron/exchange-log/exchange-log.ts';
import { workersInThread } from '#electron/exchange-log/__fixtures__/exchange-workers.ts';
import type { ExchangeLog } from '#electron/services.ts';
import { defaultSettings, type Settings } from '#shared/settings/schema.ts';
import { requestText, sendRaw } from './__fixtures__/raw-socket.ts';
import { startTestProxy, type TestProxy } from './__fixtures__/test-proxy.ts';

let folder: string;
let proxy: TestProxy;
let log: ExchangeLog;
let asksForToken: boolean;
/** Ids of exchanges that the log published. */
let reportedIds: Set<string>;

const settings: Settings = { ...defaultSettings, log: { ...defaultSettings.log, maxExchanges: 100 } };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dragoman-refused-'));
  const stored = createExchangeLog({
    start: workersInThread().start,
    file: join(folder, 'exchanges.db'),
    settings: { get: () => settings, onChange: () => () => undefined },
  });
  log = stored;
  asksForToken = false;
  reportedIds = new Set();
  log.onChange(({ id }) => void reportedIds.add(id));
  proxy = await startTestProxy({
    sink: stored,
    overrides: { allowedOrigins: ['https://mine.example'] },
    token: { demand: () => (asksForToken ? { digest: Buffer.alloc(32) } : null), onChange: () => () => undefined },
  });
});
afterEach(async () => {
  await proxy.close();
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

const send = (parts: Parameters<typeof requestText>[0]) => sendRaw(proxy.port, requestText(parts));

/** Twenty accepted requests: they are logged, whatever their response. */
async function twentyExchanges(): Promise<void> {
  const kept = new Promise<void>((resolve) => {
    const end = log.onChange(() => {
      if (reportedIds.size < 20) return;
      end();
      resolve();
    });
  });
  for (let index = 0; index < 20; index += 1) await send({ path: `/v1/wanted-${String(index)}` });
  await kept;
}

/** All that a page, a rebound name or a program without the token can send. */
const refused: readonly (readonly [what: string, code: string, parts: Parameters<typeof requestText>[0]])[] = [
  ['a page', 'origin_not_allowed', { headers: ['Origin: https://evil.example'] }],
  ['a page without an origin', 'origin_not_allowed', { headers: ['Origin: null'] }],
  ['an image', 'origin_not_allowed', { headers: ['Sec-Fetch-Site: cross-site', 'Referer: https://evil.example/'] }],
  ['the health of a page', 'origin_not_allowed', { path: '/health', headers: ['Origin: https://evil.example'] }],
  ['a preflight of a page', 'origin_not_allowed', { method: 'OPTIONS', headers: ['Origin: https://evil.example'] }],
  ['another host', 'host_not_allowed', { host: 'rebind.example' }],
  ['no host', 'host_not_allowed', { host: null }],
  ['no token', 'invalid_api_key', {}],
  ['a wrong token', 'invalid_api_key', { headers: ['Authorization: Bearer sk-dragoman-wrong'] }],
  ['a form', 'origin_not_allowed', { method: 'POST', headers: ['Origin: https://evil.example', 'Content-Length: 0'] }],
];

describe('1,500 refused requests', () => {
  it('evict none of 20 exchanges from a log of 100', async () => {
    await twentyExchanges();
    asksForToken = true;
    for (let round = 0; round < 1_500 / refused.length; round += 1) {
      const path = `/v1/models?round=${String(round)}`;
      await Promise.all(refused.map(async ([, , parts]) => await send({ path, ...parts })));
    }
    expect(proxy.proxy.refused.current().total).toBe(1_500);
    expect(proxy.proxy.refused.current().groups.length).toBeLessThanOrEqual(8);
    expect(await log.usage()).toMatchObject({ count: 20 });
    expect(reportedIds.size).toBe(20);
    expect((await log.list()).every(({ path }) => path.startsWith('/v1/wanted-'))).toBe(true);
  });

  it.each(refused)('%s is counted as %s', async (_what, code, parts) => {
    asksForToken = true;
    await send(parts);
    expect(proxy.proxy.refused.current()).toMatchObject({ total: 1, groups: [{ code, count: 1 }] });
    expect(reportedIds.size).toBe(0);
  });

  it('do not count accepted requests: their errors are exchanges', async () => {
    const jsonless = ['Content-Type: text/plain', 'Content-Length: 0'];
    for (const parts of [
      { method: 'POST', path: '/v1/chat/completions', headers: jsonless },
      { method: 'POST', path: '/v1/chat/completions', headers: ['Origin: https://mine.example', ...jsonless] },
      { path: '/v1/nowhere' },
    ]) {
      await send(parts);
    }
    expect(proxy.proxy.refused.current().total).toBe(0);
  });
});
