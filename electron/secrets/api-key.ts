/**
 * The API key service: source, state and the only access. The key is read from the keychain when a request needs it and dropped
 * shortly after; the window sees only a `KeyState`. The key is bound to the origin it was entered for and is returned only for
 * that origin and those that the user confirmed.
 */

import type { KeyDestination, KeyOrigins, KeyService } from '#electron/services.ts';
import { bindKey, type BoundKey, confirmOrigin, formatKeychainItem, mayGoTo, parseKeychainItem } from './bound-key.ts';
import { DragomanError } from '#shared/errors.ts';
import { endpointOrigin } from '#shared/settings/endpoint.ts';
import { isOauthToken, type KeyState, needsKey } from '#shared/settings/key.ts';
import { readPastedKey } from '#shared/settings/pasted-key.ts';
import { createEmitter } from '../platform/emitter.ts';
import {
  configKeyState,
  demoState,
  environmentState,
  failureState,
  lastFourOf,
  missingState,
  oauthState,
  readingState,
  sessionState,
  storedState,
  unconfirmedHint,
  unreadableState,
  unusableState,
} from './api-key-messages.ts';
import { createMemoryCopy } from './memory-copy.ts';
import { createKeychainItem } from './keychain-item.ts';
import type { KeyringProbe } from './keyring-probe.ts';
import { type SecretStore, SecretStoreError } from './secret-store.ts';

export const KEY_ACCOUNT = 'anthropic-api-key';
/** The key sent to the built-in mock server. */
export const DEMO_KEY = 'dragoman-demo';

export interface KeyServiceOptions {
  readonly secrets: SecretStore;
  readonly probe: KeyringProbe;
  /** The effective endpoint: an entered key is bound to its origin. */
  readonly endpoint: () => string;
  /** Origins from the command line or environment, `any` without a window: the key is sent there without confirmation. */
  readonly trusted?: readonly string[] | 'any';
  /** The mock server is the upstream: the keychain is never read. */
  readonly demo?: boolean;
  /** ANTHROPIC_API_KEY in headless mode. It overrides the keychain, not a key entered for this run. */
  readonly environmentKey?: string | null;
  /** Why the key of `--config` cannot be used: told while no other key is there. */
  readonly configKeyProblem?: string | null;
  readonly platform?: NodeJS.Platform;
  /** Lifetime of the memory copy of a stored key after its last use. */
  readonly keepMs?: number;
}

interface Held {
  readonly key: string | null;
  /** Null for a key without an origin (demo, environment). */
  readonly bound: BoundKey | null;
  readonly state: KeyState;
}

export function createKeyService(options: KeyServiceOptions): KeyService {
  const { secrets, probe } = options;
  const platform = options.platform ?? process.platform;
  const item = createKeychainItem({ account: KEY_ACCOUNT, secrets, probe, platform });
  const changed = createEmitter<KeyState>();
  const unconfirmed = createEmitter<KeyOrigins>();
  let sessionKey: BoundKey | null = null;
  const copy = createMemoryCopy<BoundKey>(options.keepMs ?? 30_000);
  let asking: Promise<Held> | null = null;
  /** Counts saves and deletions: results of earlier reads are stale. */
  let generation = 0;
  /** Serialises changes of the stored key: a consent must not overwrite a key saved meanwhile. */
  let queue: Promise<unknown> = Promise.resolve();
  let current = given() ?? nothing(options.demo === true ? demoState : readingState);

  /** The state without reading the keychain; null when it must be read. */
  function immediate(): Held | null {
    if (options.demo === true) return { key: DEMO_KEY, bound: null, state: demoState };
    if (sessionKey !== null) return { key: sessionKey.key, bound: sessionKey, state: sessionState(sessionKey.key) };
    return given();
  }

  /** The environment's key. An unusable one is reported as a mistake rather than ignored in favour of the keychain. */
  function given(): Held | null {
    if (options.demo === true) return null;
    const text = options.environmentKey ?? '';
    const read = readPastedKey(text);
    if (read.kind === 'empty') return null;
    if (read.kind === 'key') return { key: read.key, bound: null, state: environmentState(read.key) };
    return nothing(
      isOauthToken(text.trim()) ? oauthState('ANTHROPIC_API_KEY') : unusableState('ANTHROPIC_API_KEY', read),
    );
  }

  function trusts(origin: string): boolean {
    return options.trusted === 'any' || options.trusted?.includes(origin) === true;
  }

  /** The public state of the key, and whether it is withheld from the effective endpoint. */
  function publicState(held: Held): KeyState {
    const origins = otherOrigin(held.bound, options.endpoint());
    if (origins !== null && !trusts(origins.to)) return { ...held.state, hint: unconfirmedHint(origins) };
    const problem = options.configKeyProblem ?? null;
    return problem !== null && needsKey(held.state) && given() === null
      ? configKeyState(held.state, problem)
      : held.state;
  }

  function setState(held: Held): KeyState {
    const before = publicState(current);
    current = held;
    const state = publicState(held);
    if (JSON.stringify(before) !== JSON.stringify(state)) changed.emit(state);
    return state;
  }

  async function askKeychain(): Promise<Held> {
    const reading = await item.read();
    if (reading.kind === 'none') return nothing(missingState(reading.sure));
    if (reading.kind === 'failed') return nothing(explain(reading.error));
    const bound = parseKeychainItem(reading.secret);
    if (bound === null) return nothing(unreadableState);
    // Written by another program or an earlier version, which checked less.
    const read = readPastedKey(bound.key);
    if (read.kind === 'key') return stored({ ...bound, key: read.key });
    if (read.kind === 'empty') return nothing(unreadableState);
    return nothing(
      isOauthToken(bound.key) ? oauthState('The keychain') : unusableState('The key in the keychain', read),
    );
  }

  function explain(error: unknown): KeyState {
    if (!(error instanceof SecretStoreError)) return failureState('refused', platform);
    return failureState(error.failure, platform, error.message);
  }

  async function load(): Promise<Held> {
    const known = immediate();
    if (known !== null) {
      setState(known);
      return known;
    }
    const asked = generation;
    asking ??= askKeychain().finally(() => {
      asking = null;
    });
    const held = await asking;
    if (asked !== generation) return await load();
    if (held.bound === null) copy.forget();
    else copy.keep(held.bound);
    setState(held);
    return held;
  }

  /** The present key, from memory while fresh. */
  async function look(): Promise<Held> {
    const known = immediate();
    if (known !== null) return known;
    const copied = copy.use();
    return copied === null ? await load() : stored(copied);
  }

  function enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  /** Changes the stored key; throws on failure. */
  async function change(work: () => Promise<void>): Promise<void> {
    if (options.demo === true) {
      throw new DragomanError('demo_key', 'The demo needs no API key.', 'Start without --demo to store your own.');
    }
    try {
      await work();
    } catch (error) {
      throw failed(setState(nothing(explain(error))));
    }
  }

  async function write(bound: BoundKey): Promise<void> {
    await change(() => item.write(formatKeychainItem(bound)));
    generation += 1;
    copy.keep(bound);
  }

  /** @param asked the key in the dialog: consent does not extend to its successor */
  async function confirm(asked: BoundKey, to: string): Promise<void> {
    const held = await look();
    if (held.bound === null || held.bound.key !== asked.key || held.bound.origin !== asked.origin) {
      throw new DragomanError('key_changed', 'The API key was changed meanwhile.', 'Try again.');
    }
    const next = confirmOrigin(held.bound, to);
    if (sessionKey !== null) sessionKey = next;
    else await write(next);
    setState(immediate() ?? stored(next));
  }

  return {
    state: () => publicState(current),
    onChange: changed.subscribe,
    onUnconfirmed: unconfirmed.subscribe,

    async refresh() {
      copy.forget();
      return publicState(await load());
    },

    async read(endpoint) {
      const held = await look();
      const origins = otherOrigin(held.bound, endpoint);
      if (origins === null || trusts(origins.to)) return held.key;
      unconfirmed.emit(origins);
      throw new DragomanError(
        'key_not_confirmed',
        `The API key was entered for ${origins.from} and is not sent to ${origins.to} unless you agree.`,
        unconfirmedHint(origins),
      );
    },

    readForRedaction: async () => (await look()).key,

    async destination(endpoint): Promise<KeyDestination> {
      const held = await look();
      const origins = otherOrigin(held.bound, endpoint);
      const { bound, key } = held;
      // A demo sends no key, but it writes the settings of the next run.
      if (key === null || options.demo === true) return { kind: 'none' };
      if (origins === null || bound === null) return { kind: 'allowed' };
      return {
        kind: 'elsewhere',
        ...origins,
        trusted: trusts(origins.to),
        confirm: () => enqueue(() => confirm(bound, origins.to)),
      };
    },

    async save(entered, session) {
      const read = readPastedKey(entered);
      if (read.kind === 'empty') {
        throw new DragomanError('invalid_key', 'The key is empty.', 'Paste your Anthropic API key.');
      }
      if (read.kind === 'unusable') throw new DragomanError('invalid_key', read.message, read.hint);
      const { key } = read;
      // Snapshot of the endpoint: it may change while the keychain is read.
      const bound = bindKey(key, endpointOrigin(options.endpoint()));
      return await enqueue(async () => {
        if (session && options.demo !== true) {
          generation += 1;
          copy.forget();
          sessionKey = bound;
          return setState({ key, bound, state: sessionState(key) });
        }
        await write(bound);
        sessionKey = null;
        return setState(immediate() ?? stored(bound));
      });
    },

    forget: () =>
      enqueue(async () => {
        generation += 1;
        const hadSession = sessionKey !== null;
        sessionKey = null;
        copy.forget();
        if (hadSession) return publicState(await load());
        await change(() => item.remove());
        generation += 1;
        copy.forget();
        return setState(immediate() ?? nothing(missingState(true)));
      }),

    async close() {
      copy.forget();
      sessionKey = null;
      await secrets.close();
    },
  };
}

function stored(bound: BoundKey): Held {
  return { key: bound.key, bound, state: storedState(bound.key) };
}

function nothing(state: KeyState): Held {
  return { key: null, bound: null, state };
}

function failed(state: KeyState): DragomanError {
  return new DragomanError(`keychain_${state.state.replaceAll('-', '_')}`, state.message, state.hint);
}

/** Null when the key may be sent to the endpoint; else its origin and the requested one. */
function otherOrigin(bound: BoundKey | null, endpoint: string): KeyOrigins | null {
  if (bound === null) return null;
  const to = endpointOrigin(endpoint);
  return mayGoTo(bound, to) ? null : { from: bound.origin, to, lastFour: lastFourOf(bound.key) };
}
