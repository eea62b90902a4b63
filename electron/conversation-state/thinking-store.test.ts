import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSignatureStore, type SignatureStoreOptions, type TurnKey } from './thinking-store.ts';

const key: TurnKey = { toolUseIds: ['toolu_1'], textHash: 'text', prefixHash: 'prefix' };
const content = [
  { type: 'thinking' as const, thinking: 'canary-thought', signature: 'SIG' },
  { type: 'tool_use' as const, id: 'toolu_1', name: 'f', input: { b: 1, a: 2 } },
];

function named(name: string): TurnKey {
  return { ...key, textHash: name };
}

function freshFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'signatures-')), 'signatures');
}

/** Zero while there is no file. */
/** A store that waits for a slow disk, except in tests of the timeout. */
function openStore(options: SignatureStoreOptions): ReturnType<typeof createSignatureStore> {
  return createSignatureStore({ unlockTimeoutMs: 60_000, ...options });
}

function readAvailable(descriptor: number, into: Buffer): number {
  try {
    return readSync(descriptor, into);
  } catch {
    return 0;
  }
}

describe('the signature store', () => {
  test('restores the exact turn, and only for the whole key', () => {
    const store = openStore({ file: null });
    store.remember(key, content);
    expect(store.find(key)).toEqual(content);
    expect(store.find({ ...key, prefixHash: 'other' })).toBeNull();
    expect(store.find({ ...key, toolUseIds: ['toolu_2'] })).toBeNull();
    expect(store.find({ ...key, textHash: 'other' })).toBeNull();
  });

  test('keeps no turn of more than 16 MB', () => {
    const store = createSignatureStore({ file: null });
    const long = (length: number) => [{ type: 'thinking' as const, thinking: 'x'.repeat(length), signature: 'SIG' }];
    store.remember(named('long'), long(16 * 1024 * 1024));
    store.remember(named('short'), long(1024 * 1024));
    expect(store.find(named('long'))).toBeNull();
    expect(store.find(named('short'))).not.toBeNull();
  });

  test('survives a restart, for the same account only, and the file is encrypted', async () => {
    const file = freshFile();
    const first = openStore({ file });
    await first.unlock('sk-ant-one');
    first.remember(key, content);
    await first.settled();
    expect(readFileSync(file, 'utf8')).not.toContain('canary');
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const again = openStore({ file });
    await again.unlock('sk-ant-one');
    expect(again.find(key)).toEqual(content);
    await again.unlock('sk-ant-two');
    expect(again.find(key)).toBeNull();
  });

  test.skipIf(process.platform === 'win32')('does not block when its disk hangs', async () => {
    const file = freshFile();
    // Opening a FIFO without a writer blocks a thread in a system call, like a network folder without its server.
    execFileSync('mkfifo', [file]);
    const store = openStore({ file, unlockTimeoutMs: 50, maxBytes: 3000 });
    await store.unlock('sk-ant-one');
    for (let index = 0; index < 100; index += 1) store.remember(named(`turn ${index}`), content);
    expect(store.find(named('turn 99'))).toEqual(content);
    await store.settled();

    const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const written = Buffer.alloc(100_000);
    await expect
      .poll(() => {
        // The disk responds: first the (empty) read, then the write.
        closeSync(openSync(file, constants.O_WRONLY | constants.O_NONBLOCK));
        return readAvailable(reader, written);
      })
      .toBeGreaterThan(0);
    await store.settled();
    closeSync(reader);
    expect(written.indexOf(0)).toBeLessThanOrEqual(3100);
  });

  test('expires old turns on lookup and on start', async () => {
    const hour = 3_600_000;
    let time = 0;
    const file = freshFile();
    const store = openStore({ file, now: () => time, maxAgeMs: hour });
    await store.unlock('k');
    store.remember(key, content);
    await store.settled();
    // The milliseconds that the test itself takes are counted too.
    time = 2 * hour;
    expect(store.find(key)).toBeNull();
    const again = openStore({ file, now: () => time, maxAgeMs: hour });
    await again.unlock('k');
    expect(again.size).toBe(0);
  });

  test.each([
    ['45 days ahead', 45 * 24 * 3_600_000],
    ['back to 1970', -Date.UTC(2026, 10, 30)],
  ])('expires nothing when the wall clock jumps %s, while running or before a start', async (_what, jump) => {
    let time = Date.UTC(2026, 10, 30);
    const file = freshFile();
    const store = openStore({ file, now: () => time });
    await store.unlock('k');
    store.remember(key, content);
    await store.settled();
    time += jump;
    expect(store.find(key)).toEqual(content);
    const again = openStore({ file, now: () => time });
    await again.unlock('k');
    expect(again.find(key)).toEqual(content);
  });

  test('erase deletes the file, keeps turns in memory and never writes them again', async () => {
    const file = freshFile();
    const store = openStore({ file });
    await store.unlock('k');
    store.remember(key, content);
    await store.settled();
    store.remember(named('still waiting to be written'), content);
    await store.eraseFile();
    expect(existsSync(file)).toBe(false);
    expect(store.find(key)).toEqual(content);
    store.remember(named('later'), content);
    // Enough to trigger compaction.
    for (let index = 0; index < 1100; index += 1) store.remember(named('again'), content);
    await store.settled();
    const again = openStore({ file });
    await again.unlock('k');
    expect(again.find(key)).toBeNull();
    expect(again.find(named('still waiting to be written'))).toBeNull();
    expect(again.find(named('later'))).toEqual(content);
  });

  test('evicts the least recently used turn when it is full', () => {
    const one = JSON.stringify(content).length;
    const store = openStore({ file: null, maxBytes: one * 2 });
    store.remember(named('a'), content);
    store.remember(named('b'), content);
    store.find(named('a'));
    store.remember(named('c'), content);
    expect([store.find(named('a')), store.find(named('b')), store.find(named('c'))].map(Boolean)).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('a truncated last line loses only that turn', async () => {
    const file = freshFile();
    const store = openStore({ file });
    await store.unlock('k');
    store.remember(key, content);
    store.remember({ ...key, textHash: 'second' }, content);
    await store.settled();
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -40));
    const again = openStore({ file });
    await again.unlock('k');
    expect(again.find(key)).toEqual(content);
    expect(again.size).toBe(1);
  });

  test('an unwritable folder calls onFault and does not stop the store', async () => {
    const faults: unknown[] = [];
    const file = join(freshFile(), 'not-a-folder', 'signatures');
    const store = openStore({ file, onFault: (error) => faults.push(error) });
    await store.unlock('k');
    store.remember(key, content);
    await store.settled();
    expect(store.find(key)).toEqual(content);
    expect(faults.length).toBeGreaterThan(0);
  });

  test('the file keeps mode 0600 after compaction', async () => {
    const file = freshFile();
    writeFileSync(file, 'not ours\n'.repeat(5));
    chmodSync(file, 0o600);
    const store = openStore({ file });
    await store.unlock('k');
    store.remember(key, content);
    await store.settled();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('not ours');
  });
});
