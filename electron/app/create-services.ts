/** Creates the services: settings, key, log, proxy and, for a demo, the mock server. App and headless mode both start here. */

import { join } from 'node:path';
import { createMockServer } from '#electron/demo/index.ts';
import { createBackups } from '#electron/connect/backups.ts';
import { toolAddress } from '#electron/connect/tool-address.ts';
import { createToolSetUp } from '#electron/connect/tool-set-up.ts';
import type { ExchangeLog, Services } from '#electron/services.ts';
import { createProxy, type Proxy } from '#electron/proxy/proxy.ts';
import { type AskAboutEndpoint, createEndpointConfirmation } from '../secrets/endpoint-confirmation.ts';
import { testKey } from '#electron/proxy/test-key.ts';
import { createClientToken } from '#electron/secrets/client-token.ts';
import { createKeychainProcess } from '#electron/secrets/keychain-process.ts';
import { createKeyringProbe } from '#electron/secrets/keyring-probe.ts';
import { createKeyService } from '#electron/secrets/api-key.ts';
import { dataFolderProblem } from '#electron/settings/data-folder.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import { createExchangeLog } from '#electron/exchange-log/exchange-log.ts';
import type { ExchangeSink } from '#electron/exchange-log/record/memory-log.ts';
import type { SpawnKeychain } from '#electron/secrets/keychain-protocol.ts';
import type { StartLogWorker } from '#electron/exchange-log/start-worker.ts';
import { createSignatureStore } from '#electron/conversation-state/thinking-store.ts';
import { endpointOrigin } from '#shared/settings/endpoint.ts';
import type { Settings } from '#shared/settings/schema.ts';

export interface ServicesOptions {
  readonly version: string;
  readonly dataFolder: string;
  /** Starts the keychain process. */
  readonly spawnKeychain: SpawnKeychain;
  /** Starts the exchange worker thread. */
  readonly startLogWorker: StartLogWorker;
  readonly demo?: boolean;
  /** Asks the user. Null without a window: the key goes to the endpoint of the settings, with a warning on the terminal. */
  readonly askAboutEndpoint: AskAboutEndpoint | null;
  /** Overrides of this run. An endpoint among them counts as confirmed. */
  readonly overrides?: Partial<Settings>;
  /** Replaces the configured port; 0 takes a free one. */
  readonly port?: number | null;
  readonly environmentKey?: string | null;
  /** Why the key of `--config` cannot be used. */
  readonly configKeyProblem?: string | null;
  readonly environmentToken?: string | null;
  /** Unexpected errors, for the application log. */
  readonly onUnexpected?: (error: unknown) => void;
}

export interface RunningServices extends Services {
  readonly proxy: Proxy;
  readonly log: ExchangeLog & ExchangeSink;
}

/** Nothing listens yet, except the mock server of a demo: call `proxy.start()`. */
export async function createServices(options: ServicesOptions): Promise<RunningServices> {
  const { version, dataFolder, onUnexpected } = options;
  const demo = options.demo ?? false;
  const folderProblem = dataFolderProblem(dataFolder);
  const settings = createSettingsStore({
    dataFolder,
    overrides: options.overrides ?? {},
    memoryOnly: folderProblem !== null,
  });
  const secrets = createKeychainProcess({ spawn: options.spawnKeychain });
  const probe = createKeyringProbe();
  const key = createKeyService({
    secrets,
    probe,
    demo,
    endpoint: () => settings.get().endpoint,
    trusted: trustedOrigins(options),
    environmentKey: options.environmentKey ?? null,
    configKeyProblem: options.configKeyProblem ?? null,
  });
  const endpointConfirmation = createEndpointConfirmation({ settings, key, ask: options.askAboutEndpoint });
  const token = createClientToken({
    settings,
    secrets,
    probe,
    demo,
    environmentToken: options.environmentToken ?? null,
  });
  const mockServer = demo ? createMockServer() : null;
  const endpoint = mockServer === null ? null : (await mockServer.start()).endpoint;
  const signatures = createSignatureStore({
    // The mock server signs a demo's turns for this run only, so they are not stored.
    file: demo || folderProblem !== null ? null : join(dataFolder, 'turns.sealed'),
    ...(onUnexpected === undefined ? {} : { onFault: onUnexpected }),
  });
  const log = createExchangeLog({
    start: options.startLogWorker,
    // Demo exchanges are not stored.
    file: demo ? null : join(dataFolder, 'exchanges.db'),
    settings,
    eraseElsewhere: () => signatures.eraseFile(),
  });
  const proxy = createProxy({
    version,
    settings,
    key,
    token,
    sink: log,
    demo,
    endpoint,
    port: options.port ?? null,
    signatures,
    ...(onUnexpected === undefined ? {} : { onUnexpected }),
  });
  const toolSetUp = createToolSetUp({
    backups: folderProblem === null ? createBackups(join(dataFolder, 'tool-backups')) : null,
    address: () => toolAddress({ proxy, settings, token }),
  });
  return {
    demo,
    folderProblem,
    settings,
    key,
    endpointConfirmation,
    token,
    log,
    proxy,
    toolSetUp,
    testKey: () => testKey(proxy.parts),
    async close() {
      await proxy.close();
      await log.close();
      await signatures.settled();
      await mockServer?.close();
      endpointConfirmation.close();
      token.close();
      await key.close();
    },
  };
}

function trustedOrigins({ askAboutEndpoint, overrides }: ServicesOptions): readonly string[] | 'any' {
  if (askAboutEndpoint === null) return 'any';
  return overrides?.endpoint === undefined ? [] : [endpointOrigin(overrides.endpoint)];
}
