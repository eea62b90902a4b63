/** A keychain for tests that keeps its secrets in memory. */

import { KEY_ACCOUNT } from '../api-key.ts';
import { type SecretFailure, type SecretStore, SecretStoreError } from '../secret-store.ts';

export interface MemoryKeychain {
  /** The API key. */
  secret: string | null;
  /** Every secret by its account. */
  readonly secrets: Map<string, string>;
  calls: number;
  failure: SecretFailure | null;
  readonly store: SecretStore;
}

/** Counts its calls and fails as configured. */
export function memoryKeychain(secret: string | null = null): MemoryKeychain {
  async function enter(): Promise<void> {
    keychain.calls += 1;
    await Promise.resolve();
    if (keychain.failure !== null) throw new SecretStoreError(keychain.failure, 'as told');
  }
  const secrets = new Map<string, string>();
  const keychain: MemoryKeychain = {
    secrets,
    get secret() {
      return secrets.get(KEY_ACCOUNT) ?? null;
    },
    set secret(value) {
      if (value === null) secrets.delete(KEY_ACCOUNT);
      else secrets.set(KEY_ACCOUNT, value);
    },
    calls: 0,
    failure: null,
    store: {
      async get(account) {
        await enter();
        return secrets.get(account) ?? null;
      },
      async set(account, value) {
        await enter();
        secrets.set(account, value);
      },
      async delete(account) {
        await enter();
        return secrets.delete(account);
      },
      async close() {},
    },
  };
  keychain.secret = secret;
  return keychain;
}
