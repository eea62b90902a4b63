import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordedExchange } from '#electron/exchange-log/__fixtures__/recorded-exchanges.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import { toQuery } from '#shared/exchange/filter/index.ts';
import { depth } from '#shared/__fixtures__/test-depth.ts';
import { summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { openTable } from '../database/exchange-table.ts';
import { createLogWorkerStart } from '../start-worker.ts';
import { createExchangeLog } from '../exchange-log.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Inside the repository, so that the worker finds libsql.
const built = join(root, 'node_modules', `.dragoman-exchange-worker-${process.pid}`);
const worker = join(built, 'exchange-worker.js');

beforeAll(async () => {
  for (const [entry, name] of [
    ['electron/exchange-log/worker/log-worker.ts', 'exchange-worker.js'],
    ['electron/exchange-log/__fixtures__/log-program.ts', 'log-program.js'],
  ]) {
    await build({
      root,
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: {
        ssr: entry ?? '',
        outDir: built,
        emptyOutDir: false,
        rolldownOptions: { external: ['libsql'], output: { entryFileNames: name ?? '', codeSplitting: false } },
      },
    });
  }
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-thread-'));
});
afterEach(() => {
  vi.useRealTimers();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/**
 * The worker behind a system call that does not return, as in a network folder without its server: opening a FIFO blocks the
 * thread until somebody reads it.
 */
function blockedWorker(): { blocked: string; fifo: string } {
  const fifo = join(folder, 'unanswered');
  const blocked = join(folder, 'blocked-worker.mjs');
  execFileSync('mkfifo', [fifo]);
  writeFileSync(
    blocked,
    `import { openSync } from 'node:fs';
openSync(${JSON.stringify(fifo)}, 'a');
await import(${JSON.stringify(pathToFileURL(worker).href)});
`,
  );
  return { blocked, fifo };
}

interface Program {
  readonly lines: string[];
  readonly ended: Promise<void>;
  /** Called for every line. */
  onLine: (line: string) => void;
  kill(signal?: NodeJS.Signals): void;
}

/**
 * @param fileLimit how large a file may get, in blocks of 512 bytes; null: unlimited
 * @param limitsMs the last arguments of the program: how long its worker may say nothing, and take to end
 */
function startProgram(
  count: number,
  fileLimit: number | null = null,
  limitsMs: readonly number[] = [],
  workerFile: string = worker,
): Program {
  const limit = fileLimit === null ? '' : `ulimit -f ${fileLimit}; `;
  const command = `${limit}exec "$0" "$@"`;
  const args = [
    process.execPath,
    join(built, 'log-program.js'),
    workerFile,
    folder,
    String(count),
    ...limitsMs.map(String),
  ];
  const child = spawn('/bin/sh', ['-c', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines: string[] = [];
  let rest = '';
  const program: Program = {
    lines,
    ended: new Promise((resolve) => child.once('close', () => resolve())),
    onLine: () => undefined,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    const parts = `${rest}${chunk.toString()}`.split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      program.onLine(line);
    }
  });
  return program;
}

/** The ids in the file, which is checked from end to end. */
function idsInFile(): string[] {
  const table = openTable(join(folder, 'exchanges.db'));
  expect(table.connection.prepare('PRAGMA integrity_check').get()).toEqual(['ok']);
  const { summaries } = table.page(toQuery([], 0), null, 100_000);
  for (const { id } of summaries) expect(table.get(id)).not.toBeNull();
  table.close();
  return summaries.map(({ id }) => id);
}

/** Advances the watchdog's clock until it reports. */
async function untilProblem(problems: readonly string[]): Promise<void> {
  while (problems.length === 0) await vi.advanceTimersByTimeAsync(30_000);
}

describe('the exchange log worker', () => {
  it('runs, responds and lets the process exit', async () => {
    const program = startProgram(20);
    await program.ended;
    expect(program.lines.slice(-3)).toEqual(['place disk', 'listed 20', 'closed']);
    expect(idsInFile()).toHaveLength(20);
  });

  it('loses nothing stored when the process is killed', async () => {
    const enough = depth(400, 80);
    const program = startProgram(100_000);
    program.onLine = () => {
      if (program.lines.length === enough) program.kill();
    };
    await program.ended;
    const kept = program.lines.filter((line) => line.startsWith('kept ')).map((line) => line.slice(5));
    const inFile = new Set(idsInFile());
    expect(kept.length).toBeGreaterThanOrEqual(enough);
    expect(kept.filter((id) => !inFile.has(id))).toEqual([]);
    // Beside those at most the drafts in flight.
    expect(inFile.size - kept.length).toBeLessThanOrEqual(20);
  });

  it.skipIf(process.platform === 'win32')('continues in memory when the disk is full', async () => {
    const program = startProgram(200, 4000);
    await program.ended;
    expect(program.lines.filter((line) => line.startsWith('problem'))).toEqual(['problem log_unwritable']);
    expect(program.lines.filter((line) => line.startsWith('kept'))).toHaveLength(200);
    expect(program.lines.slice(-3)).toEqual(['place memory', 'listed 200', 'closed']);
    const inFile = idsInFile();
    expect(inFile.length).toBeGreaterThan(5);
    expect(inFile.length).toBeLessThan(200);
  });

  it.skipIf(process.platform === 'win32')('is not awaited while its disk hangs, and continues afterwards', async () => {
    const file = join(folder, 'exchanges.db');
    const { blocked, fifo } = blockedWorker();
    // The watchdog's clock must not expire while a slow machine works.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const log = createExchangeLog({
      start: createLogWorkerStart(blocked),
      file,
      settings: createSettingsStore({ dataFolder: folder }),
    });
    const problems: string[] = [];
    log.onProblem(({ code }) => problems.push(code));
    log.put(
      recordedExchange({ summary: summary({ id: 'a', startedAt: Date.now() }) }, { body: '{"content":"early"}' }),
    );
    const [listed] = await Promise.allSettled([log.list(), untilProblem(problems)]);
    expect(listed).toMatchObject({ reason: { code: 'log_stuck' } });
    log.put(
      recordedExchange({ summary: summary({ id: 'b', startedAt: Date.now() + 1 }) }, { body: '{"content":"late"}' }),
    );
    await expect(log.get('a')).rejects.toMatchObject({ code: 'log_stuck' });
    await expect(log.usage()).rejects.toMatchObject({ code: 'log_stuck' });
    expect(problems).toEqual(['log_stuck']);

    const kept = new Promise<void>((resolve) => {
      log.onChange(({ id }) => id === 'b' && resolve());
    });
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    await kept;
    closeSync(reader);
    expect((await log.list()).map(({ id }) => id)).toEqual(['b', 'a']);
    expect((await log.get('a'))?.clientRequest.body).toContain('early');
    expect(await log.usage()).toMatchObject({ storage: 'disk', problem: null });
    expect(problems).toEqual(['log_stuck']);
    await log.close();
    expect(idsInFile()).toEqual(['b', 'a']);
  });

  it.skipIf(process.platform === 'win32')('does not keep the process alive while its disk hangs', async () => {
    const program = startProgram(3, null, [300, 100], blockedWorker().blocked);
    program.onLine = (line) => {
      if (line === 'problem log_stuck') program.kill('SIGTERM');
    };
    await program.ended;
    expect(program.lines).toEqual(['problem log_stuck', 'closed']);
  });

  it('redacts byte bodies without changing the caller’s', async () => {
    const log = createExchangeLog({
      start: createLogWorkerStart(worker),
      file: join(folder, 'exchanges.db'),
      settings: createSettingsStore({ dataFolder: folder }),
    });
    const kept = new Promise<void>((resolve) => {
      log.onChange(() => resolve());
    });
    const bytes = Buffer.from(JSON.stringify({ content: 'sk-ant-api03-CANARY-0123456789 '.repeat(1000) }));
    log.put(recordedExchange({ summary: summary({ id: 'a', startedAt: Date.now() }) }, { body: bytes }));
    await kept;
    const body = (await log.get('a'))?.clientRequest.body ?? '';
    expect(body).toHaveLength(bytes.toString().replaceAll('CANARY-0123456789', '…6789').length);
    expect(bytes.toString()).toContain('CANARY');
    await log.close();
  });

  it('without its program is replaced by an in-memory log', async () => {
    const log = createExchangeLog({
      start: createLogWorkerStart(join(built, 'no-such-file.js')),
      file: join(folder, 'exchanges.db'),
      settings: createSettingsStore({ dataFolder: folder }),
    });
    const problem = new Promise<string>((resolve) => {
      log.onProblem(({ code }) => resolve(code));
    });
    log.put(recordedExchange({ summary: summary({ id: 'a' }) }));
    expect(await problem).toBe('log_stopped');
    expect((await log.list()).map(({ id }) => id)).toEqual(['a']);
    await log.close();
  });
});
