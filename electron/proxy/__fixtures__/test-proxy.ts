/** A running proxy with real parts for tests: settings in a folder of its own, a key, a log in memory, real sockets. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyService, SettingsStore } from '#electron/services.ts';
import { createProxy, type Proxy, type ProxyOptions } from '#electron/proxy/proxy.ts';
import { createMemoryLog, type ExchangeSink } from '#electron/exchange-log/record/memory-log.ts';
import { createKeyService } from '#electron/secrets/api-key.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import type { SecretStore } from '#electron/secrets/secret-store.ts';
import type { ExchangeLog } from '#electron/services.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import type { Settings } from '#shared/settings/schema.ts';

export const TEST_KEY = 'sk-ant-api03-canary-0123456789-WXYZ';

export interface TestProxy {
  readonly proxy: Proxy;
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly settings: SettingsStore;
  readonly key: KeyService;
  readonly log: ExchangeLog & ExchangeSink;
  /** The newest exchange that is over, once there is one that `matches`. */
  finished(matches?: (exchange: Exchange) => boolean): Promise<Exchange>;
  close(): Promise<void>;
}

export interface TestProxyOptions extends Partial<Omit<ProxyOptions, 'settings' | 'key'>> {
  readonly overrides?: Partial<Settings>;
  /** Null: none is stored. */
  readonly apiKey?: string | null;
  /** Why the key of `--config` cannot be used. */
  readonly configKeyProblem?: string | null;
  readonly start?: boolean;
}

export async function startTestProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const { overrides = {}, apiKey = TEST_KEY, configKeyProblem = null, start = true, ...deps } = options;
  const dataFolder = await mkdtemp(join(tmpdir(), 'dragoman-proxy-'));
  const settings = createSettingsStore({ dataFolder, overrides });
  const key = createKeyService({
    secrets: emptyStore(),
    probe: () => Promise.resolve('open'),
    endpoint: () => settings.get().endpoint,
    environmentKey: apiKey,
    configKeyProblem,
  });
  const log = createMemoryLog();
  const proxy = createProxy({ version: '0.0.0-test', settings, key, sink: log, port: 0, ...deps });
  const status = start ? await proxy.start() : proxy.status();
  return {
    proxy,
    port: status.port,
    origin: `http://127.0.0.1:${String(status.port)}`,
    settings,
    key,
    log,
    finished: (matches = () => true) => untilFinished(log, matches),
    async close() {
      await proxy.close(0);
      await key.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function untilFinished(log: ExchangeLog, matches: (exchange: Exchange) => boolean): Promise<Exchange> {
  const find = async (): Promise<Exchange | null> => {
    for (const { id, state } of await log.list()) {
      const exchange = state === 'open' || state === 'streaming' ? null : await log.get(id);
      if (exchange !== null && matches(exchange)) return exchange;
    }
    return null;
  };
  for (;;) {
    // Subscribes before reading, so that no event is missed.
    const { changed, end } = nextChange(log);
    const found = await find();
    if (found === null) await changed;
    end();
    if (found !== null) return found;
  }
}

function nextChange(log: ExchangeLog): { readonly changed: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const changed = new Promise<void>((resolve) => {
    end = log.onChange(() => resolve());
  });
  return { changed, end: () => end() };
}

function emptyStore(): SecretStore {
  return {
    get: () => Promise.resolve(null),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  };
}
