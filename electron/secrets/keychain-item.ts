/** One secret in the keychain: read, written and removed, with a locked keyring told apart from one that has nothing. */

import type { KeyringProbe } from './keyring-probe.ts';
import { type SecretFailure, type SecretStore, SecretStoreError } from './secret-store.ts';

export type ItemReading =
  | { readonly kind: 'found'; readonly secret: string }
  /** The keychain answered and has none; not `sure` where a locked keyring would look the same. */
  | { readonly kind: 'none'; readonly sure: boolean }
  | { readonly kind: 'failed'; readonly error: SecretStoreError };

export interface KeychainItem {
  /** Never rejects. */
  read(): Promise<ItemReading>;
  /** Rejects with SecretStoreError, as `remove` does. */
  write(secret: string): Promise<void>;
  remove(): Promise<void>;
}

export interface KeychainItemOptions {
  readonly account: string;
  readonly secrets: SecretStore;
  readonly probe: KeyringProbe;
  readonly platform: NodeJS.Platform;
}

/** Waiting for a person: a dialog of the keychain may be open. */
const UNLOCK_PROMPT_TIMEOUT_MS = 60_000;
const READ_MS = 10_000;

export function createKeychainItem({ account, secrets, probe, platform }: KeychainItemOptions): KeychainItem {
  // Elsewhere a dialog is the normal way to allow access; on Linux the probe says beforehand that one would open.
  const readMs = platform === 'linux' ? READ_MS : UNLOCK_PROMPT_TIMEOUT_MS;

  async function explain(error: unknown): Promise<SecretStoreError> {
    if (!(error instanceof SecretStoreError)) return new SecretStoreError('refused', '');
    // A keyring that waits for its password is locked, whatever the symptom was.
    if (error.failure === 'timeout' && (await probe()) === 'locked') return failed('locked');
    return error;
  }

  /** A change needs a keychain to be there; asking a missing one would start stray daemons. */
  async function change(work: () => Promise<unknown>): Promise<void> {
    if ((await probe()) === 'no-bus') throw failed('no-keyring');
    try {
      await work();
    } catch (error) {
      throw await explain(error);
    }
  }

  return {
    async read() {
      const reading = await probe();
      if (reading === 'no-bus') return { kind: 'failed', error: failed('no-keyring') };
      if (reading === 'locked') return { kind: 'failed', error: failed('locked') };
      try {
        const secret = await secrets.get(account, readMs);
        if (secret !== null) return { kind: 'found', secret };
        if (platform !== 'linux') return { kind: 'none', sure: true };
        // The first call may have woken the keyring: now it can say whether it is locked.
        const afterwards = await probe();
        if (afterwards === 'locked') return { kind: 'failed', error: failed('locked') };
        return { kind: 'none', sure: afterwards === 'open' };
      } catch (error) {
        return { kind: 'failed', error: await explain(error) };
      }
    },
    write: (secret) => change(() => secrets.set(account, secret, UNLOCK_PROMPT_TIMEOUT_MS)),
    remove: () => change(() => secrets.delete(account, UNLOCK_PROMPT_TIMEOUT_MS)),
  };
}

function failed(failure: SecretFailure): SecretStoreError {
  return new SecretStoreError(failure, '');
}
