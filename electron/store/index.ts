/** Settings, key and exchanges of one house: everything that outlives a request. */

export { createChannel, type Channel } from './channel.ts';
export { createClientToken, type ClientTokenOptions, TOKEN_ACCOUNT } from './client-token.ts';
export { prepareDataFolder, resolveDataFolder } from './data-folder.ts';
export { createStoredLog } from './exchange-database/stored-log.ts';
export { createExchangeWorkerStart, type StartExchangeWorker } from './exchange-database/start-worker.ts';
export { createExchangeLog, type ExchangeIntake, type ExchangeLogOptions, type ExchangeSink } from './exchange-log.ts';
export { createKeyService, type KeyServiceOptions } from './key-service.ts';
export { createKeychainProcess } from './keychain-process.ts';
export type { KeychainChild, SpawnKeychain } from './keychain-protocol.ts';
export { createKeyringProbe, type KeyringProbe } from './keyring-probe.ts';
export type { SecretStore } from './secret-store.ts';
export { createSettingsStore, type SettingsStoreOptions } from './settings-store.ts';
