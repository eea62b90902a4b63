/**
 * The exact assistant turns that the upstream gave, thinking and signatures included, so that they can go back unchanged although
 * clients drop what OpenAI's API does not know. Looked up by tool-call ids, visible text and the hash of everything before the turn:
 * what does not match in all three is not found. Kept in a sealed file, bounded in size and age.
 */

import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { ContentBlockParam } from '#shared/anthropic/types.ts';
import type { SignatureLookup } from '#shared/translate/core/context.ts';
import { createArrivalClock } from '../platform/arrival-clock.ts';
import { withTimeout, endWithout } from '../platform/with-timeout.ts';
import { createSeal, type Seal } from './encrypted-lines.ts';

/** Of one turn, counted as JSON text: as much as a stream is kept for. */
const MAX_TURN_BYTES = 16 * 1024 * 1024;
const DAY = 24 * 60 * 60 * 1000;
/** Neither the first request nor quitting waits longer for a disk. */
const UNLOCK_TIMEOUT_MS = 2_000;

export interface SignatureStoreOptions {
  /** The store's own file; null keeps everything in memory. */
  readonly file: string | null;
  /** The wall clock, epoch milliseconds. One that jumps makes nothing old. */
  readonly now?: () => number;
  /** A monotonic clock, milliseconds. */
  readonly elapsed?: () => number;
  readonly maxAgeMs?: number;
  /** Bytes of content, counted as JSON text. */
  readonly maxBytes?: number;
  /** How long a disk is waited for. */
  readonly patienceMs?: number;
  /** Told of a file that cannot be read or written; the store goes on in memory. */
  readonly onFault?: (error: unknown) => void;
}

export interface TurnKey {
  readonly toolUseIds: readonly string[];
  readonly textHash: string;
  readonly prefixHash: string;
}

export interface SignatureStore extends SignatureLookup {
  /**
   * Opens the account's part of the file. Called again with another key, it forgets the first account's turns. A disk that takes
   * long is not waited for: what is in the file is then found once it has been read.
   */
  unlock(apiKey: string): Promise<void>;
  remember(key: TurnKey, content: readonly ContentBlockParam[]): void;
  /** Deletes what is on disk. This run still knows its turns, so that conversations go on, and never writes them again. */
  eraseFile(): Promise<void>;
  /** Resolves when everything remembered so far is on disk, or given up: see `onFault`, or after some seconds. */
  settled(): Promise<void>;
  readonly size: number;
}

interface Turn {
  readonly key: string;
  readonly at: number;
  readonly bytes: number;
  readonly content: readonly ContentBlockParam[];
}

/** Never rejects: without a file, or with a damaged one, it is a store in memory. */
export function createSignatureStore(options: SignatureStoreOptions): SignatureStore {
  const {
    file,
    now = Date.now,
    elapsed = () => performance.now(),
    maxAgeMs = 7 * DAY,
    maxBytes = 64 * 1024 * 1024,
  } = options;
  /** Begins anew after the latest turn of the file, once that is known. */
  let clock = createArrivalClock({ wall: now, elapsed });
  const { patienceMs = UNLOCK_TIMEOUT_MS, onFault = () => {} } = options;
  // Map order is age order: a turn that is found again is put last.
  const turns = new Map<string, Turn>();
  let bytes = 0;
  let seal: Seal | null = null;
  let account: string | null = null;
  let appended = 0;
  let writing: Promise<void> = Promise.resolve();
  let waiting: string[] = [];
  /** Turns of before the file was erased. */
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

  /** One write at a time; a failed one is told and does not stop the next. */
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

  /** The oldest wait no longer when a disk takes nothing; they are still known in this run. */
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
    // Another account's by now.
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
          patienceMs,
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
      // No model writes so much, and encrypting it would hold up everybody else.
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
      if (!(await withTimeout(flushed, patienceMs))) endWithout(flushed);
    },
    get size() {
      return turns.size;
    },
  };
}

function keyOf({ toolUseIds, textHash, prefixHash }: TurnKey): string {
  return JSON.stringify([prefixHash, textHash, ...toolUseIds]);
}

// Only lines that our own seal opened come here, so the shape is ours; a version that wrote another shape is skipped.
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
