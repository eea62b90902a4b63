/** Services for IPC tests: real settings, log and key service over an in-memory keychain; no server. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackups } from '#electron/connect/backups.ts';
import { toolAddress } from '#electron/connect/tool-address.ts';
import { createToolSetUp } from '#electron/connect/tool-set-up.ts';
import type { Services, KeyOrigins } from '#electron/services.ts';
import { createRefusedLog, type RefusedLog } from '#electron/proxy/recording/refused-log.ts';
import { type AskAboutEndpoint, createEndpointConfirmation } from '#electron/secrets/endpoint-confirmation.ts';
import { memoryKeychain, type MemoryKeychain } from '#electron/secrets/__fixtures__/memory-keychain.ts';
import { createEmitter } from '#electron/platform/emitter.ts';
import { createClientToken } from '#electron/secrets/client-token.ts';
import { createMemoryLog, type ExchangeIntake } from '#electron/exchange-log/record/memory-log.ts';
import { createKeyService } from '#electron/secrets/api-key.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import type { ProxyStatus } from '#shared/ipc/contract.ts';

export interface TestServices extends Services {
  readonly keychain: MemoryKeychain;
  readonly intake: ExchangeIntake;
  readonly refused: RefusedLog;
  publishStatus(): void;
  /** The endpoint dialogs so far. */
  readonly questions: KeyOrigins[];
  /** The user's choice in them. */
  onAsk: AskAboutEndpoint | (() => boolean);
  /** The implementation of `testKey`; may throw. */
  onTestKey: () => { ok: boolean; message: string; hint: string | null };
}

export function createTestServices(secret: string | null = null, port = 9080): TestServices {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-services-'));
  const keychain = memoryKeychain(secret);
  const log = createMemoryLog();
  const settings = createSettingsStore({ dataFolder: folder });
  const keychainOptions = { secrets: keychain.store, probe: async () => 'open' as const, platform: 'linux' as const };
  const key = createKeyService({ ...keychainOptions, endpoint: () => settings.get().endpoint });
  const token = createClientToken({ ...keychainOptions, settings });
  const statuses = createEmitter<ProxyStatus>();
  let state: 'running' | 'stopped' = 'running';

  const status = (): ProxyStatus => ({
    state,
    port,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    message: `Running on 127.0.0.1:${port}`,
    hint: null,
    freePort: null,
    demo: false,
    activeRequests: 0,
    tokenNeeded: token.demand() !== null,
    since: null,
    key: key.state(),
  });
  const setStatus = async (next: typeof state): Promise<ProxyStatus> => {
    state = next;
    statuses.emit(status());
    return status();
  };

  const refused = createRefusedLog();
  const services: TestServices = {
    refused,
    demo: false,
    folderProblem: null,
    settings,
    key,
    endpointConfirmation: createEndpointConfirmation({
      settings,
      key,
      ask: async (origins) => {
        services.questions.push(origins);
        return await services.onAsk(origins);
      },
    }),
    questions: [],
    onAsk: () => false,
    token,
    log,
    intake: log,
    keychain,
    proxy: {
      status,
      onStatus: statuses.subscribe,
      start: () => setStatus('running'),
      stop: () => setStatus('stopped'),
      knownModels: () => [],
      forgetLearnedRules: () => undefined,
      refused,
    },
    toolSetUp: createToolSetUp({
      home: { home: join(folder, 'home'), variables: {}, platform: 'linux' },
      backups: createBackups(join(folder, 'tool-backups')),
      address: () => toolAddress(services),
    }),
    publishStatus: () => statuses.emit(status()),
    onTestKey: () => ({ ok: true, message: 'The key works.', hint: null }),
    testKey: async () => services.onTestKey(),
    async close() {
      services.endpointConfirmation.close();
      token.close();
      await key.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return services;
}

export function testExchange(id: string, body = '{}'): Exchange {
  const side = { startLine: 'POST /v1/chat/completions', headers: {}, body, bytes: body.length, truncated: false, events: false, assembled: null };
  return {
    summary: {
      id,
      startedAt: 0,
      endpoint: 'chat.completions',
      method: 'POST',
      path: '/v1/chat/completions',
      state: 'done',
      status: 200,
      tool: null,
      modelAsked: 'gpt-4',
      modelUsed: 'claude-sonnet-5-5',
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
