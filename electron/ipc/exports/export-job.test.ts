import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exchange } from '#shared/exchange/__fixtures__/exchanges.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import type { ExportProgress } from '#shared/ipc/contract.ts';
import { createExportJob } from './export-job.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-export-job-'));
});
afterEach(() => void vi.useRealTimers());
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const har = { version: '9.9.9', origin: 'http://127.0.0.1:9080' };

/** A log whose exchanges come only when the test lets them. */
function heldLog(): {
  get: () => Promise<Exchange>;
  /** Resolves when an exchange is asked for. */
  asked: () => Promise<void>;
  release: (times: number) => Promise<void>;
} {
  const waiting: (() => void)[] = [];
  let arrived: () => void = () => undefined;
  async function asked(): Promise<void> {
    if (waiting.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
  }
  return {
    asked,
    get: () =>
      new Promise((resolve) => {
        waiting.push(() => resolve(exchange()));
        arrived();
      }),
    async release(times) {
      for (let time = 0; time < times; time += 1) {
        await asked();
        waiting.shift()?.();
      }
    },
  };
}

describe.each(['har', 'jsonl'] as const)('an export as %s', (format) => {
  const ids = ['a', 'b', 'c'] as const;

  test('reports its progress, and that it has ended', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const job = createExportJob(250);
    const heard: (ExportProgress | null)[] = [];
    job.onProgress((progress) => heard.push(progress));
    const log = heldLog();
    const file = join(folder, 'x');
    const written = job.write(file, { format, ids, get: log.get, har });
    expect(job.progress()).toEqual({ written: 0, total: 3 });
    await log.release(1);
    await log.asked();
    vi.advanceTimersByTime(249);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(heard).toEqual([{ written: 1, total: 3 }]);
    await log.release(2);
    expect(await written).toBe(3);
    expect(heard.slice(1)).toEqual([null]);
    vi.advanceTimersByTime(1_000);
    expect(heard).toHaveLength(2);
    expect(job.progress()).toBeNull();
  });

  test.each([true, false])('that is cancelled leaves no file, and one that was there as it was: %s', async (there) => {
    const job = createExportJob();
    const log = heldLog();
    const file = join(folder, 'x');
    if (there) writeFileSync(file, 'old');
    const failed = job.write(file, { format, ids, get: log.get, har }).catch((error: unknown) => error);
    await log.release(1);
    await log.asked();
    const cancelled = job.cancel();
    // The exchange that is being read still arrives.
    await log.release(1);
    await cancelled;
    expect(await failed).toMatchObject({ code: 'export_cancelled' });
    expect(job.progress()).toBeNull();
    const left = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
    expect(left).toEqual(there ? [['x', 'old']] : []);
  });
});

test('a second export at the same time is refused, and the first goes on', async () => {
  const job = createExportJob();
  const log = heldLog();
  const first = job.write(join(folder, 'first'), { format: 'jsonl', ids: ['a'], get: log.get, har });
  await expect(
    job.write(join(folder, 'second'), { format: 'jsonl', ids: ['a'], get: log.get, har }),
  ).rejects.toMatchObject({ code: 'export_running' });
  await log.release(1);
  expect(await first).toBe(1);
  expect(existsSync(join(folder, 'second'))).toBe(false);
});

test('nothing to cancel is fine', async () => {
  await expect(createExportJob().cancel()).resolves.toBeUndefined();
});
