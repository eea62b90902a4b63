/**
 * The client token, required when its setting is on. Stored in the keychain; only its digest stays in memory. While the token is
 * required and unreadable every request is refused (fail closed).
 */

import { randomBytes } from 'node:crypto';
import type { ClientTokenService, SettingsStore, TokenDemand } from '#electron/services.ts';
import { DragomanError } from '#shared/errors.ts';
import { TOKEN_PREFIX, type TokenState } from '#shared/settings/client-token-format.ts';
import { createEmitter } from '../platform/emitter.ts';
import { createKeychainItem } from './keychain-item.ts';
import type { KeyringProbe } from './keyring-probe.ts';
import { type SecretStore, SecretStoreError } from './secret-store.ts';
import { digestOf } from './token-digest.ts';
import { demoTokenState, heldState, missingTokenState, offState, unreadableTokenState } from './token-messages.ts';

export const TOKEN_ACCOUNT = 'client-token';

export interface ClientTokenOptions {
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly probe: KeyringProbe;
  readonly demo?: boolean;
  /** DRAGOMAN_TOKEN, for headless mode: required regardless of the settings. */
  readonly environmentToken?: string | null;
  readonly platform?: NodeJS.Platform;
  /** Retry delay in milliseconds after the keychain gave no token. */
  readonly retryMs?: number;
}

const RETRY_MS = 3_000;

export function createClientToken(options: ClientTokenOptions): ClientTokenService {
  const { settings, environmentToken = null, demo = false } = options;
  const platform = options.platform ?? process.platform;
  const item = createKeychainItem({ account: TOKEN_ACCOUNT, secrets: options.secrets, probe: options.probe, platform });
  const changed = createEmitter<TokenState>();
  const fixedDigest = environmentToken === null ? null : digestOf(environmentToken);
  let digest: Buffer | null = null;
  /** Only without a keyring. */
  let sessionToken: string | null = null;
  let known = missingTokenState(false);
  let askAgainAt = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const unsubscribe = settings.onChange(({ requireToken }) => {
    if (!requireToken) forgetCopy();
    else if (digest === null) void refresh();
    changed.emit(state());
  });

  /** The state where no keychain is needed, or null. */
  function fixedState(): TokenState | null {
    if (demo) return demoTokenState;
    if (environmentToken !== null) return heldState('environment', environmentToken);
    return settings.get().requireToken ? null : offState;
  }

  function state(): TokenState {
    return fixedState() ?? known;
  }

  function forgetCopy(): void {
    digest = sessionToken === null ? null : digest;
    askAgainAt = 0;
  }

  function setState(next: TokenState, token: string | null): TokenState {
    const before = state();
    known = next;
    digest = token === null ? null : digestOf(token);
    const now = state();
    if (JSON.stringify(before) !== JSON.stringify(now)) changed.emit(now);
    return now;
  }

  /** Serialised: a rotation and an earlier read must not overtake each other. */
  function enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function read(): Promise<string | null> {
    if (sessionToken !== null) return sessionToken;
    const reading = await item.read();
    askAgainAt = performance.now() + (options.retryMs ?? RETRY_MS);
    if (reading.kind === 'found') {
      setState(heldState('stored', reading.secret), reading.secret);
      return reading.secret;
    }
    setState(reading.kind === 'none' ? missingTokenState(reading.sure) : unreadableTokenState(reading.error), null);
    return null;
  }

  function refresh(): Promise<TokenState> {
    return enqueue(async () => {
      if (fixedState() === null) await read();
      return state();
    });
  }

  async function replace(): Promise<TokenState> {
    const token = TOKEN_PREFIX + randomBytes(32).toString('base64url');
    try {
      await item.write(token);
    } catch (error) {
      const failure = error instanceof SecretStoreError ? error : new SecretStoreError('refused', '');
      if (failure.failure !== 'no-keyring') throw notStored(failure);
      sessionToken = token;
      return setState(heldState('session', token), token);
    }
    sessionToken = null;
    return setState(heldState('stored', token), token);
  }

  return {
    state,
    onChange: changed.subscribe,
    refresh,

    demand(): TokenDemand | null {
      if (demo) return null;
      if (fixedDigest !== null) return { digest: fixedDigest };
      if (!settings.get().requireToken) return null;
      // Unlocking the keyring suffices: each client request triggers a new read.
      if (digest === null && performance.now() >= askAgainAt) {
        askAgainAt = Number.POSITIVE_INFINITY;
        void refresh();
      }
      return { digest };
    },

    ensure: () =>
      enqueue(async () => {
        if (demo || environmentToken !== null || (await read()) !== null) return;
        if (known.state !== 'missing' && known.state !== 'no-keyring') {
          throw new DragomanError(`keychain_${known.state}`, known.message, known.hint);
        }
        await replace();
      }),

    rotate: () =>
      enqueue(async () => {
        if (demo) throw new DragomanError('demo_token', demoTokenState.message);
        if (environmentToken !== null) {
          throw new DragomanError('fixed_token', 'The token comes from DRAGOMAN_TOKEN.', 'Change it there.');
        }
        return await replace();
      }),

    reveal: () =>
      enqueue(async () => {
        if (environmentToken !== null) return environmentToken;
        return fixedState() === null ? await read() : null;
      }),

    close() {
      unsubscribe();
      sessionToken = null;
      digest = null;
    },
  };
}

function notStored(failure: SecretStoreError): DragomanError {
  const { message } = unreadableTokenState(failure);
  return new DragomanError(
    `keychain_${failure.failure}`,
    message.replace('cannot be read', 'could not be stored'),
    'The token is as it was.',
  );
}
