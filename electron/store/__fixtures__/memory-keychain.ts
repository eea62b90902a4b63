/** A keychain for tests that keeps its one secret in memory. */

import { type SecretFailure, type SecretStore, SecretStoreError } from '../secret-store.ts';

export interface MemoryKeychain {
  secret: string | null;
  calls: number;
  failure: SecretFailure | null;
  readonly store: SecretStore;
}

/** Counts its calls and fails as told. */
export function memoryKeychain(secret: string | null = null): MemoryKeychain {
  async function enter(): Promise<void> {
    keychain.calls += 1;
    await Promise.resolve();
    if (keychain.failure !== null) throw new SecretStoreError(keychain.failure, 'as told');
  }
  const keychain: MemoryKeychain = {
    secret,
    calls: 0,
    failure: null,
    store: {
      async get() {
        await enter();
        return keychain.secret;
      },
      async set(_account, value) {
        await enter();
        keychain.secret = value;
      },
      async delete() {
        await enter();
        const had = keychain.secret !== null;
        keychain.secret = null;
        return had;
      },
      async close() {},
    },
  };
  return keychain;
}

