/**
 * Stores exact assistant turns of the upstream, thinking and signatures included, to restore them in requests of clients that
 * drop what OpenAI's API does not have. Looked up by tool-call ids, visible text and the hash of everything before the turn;
 * all three must match. Kept in an encrypted file, bounded in size and age.
 */

import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { ContentBlockParam } from '#shared/anthropic/types.ts';
import type { SignatureLookup } from '#shared/translate/core/translation-interface.ts';
import { createArrivalClock } from '../platform/arrival-clock.ts';
import { withTimeout, endWithout } from '../platform/with-timeout.ts';
import { createSeal, type Seal } from './encrypted-lines.ts';

/** Limit of one turn in characters of JSON text, equal to the limit of the turn buffer. */
const MAX_TURN_BYTES = 16 * 1024 * 1024;
const DAY = 24 * 60 * 60 * 1000;
/** Limit of waiting for the disk at the first request and on quit. */
const UNLOCK_TIMEOUT_MS = 2_000;

export interface SignatureStoreOptions {
  /** The store's own file; null keeps everything in memory. */
  readonly file: string | null;
  /** The wall clock, epoch milliseconds. Jumps expire nothing. */
  readonly now?: () => number;
  /** A monotonic clock, milliseconds. */
  readonly elapsed?: () => number;
  readonly maxAgeMs?: number;
  /** Bytes of content, counted as JSON text. */
  readonly maxBytes?: number;
  /** Timeout for the disk. */
  readonly unlockTimeoutMs?: number;
  /** Called when the file cannot be read or written; the store continues in memory. */
  readonly onFault?: (error: unknown) => void;
}

export interface TurnKey {
  readonly toolUseIds: readonly string[];
  readonly textHash: string;
  readonly prefixHash: string;
}

export interface SignatureStore extends SignatureLookup {
  /**
   * Loads the account's lines of the file. A call with another key drops the first account's turns. Does not wait for a slow disk:
   * stored turns are found once they have been read.
   */
  unlock(apiKey: string): Promise<void>;
  remember(key: TurnKey, content: readonly ContentBlockParam[]): void;
  /** Deletes the file. The turns of this run stay in memory, so that conversations continue, and are never written again. */
  eraseFile(): Promise<void>;
  /** Resolves when all turns so far are on disk, have failed (see `onFault`), or the timeout is over. */
  settled(): Promise<void>;
  readonly size: number;
}

interface Turn {
  readonly key: string;
  readonly at: number;
  readonly bytes: number;
  readonly content: readonly ContentBlockParam[];
}

/** Never rejects: without a readable file the store works in memory. */
export function createSignatureStore(options: SignatureStoreOptions): SignatureStore {
  const {
    file,
    now = Date.now,
    elapsed = () => performance.now(),
    maxAgeMs = 7 * DAY,
    maxBytes = 64 * 1024 * 1024,
  } = options;
  /** Restarts the clock after the latest turn of the file, once that is loaded. */
  let clock = createArrivalClock({ wall: now, elapsed });
  const { unlockTimeoutMs = UNLOCK_TIMEOUT_MS, onFault = () => {} } = options;
  // Map order is LRU order: a found turn moves to the end.
  const turns = new Map<string, Turn>();
  let bytes = 0;
  let seal: Seal | null = null;
  let account: string | null = null;
  let appended = 0;
  let writing: Promise<void> = Promise.resolve();
  let waiting: string[] = [];
  /** Turns from before the file was erased. */
  let erased = new WeakSet<Turn>();
  let waitingBytes = 0;

  function forget(turn: Turn): void {
    turns.delete(turn.key);
    bytes -= turn.bytes;
  }

  function keep(turn: Turn): void {
    const known = turns.get(turn.key);
    if (known !== undefined) forget(known);
    turns.set(turn.key, turn);
    bytes += turn.bytes;
    for (const oldest of turns.values()) {
      if (bytes <= maxBytes && clock.now() - oldest.at <= maxAgeMs) break;
      forget(oldest);
    }
  }

  /** One write at a time; a failure is reported and does not stop the next. */
  function write(task: () => Promise<void>): Promise<void> {
    writing = writing.then(task).catch(onFault);
    return writing;
  }

  function flush(): Promise<void> {
    return write(async () => {
      if (file === null || waiting.length === 0) return;
      const lines = takeWaiting();
      await appendFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
      appended += lines.length;
      if (appended > 1000 && appended > turns.size * 2) await compact(file);
    });
  }

  function takeWaiting(): readonly string[] {
    const lines = waiting;
    waiting = [];
    waitingBytes = 0;
    return lines;
  }

  /** Drops the oldest pending writes when the disk is stuck; the turns stay in memory. */
  function append(line: string): void {
    if (waitingBytes + line.length > maxBytes) takeWaiting();
    waiting.push(line);
    waitingBytes += line.length;
    if (waiting.length === 1) setImmediate(() => void flush());
  }

  async function compact(path: string): Promise<void> {
    const active = seal;
    if (active === null) return;
    const lines = [...turns.values()].filter((turn) => !erased.has(turn)).map((turn) => `${active.close(turn)}\n`);
    await writeFile(`${path}.new`, lines.join(''), { mode: 0o600 });
    await rename(`${path}.new`, path);
    appended = turns.size;
  }

  async function load(path: string, active: Seal): Promise<void> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (!isMissing(error)) onFault(error);
      return '';
    });
    // The account has changed meanwhile.
    if (active !== seal) return;
    const lines = text.split('\n').filter((line) => line !== '');
    appended = lines.length;
    const kept = lines.map((line) => active.open(line)).filter(isTurn);
    if (kept.length > 0) {
      clock = createArrivalClock({ last: kept.reduce((last, { at }) => Math.max(last, at), 0), wall: now, elapsed });
    }
    for (const turn of kept) if (clock.now() - turn.at <= maxAgeMs) keep(turn);
    if (appended > turns.size * 2) await compact(path);
  }

  return {
    async unlock(apiKey) {
      if (account === apiKey) return;
      const first = account === null;
      account = apiKey;
      seal = createSeal(apiKey);
      const active = seal;
      const early = first ? [...turns.values()] : [];
      turns.clear();
      bytes = 0;
      if (file !== null)
        await withTimeout(
          write(() => load(file, active)),
          unlockTimeoutMs,
        );
      early.forEach(keep);
    },
    find({ toolUseIds, textHash, prefixHash }) {
      const turn = turns.get(keyOf({ toolUseIds, textHash, prefixHash }));
      if (turn === undefined) return null;
      if (clock.now() - turn.at > maxAgeMs) {
        forget(turn);
        return null;
      }
      turns.delete(turn.key);
      turns.set(turn.key, turn);
      return turn.content;
    },
    remember(key, content) {
      const turn: Turn = { key: keyOf(key), at: clock.now(), bytes: JSON.stringify(content).length, content };
      // No model writes so much, and encrypting it would block the event loop.
      if (turn.bytes > MAX_TURN_BYTES) return;
      keep(turn);
      if (file !== null && seal !== null) append(seal.close(turn));
    },
    async eraseFile() {
      takeWaiting();
      erased = new WeakSet(turns.values());
      if (file === null) return;
      const before = writing;
      const erase = async (): Promise<void> => {
        await before;
        await Promise.all([rm(file, { force: true }), rm(`${file}.new`, { force: true })]);
        appended = 0;
      };
      const erasing = erase();
      writing = erasing.catch(onFault);
      await erasing;
    },
    async settled() {
      const flushed = flush();
      if (!(await withTimeout(flushed, unlockTimeoutMs))) endWithout(flushed);
    },
    get size() {
      return turns.size;
    },
  };
}

function keyOf({ toolUseIds, textHash, prefixHash }: TurnKey): string {
  return JSON.stringify([prefixHash, textHash, ...toolUseIds]);
}

// Only lines that decrypted arrive here, so we wrote them; other versions' shapes are skipped.
function isTurn(value: unknown): value is Turn {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    typeof value.key === 'string' &&
    'at' in value &&
    typeof value.at === 'number' &&
    'bytes' in value &&
    typeof value.bytes === 'number' &&
    'content' in value &&
    Array.isArray(value.content)
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
