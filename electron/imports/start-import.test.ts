import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchange, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { toJsonLine } from '#shared/exchange/export/jsonl.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { readImport } from './read-import.ts';
import { createImportReader } from './start-import.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dragoman-import-'));
const worker = join(folder, 'import-worker.mjs');

beforeAll(async () => {
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: 'electron/imports/import-worker.ts',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'import-worker.mjs', codeSplitting: false } },
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(text: string | Buffer): string {
  const file = join(folder, 'opened.jsonl');
  writeFileSync(file, text);
  return file;
}

const line = (id: string): string => toJsonLine(exchange({ summary: summary({ id }) }));

describe.each([
  ['in this thread', readImport],
  ['in a thread of its own', createImportReader(worker)],
])('an imported file read %s', (_where, read) => {
  async function open(file: string, maxCharacters = 1_000_000): Promise<{ ids: string[]; problem: string | null }> {
    const found: Exchange[] = [];
    const problem = await read(file, maxCharacters, (one) => void found.push(one));
    return { ids: found.map((one) => one.summary.id), problem };
  }

  test('returns its exchanges in order', async () => {
    expect(await open(fileOf(line('a') + line('b')))).toEqual({ ids: ['a', 'b'], problem: null });
  });

  test('reports unreadable lines', async () => {
    const { ids, problem } = await open(fileOf(`x\n${line('a')}y\n`));
    expect(ids).toEqual(['a']);
    expect(problem).toBe(
      'Line 1: This line is not JSON (column 1: this is no value: texts need double quotes). 1 more lines could not be read either.',
    );
  });

  test.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 BE', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('is read as %s with CRLF', async (_name, encode) => {
    const text = (line('ä') + line('b')).replaceAll('\n', '\r\n');
    expect(await open(fileOf(encode(text)))).toEqual({ ids: ['ä', 'b'], problem: null });
  });

  test.each(['{"log":{"version":"1.2","entries":[', '\uFEFF{\r\n  "log": {'])(
    'is refused as an archive: %j',
    async (text) => {
      await expect(open(fileOf(text))).rejects.toMatchObject({
        code: 'import_failed',
        message: expect.stringContaining('HTTP archive (HAR)'),
      });
    },
  );

  test('is refused in another format', async () => {
    const { ids, problem } = await open(fileOf('1\n'.repeat(400_000) + line('a')));
    expect(ids).toEqual([]);
    expect(problem).toContain('After 1000 such lines the rest of the file was not read.');
  });

  test('is read up to the memory limit', async () => {
    const { problem } = await open(fileOf(line('a').repeat(200)), 100);
    expect(problem).toContain('too large');
  });

  test('that does not exist is an error', async () => {
    await expect(open(join(folder, 'none'))).rejects.toMatchObject({
      code: 'import_failed',
      message: expect.stringContaining('not there'),
    });
  });
});

test('a thread that cannot start is an error', async () => {
  const read = createImportReader(join(folder, 'missing.mjs'));
  await expect(read(fileOf(line('a')), 1_000_000, () => undefined)).rejects.toMatchObject({ code: 'import_failed' });
});
