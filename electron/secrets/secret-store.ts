/** The interface of a secret store (the keychain), and its failures. */

export interface SecretStore {
  /** The secret, or null (also from a locked keyring). Rejects with `SecretStoreError`. */
  get(account: string, timeoutMs?: number): Promise<string | null>;
  set(account: string, secret: string, timeoutMs?: number): Promise<void>;
  /** True when one existed. */
  delete(account: string, timeoutMs?: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Why the keychain failed. */
export type SecretFailure = 'no-keyring' | 'locked' | 'refused' | 'timeout';

export class SecretStoreError extends Error {
  override readonly name = 'SecretStoreError';
  readonly failure: SecretFailure;

  constructor(failure: SecretFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/**
 * Classifies keychain errors. The messages come from libsecret, GLib, macOS Security and Windows Credential Manager through
 * keytar; unknown ones count as refused, with their message.
 */
export function classifySecretFailure(message: string): SecretFailure {
  if (/locked|IsLocked/i.test(message)) return 'locked';
  if (
    /autolaunch D-Bus|Could not connect|not provided by any \.service|Object does not exist|No such interface|Failed to load keytar|secret service|error while loading shared libraries|Connection refused|ServiceUnknown/i.test(
      message,
    )
  ) {
    return 'no-keyring';
  }
  return 'refused';
}
