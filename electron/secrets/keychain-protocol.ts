/** Messages between the keychain process and the main process. */

import { z } from 'zod';

const accountShape = { id: z.int(), service: z.string(), account: z.string() };

export const keychainRequestSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('get'), ...accountShape }),
  z.strictObject({ action: z.literal('set'), ...accountShape, secret: z.string() }),
  z.strictObject({ action: z.literal('delete'), ...accountShape }),
]);
export type KeychainRequest = z.infer<typeof keychainRequestSchema>;

export const keychainResponseSchema = z.discriminatedUnion('ok', [
  /** The secret for `get`, whether one existed for `delete`, null for `set`. */
  z.strictObject({ ok: z.literal(true), id: z.int(), value: z.union([z.string(), z.boolean(), z.null()]) }),
  z.strictObject({ ok: z.literal(false), id: z.int(), message: z.string() }),
]);
export type KeychainResponse = z.infer<typeof keychainResponseSchema>;

/** The owner's view of the keychain process. Electron and plain Node fork it differently. */
export interface KeychainChild {
  post(request: KeychainRequest): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  /** Ends it at once (SIGKILL): a call that waits for a prompt ignores other signals. */
  kill(): void;
}

export type SpawnKeychain = () => KeychainChild;
