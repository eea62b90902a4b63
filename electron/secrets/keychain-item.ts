/** One keychain item: read, write, remove; distinguishes a locked keyring from an empty one. */

import type { KeyringProbe } from './keyring-probe.ts';
import { type SecretFailure, type SecretStore, SecretStoreError } from './secret-store.ts';

export type ItemReading =
  | { readonly kind: 'found'; readonly secret: string }
  /** The keychain has none; not `sure` where the keyring may be locked. */
  | { readonly kind: 'none'; readonly sure: boolean }
  | { readonly kind: 'failed'; readonly error: SecretStoreError };

export interface KeychainItem {
  /** Never rejects. */
  read(): Promise<ItemReading>;
  /** Rejects with SecretStoreError, like `remove`. */
  write(secret: string): Promise<void>;
  remove(): Promise<void>;
}

export interface KeychainItemOptions {
  readonly account: string;
  readonly secrets: SecretStore;
  readonly probe: KeyringProbe;
  readonly platform: NodeJS.Platform;
}

/** Timeout with a keychain dialog open. */
const UNLOCK_PROMPT_TIMEOUT_MS = 60_000;
const READ_MS = 10_000;

export function createKeychainItem({ account, secrets, probe, platform }: KeychainItemOptions): KeychainItem {
  // On macOS and Windows a dialog is the normal way to allow access; on Linux the probe detects beforehand that one would open.
  const readMs = platform === 'linux' ? READ_MS : UNLOCK_PROMPT_TIMEOUT_MS;

  async function explain(error: unknown): Promise<SecretStoreError> {
    if (!(error instanceof SecretStoreError)) return new SecretStoreError('refused', '');
    // A keyring that waits for its password is locked, whatever the error.
    if (error.failure === 'timeout' && (await probe()) === 'locked') return failed('locked');
    return error;
  }

  /** A change needs a running keychain; calling a missing one would start stray daemons. */
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
      if (reading === 'slow') return { kind: 'failed', error: failed('timeout') };
      try {
        const secret = await secrets.get(account, readMs);
        if (secret !== null) return { kind: 'found', secret };
        if (platform !== 'linux') return { kind: 'none', sure: true };
        // The first call may have started the keyring, which can now report whether it is locked.
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
