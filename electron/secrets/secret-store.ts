/** Where a secret is kept, whoever keeps it: the interface of the keychain, and the ways in which it can fail. */

export interface SecretStore {
  /** The secret, or null when there is none (a locked keyring may answer null too). Rejects with `SecretStoreError`. */
  get(account: string, timeoutMs?: number): Promise<string | null>;
  set(account: string, secret: string, timeoutMs?: number): Promise<void>;
  /** True when there was one. */
  delete(account: string, timeoutMs?: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Why the keychain did not answer. */
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
 * Sorts what a keychain says when it fails. The messages come from libsecret, GLib, macOS Security and Windows Credential
 * Manager through keytar; all that is not known counts as refused, with the message kept.
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
