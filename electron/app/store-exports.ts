/** The stores of one run: settings, key, exchanges. */

export { createEmitter, type Emitter } from '../platform/emitter.ts';
export { createClientToken, type ClientTokenOptions, TOKEN_ACCOUNT } from '../secrets/client-token.ts';
export { prepareDataFolder, resolveDataFolder } from '../settings/data-folder.ts';
export { createExchangeLog } from '../exchange-log/exchange-log.ts';
export { createLogWorkerStart, type StartLogWorker } from '../exchange-log/start-worker.ts';
export {
  createMemoryLog,
  type ExchangeIntake,
  type MemoryLogOptions,
  type ExchangeSink,
} from '../exchange-log/record/memory-log.ts';
export { createKeyService, type KeyServiceOptions } from '../secrets/api-key.ts';
export { createKeychainProcess } from '../secrets/keychain-process.ts';
export type { KeychainChild, SpawnKeychain } from '../secrets/keychain-protocol.ts';
export { createKeyringProbe, type KeyringProbe } from '../secrets/keyring-probe.ts';
export type { SecretStore } from '../secrets/secret-store.ts';
export { createSettingsStore, type SettingsStoreOptions } from '../settings/settings-store.ts';
