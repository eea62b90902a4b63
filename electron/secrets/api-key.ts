/**
 * The API key: where it comes from, what may be said about it, and the only way to it. It is read from the keychain when a
 * request needs it and forgotten shortly after; the window only ever sees a `KeyState`.
 */

import type { KeyService } from '#electron/services.ts';
import { DragomanError } from '#shared/errors.ts';
import { isOauthToken, type KeyState, oauthHint, oauthMessage } from '#shared/settings/key.ts';
import { createChannel } from '../platform/emitter.ts';
import {
  demoState,
  environmentState,
  failureState,
  missingState,
  oauthState,
  sessionState,
  storedState,
} from './api-key-messages.ts';
import { createKeychainItem } from './keychain-item.ts';
import type { KeyringProbe } from './keyring-probe.ts';
import { type SecretStore, SecretStoreError } from './secret-store.ts';

export const KEY_ACCOUNT = 'anthropic-api-key';
/** What the built-in stand-in is sent in place of a key. */
export const DEMO_KEY = 'dragoman-demo';

export interface KeyServiceOptions {
  readonly secrets: SecretStore;
  readonly probe: KeyringProbe;
  /** The stand-in is the upstream: the keychain is never asked. */
  readonly demo?: boolean;
  /** ANTHROPIC_API_KEY, where it counts (the headless twin). It wins over the keychain, not over a key entered for this run. */
  readonly environmentKey?: string | null;
  readonly platform?: NodeJS.Platform;
  /** How long the memory copy of a stored key outlives its last use. */
  readonly keepMs?: number;
}

interface Held {
  readonly key: string | null;
  readonly state: KeyState;
}

export function createKeyService(options: KeyServiceOptions): KeyService {
  const { secrets, probe } = options;
  const platform = options.platform ?? process.platform;
  const keepMs = options.keepMs ?? 30_000;
  const item = createKeychainItem({ account: KEY_ACCOUNT, secrets, probe, platform });
  const changed = createChannel<KeyState>();
  const environmentKey = clean(options.environmentKey ?? null);
  let sessionKey: string | null = null;
  let copy: string | null = null;
  let copyTimer: NodeJS.Timeout | undefined;
  let asking: Promise<Held> | null = null;
  /** Counts saves and deletions: an answer to a question asked before one of them is out of date. */
  let generation = 0;
  let current = unaskedState();

  function unaskedState(): KeyState {
    if (options.demo === true) return demoState;
    return given()?.state ?? missingState(true);
  }

  /** What is known without asking the keychain; null when it must be asked. */
  function immediate(): Held | null {
    if (options.demo === true) return { key: DEMO_KEY, state: demoState };
    if (sessionKey !== null) return { key: sessionKey, state: sessionState(sessionKey) };
    return given();
  }

  /** What the environment holds. A token in it is a mistake to be told, not to be passed over for the keychain. */
  function given(): Held | null {
    if (environmentKey === null) return null;
    if (isOauthToken(environmentKey)) return { key: null, state: oauthState('ANTHROPIC_API_KEY') };
    return { key: environmentKey, state: environmentState(environmentKey) };
  }

  function become(state: KeyState): KeyState {
    const before = current;
    current = state;
    if (JSON.stringify(before) !== JSON.stringify(state)) changed.emit(state);
    return state;
  }

  function keepCopy(key: string | null): void {
    clearTimeout(copyTimer);
    copy = key;
    if (key === null) return;
    copyTimer = setTimeout(() => keepCopy(null), keepMs);
    copyTimer.unref();
  }

  async function askKeychain(): Promise<Held> {
    const reading = await item.read();
    if (reading.kind === 'found' && isOauthToken(reading.secret))
      return { key: null, state: oauthState('The keychain') };
    if (reading.kind === 'found') return { key: reading.secret, state: storedState(reading.secret) };
    return { key: null, state: reading.kind === 'none' ? missingState(reading.sure) : explain(reading.error) };
  }

  function explain(error: unknown): KeyState {
    if (!(error instanceof SecretStoreError)) return failureState('refused', platform);
    return failureState(error.failure, platform, error.message);
  }

  async function load(): Promise<Held> {
    const known = immediate();
    if (known !== null) {
      become(known.state);
      return known;
    }
    const asked = generation;
    asking ??= askKeychain().finally(() => {
      asking = null;
    });
    const held = await asking;
    if (asked !== generation) return await load();
    keepCopy(held.key);
    become(held.state);
    return held;
  }

  /** A change of the stored key; throws when it cannot be made. */
  async function change(work: () => Promise<void>): Promise<void> {
    if (options.demo === true) {
      throw new DragomanError('demo_key', 'The demo needs no API key.', 'Start without --demo to store your own.');
    }
    try {
      await work();
    } catch (error) {
      throw failed(become(explain(error)));
    }
  }

  return {
    state: () => current,
    onChange: changed.subscribe,

    async refresh() {
      keepCopy(null);
      return (await load()).state;
    },

    async read() {
      const known = immediate();
      if (known !== null) return known.key;
      if (copy !== null) {
        keepCopy(copy);
        return copy;
      }
      return (await load()).key;
    },

    async save(entered, session) {
      const key = clean(entered);
      if (key === null) throw new DragomanError('invalid_key', 'The key is empty.', 'Paste your Anthropic API key.');
      if (isOauthToken(key)) throw new DragomanError('invalid_key', oauthMessage, oauthHint);
      if (session && options.demo !== true) {
        generation += 1;
        keepCopy(null);
        sessionKey = key;
        return become(sessionState(key));
      }
      await change(() => item.write(key));
      generation += 1;
      sessionKey = null;
      keepCopy(key);
      return become(immediate()?.state ?? storedState(key));
    },

    async forget() {
      generation += 1;
      const hadSession = sessionKey !== null;
      sessionKey = null;
      keepCopy(null);
      if (hadSession) return (await load()).state;
      await change(() => item.remove());
      return become(immediate()?.state ?? missingState(true));
    },

    async close() {
      keepCopy(null);
      sessionKey = null;
      await secrets.close();
    },
  };
}

function failed(state: KeyState): DragomanError {
  return new DragomanError(`keychain_${state.state.replaceAll('-', '_')}`, state.message, state.hint);
}

/** Without the white space a paste brings; null when nothing is left. */
function clean(key: string | null): string | null {
  const trimmed = key?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
