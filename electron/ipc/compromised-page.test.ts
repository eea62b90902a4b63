/**
 * A compromised page makes any IPC calls, in any order and concurrently, with a running proxy. The user's key must reach no
 * unconfirmed server, and an unconfirmed server must receive nothing.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createClientToken } from '#electron/secrets/client-token.ts';
import { createMemoryLog } from '#electron/exchange-log/record/memory-log.ts';
import { createKeyService } from '#electron/secrets/api-key.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import { createProxy } from '#electron/proxy/proxy.ts';
import { testKey } from '#electron/proxy/test-key.ts';
import { UpstreamFailure } from '#electron/proxy/upstream/upstream-failure.ts';
import { memoryKeychain } from '#electron/secrets/__fixtures__/memory-keychain.ts';
import { createEndpointConfirmation } from '#electron/secrets/endpoint-confirmation.ts';
import type { KeyOrigins, Services } from '#electron/services.ts';
import type { CallResult } from '#shared/ipc/bridge.ts';
import { isLoopbackHost } from '#shared/settings/endpoint.ts';
import { DEFAULT_ENDPOINT, type Settings } from '#shared/settings/schema.ts';
import { createDispatch } from './dispatch.ts';
import { toolAddress } from '#electron/connect/tool-address.ts';
import { createToolSetUp } from '#electron/connect/tool-set-up.ts';
import { createHandlers } from './handlers.ts';

const VICTIM = 'sk-ant-api03-the-key-of-the-user-0123456789';
const OWN = 'sk-ant-api03-the-key-of-the-attacker-98765';
const ANTHROPIC = 'https://api.anthropic.com';
const GATEWAY = 'https://gateway.example';
const EVIL = 'https://evil.example';

interface Sent {
  readonly origin: string;
  readonly key: string | undefined;
}

interface Stage {
  readonly services: Services;
  readonly sent: Sent[];
  readonly questions: KeyOrigins[];
  readonly call: (name: string, input?: unknown) => Promise<CallResult<unknown>>;
  close(): Promise<void>;
}

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});

/** Real services except for the network: requests are recorded and get no response. */
async function openStage(agrees: (origins: KeyOrigins) => boolean, endpoint?: string): Promise<Stage> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'dragoman-page-'));
  const settings = createSettingsStore({ dataFolder });
  if (endpoint !== undefined) settings.save({ ...settings.get(), endpoint });
  const keychainOptions = {
    secrets: memoryKeychain(VICTIM).store,
    probe: async () => 'open' as const,
    platform: 'linux' as const,
  };
  const key = createKeyService({ ...keychainOptions, endpoint: () => settings.get().endpoint, keepMs: 1 });
  const token = createClientToken({ ...keychainOptions, settings });
  const log = createMemoryLog();
  const sent: Sent[] = [];
  const questions: KeyOrigins[] = [];
  const proxy = createProxy({
    version: '0.0.0-test',
    settings,
    key,
    sink: log,
    port: 0,
    upstream: {
      async send({ url, headers }) {
        sent.push({ origin: url.origin, key: headers['x-api-key'] });
        await Promise.resolve();
        throw new UpstreamFailure('upstream_unreachable', 'No network here.', null, false);
      },
      reset: () => undefined,
      close: async () => undefined,
    },
  });
  const endpointConfirmation = createEndpointConfirmation({
    settings,
    key,
    ask: async (origins) => {
      questions.push(origins);
      await Promise.resolve();
      return agrees(origins);
    },
  });
  const services: Services = {
    demo: false,
    folderProblem: null,
    settings,
    key,
    endpointConfirmation,
    token,
    log,
    proxy,
    toolSetUp: createToolSetUp({ backups: null, address: () => toolAddress(services) }),
    testKey: () => testKey(proxy.parts),
    async close() {
      endpointConfirmation.close();
      token.close();
      await proxy.close(0);
      await key.close();
    },
  };
  const dispatch = createDispatch(
    createHandlers({
      services,
      chat: { send: () => undefined, stop: () => undefined, stopAll: () => undefined },
      appInfo: () => ({ version: '0', platform: 'linux', demo: false, electron: '0', dataFolder: '/data' }),
      writeClipboard: () => undefined,
    }),
    () => undefined,
  );
  await proxy.start();
  const stage: Stage = {
    services,
    sent,
    questions,
    call: dispatch,
    async close() {
      await services.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  stages.push(stage);
  return stage;
}

type Step = (stage: Stage) => Promise<unknown>;

const endpoints = fc
  .constantFrom(ANTHROPIC, GATEWAY, EVIL, `${ANTHROPIC}.evil.example`, `${ANTHROPIC}:8443`, 'http://127.0.0.1:4000')
  .map((origin) => `${origin}/v1/messages`);

const steps: fc.Arbitrary<readonly [name: string, Step]> = fc.oneof(
  endpoints.map(
    (endpoint) =>
      [
        `save ${endpoint}`,
        ({ call, services }: Stage) =>
          call('settings.save', { ...services.settings.get(), endpoint } satisfies Settings),
      ] as const,
  ),
  fc.tuple(endpoints, fc.boolean()).map(
    ([endpoint, withKey]) =>
      [
        `import ${endpoint} ${String(withKey)}`,
        ({ call }: Stage) =>
          call('settings.import', {
            json: JSON.stringify({ override: { endpoint }, ...(withKey ? { api_key: OWN } : {}) }),
          }),
      ] as const,
  ),
  fc
    .boolean()
    .map(
      (session) => [`enter ${String(session)}`, ({ call }: Stage) => call('key.save', { key: OWN, session })] as const,
    ),
  fc
    .constantFrom('key.test', 'key.forget', 'key.state')
    .map((name) => [name, ({ call }: Stage) => call(name)] as const),
  fc.constantFrom('/v1/chat/completions', '/v1/messages', '/v1/messages/count_tokens', '/v1/responses').map(
    (path) =>
      [
        path,
        ({ call }: Stage) =>
          call('exchange.replay', {
            of: 'x',
            path,
            body: JSON.stringify({
              model: 'gpt-4',
              max_tokens: 5,
              input: 'Hi',
              messages: [{ role: 'user', content: 'Hi' }],
            }),
            betas: null,
          }),
      ] as const,
  ),
);

/** Each step, and whether the next one awaits it. */
const scripts = fc.array(fc.tuple(steps, fc.boolean()), { minLength: 2, maxLength: 10 });

async function play(stage: Stage, script: readonly (readonly [readonly [string, Step], boolean])[]): Promise<void> {
  const running: Promise<unknown>[] = [];
  for (const [[, step], waits] of script) {
    const work = step(stage);
    running.push(work);
    if (waits) await work;
  }
  await Promise.all(running);
  await stage.call('key.test');
}

const foreign = ({ origin }: Sent): boolean => origin !== ANTHROPIC && !isLoopbackHost(new URL(origin).hostname);

describe('a page with arbitrary calls', () => {
  test('sends the key and requests nowhere without consent', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (script) => {
        const stage = await openStage(() => false);
        await play(stage, script);
        expect(stage.sent.filter(foreign)).toEqual([]);
        expect(stage.sent.filter(({ origin, key }) => key === VICTIM && origin !== ANTHROPIC)).toEqual([]);
        expect(foreign({ origin: new URL(stage.services.settings.get().endpoint).origin, key: undefined })).toBe(false);
        await stages.pop()?.close();
      }),
      { numRuns: 25 },
    );
  });

  test('sends the key only to the confirmed gateway', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (script) => {
        const stage = await openStage(({ to }) => to === GATEWAY);
        await play(stage, script);
        const agreed = stage.questions.some(({ to }) => to === GATEWAY);
        expect(stage.sent.filter((one) => foreign(one) && !(agreed && one.origin === GATEWAY))).toEqual([]);
        // Consent for the attacker's key does not extend to the user's.
        const agreedForKey = stage.questions.some(
          ({ to, lastFour }) => to === GATEWAY && lastFour === VICTIM.slice(-4),
        );
        const allowed = agreedForKey ? [ANTHROPIC, GATEWAY] : [ANTHROPIC];
        expect(stage.sent.filter(({ origin, key }) => key === VICTIM && !allowed.includes(origin))).toEqual([]);
        await stages.pop()?.close();
      }),
      { numRuns: 25 },
    );
  });

  test('gains nothing from consent for its own key, removed afterwards', async () => {
    let agrees = true;
    const stage = await openStage(() => agrees);
    await stage.call('key.save', { key: OWN, session: true });
    await stage.call('settings.save', { ...stage.services.settings.get(), endpoint: `${GATEWAY}/v1/messages` });
    await stage.call('key.test');
    agrees = false;
    await stage.call('key.forget');
    await stage.call('key.test');
    expect(stage.questions.map(({ lastFour }) => lastFour)).toEqual([OWN.slice(-4), VICTIM.slice(-4)]);
    expect(stage.sent).toEqual([{ origin: GATEWAY, key: OWN }]);
  });

  test('is refused with the reason, and the settings are unchanged', async () => {
    const stage = await openStage(() => false);
    const before = stage.services.settings.get();
    const endpoint = `${EVIL}/v1/messages`;
    for (const result of [
      await stage.call('settings.save', { ...before, endpoint, theme: 'dark' }),
      await stage.call('settings.import', {
        json: JSON.stringify({ model: 'claude-x', api_key: OWN, override: { endpoint } }),
      }),
    ]) {
      expect(result).toMatchObject({
        ok: false,
        error: {
          code: 'endpoint_not_confirmed',
          message: expect.stringContaining(EVIL),
          hint: expect.stringContaining(ANTHROPIC),
        },
      });
    }
    expect(stage.services.settings.get()).toEqual(before);
    expect(await stage.services.key.read(DEFAULT_ENDPOINT)).toBe(VICTIM);
    // The control: what would have reached the server does reach Anthropic.
    await stage.call('key.test');
    expect(stage.sent).toEqual([{ origin: ANTHROPIC, key: VICTIM }]);
  });
});

describe('a settings file that names another endpoint', () => {
  const endpoint = `${EVIL}/v1/messages`;

  test('sends nothing by key tests, clients or the list of models', async () => {
    const stage = await openStage(() => false, endpoint);
    expect(await stage.call('key.test')).toMatchObject({
      ok: true,
      value: { ok: false, message: expect.stringContaining(EVIL), hint: expect.stringContaining(ANTHROPIC) },
    });
    const { port } = stage.services.proxy.status();
    for (const path of ['chat/completions', 'messages', 'messages/count_tokens', 'responses']) {
      const response = await fetch(`http://127.0.0.1:${String(port)}/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'gpt-4',
          max_tokens: 5,
          input: 'Hi',
          messages: [{ role: 'user', content: 'Hi' }],
        }),
      });
      expect([path, response.status, JSON.stringify(await response.json())]).toEqual([
        path,
        403,
        expect.stringContaining('is not sent to https://evil.example'),
      ]);
    }
    expect((await fetch(`http://127.0.0.1:${String(port)}/v1/models`)).status).toBe(200);
    expect(stage.sent).toEqual([]);
  });

  test('is used after consent', async () => {
    const stage = await openStage(() => true, endpoint);
    await stage.call('key.test');
    expect(stage.sent).toEqual([{ origin: EVIL, key: VICTIM }]);
    expect(stage.questions).toMatchObject([{ from: ANTHROPIC, to: EVIL }]);
  });
});
