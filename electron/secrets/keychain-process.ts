/**
 * The OS keychain in a separate process: started on first use, ended when idle, killed when a call exceeds its timeout, so that
 * neither callers nor quitting can hang.
 */

import {
  type KeychainResponse,
  keychainResponseSchema,
  type KeychainChild,
  type KeychainRequest,
} from './keychain-protocol.ts';
import type { SpawnKeychain } from './keychain-protocol.ts';
import { classifySecretFailure, type SecretStore, SecretStoreError } from './secret-store.ts';

export const KEYCHAIN_SERVICE = 'dragoman';

export interface KeychainProcessOptions {
  readonly spawn: SpawnKeychain;
  readonly service?: string;
  /** Default timeout of a call. */
  readonly timeoutMs?: number;
  /** Idle timeout of the process. */
  readonly idleMs?: number;
}

type Ask = KeychainRequest extends infer Request ? (Request extends unknown ? Omit<Request, 'id'> : never) : never;

interface PendingRequest {
  settle(response: KeychainResponse): void;
  fail(error: SecretStoreError): void;
}

export function createKeychainProcess(options: KeychainProcessOptions): SecretStore {
  const service = options.service ?? KEYCHAIN_SERVICE;
  const defaultTimeout = options.timeoutMs ?? 10_000;
  const idleMs = options.idleMs ?? 15_000;
  const waiting = new Map<number, PendingRequest>();
  let child: KeychainChild | null = null;
  let idleTimer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let closed = false;

  /** Ends the process; pending calls fail with `error`. */
  function end(error: SecretStoreError): void {
    clearTimeout(idleTimer);
    const ending = child;
    child = null;
    ending?.kill();
    const unanswered = [...waiting.values()];
    waiting.clear();
    for (const call of unanswered) call.fail(error);
  }

  function start(): KeychainChild {
    const started = options.spawn();
    started.onMessage((message) => {
      const parsed = keychainResponseSchema.safeParse(message);
      if (!parsed.success || child !== started) return;
      const call = waiting.get(parsed.data.id);
      waiting.delete(parsed.data.id);
      call?.settle(parsed.data);
      if (waiting.size === 0) {
        clearTimeout(idleTimer);
        idleTimer = setTimeout(() => end(gone()), idleMs);
        idleTimer.unref();
      }
    });
    started.onExit(() => {
      if (child === started) end(gone());
    });
    return started;
  }

  async function request(ask: Ask, timeoutMs = defaultTimeout): Promise<string | boolean | null> {
    if (closed) throw new SecretStoreError('refused', 'The keychain is closed.');
    clearTimeout(idleTimer);
    lastId += 1;
    const id = lastId;
    const response = await new Promise<KeychainResponse>((resolve, reject) => {
      const timer = setTimeout(
        () => end(new SecretStoreError('timeout', `The keychain did not respond within ${timeoutMs / 1000} s.`)),
        timeoutMs,
      );
      waiting.set(id, {
        settle(settled) {
          clearTimeout(timer);
          resolve(settled);
        },
        fail(error) {
          clearTimeout(timer);
          reject(error);
        },
      });
      try {
        child ??= start();
        child.post({ ...ask, id });
      } catch (error) {
        end(new SecretStoreError('refused', `The keychain process did not start: ${String(error)}`));
      }
    });
    if (!response.ok) throw new SecretStoreError(classifySecretFailure(response.message), response.message);
    return response.value;
  }

  return {
    async get(account, timeoutMs) {
      const value = await request({ action: 'get', service, account }, timeoutMs);
      return typeof value === 'string' ? value : null;
    },
    async set(account, secret, timeoutMs) {
      await request({ action: 'set', service, account, secret }, timeoutMs);
    },
    async delete(account, timeoutMs) {
      return (await request({ action: 'delete', service, account }, timeoutMs)) === true;
    },
    async close() {
      closed = true;
      end(new SecretStoreError('refused', 'The keychain is closed.'));
    },
  };
}

function gone(): SecretStoreError {
  return new SecretStoreError('refused', 'The keychain process ended unexpectedly.');
}
