import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exchange } from '#shared/exchange/__fixtures__/exchanges.ts';
import { writeExport } from './export-file.ts';

it('an export deletes the unfinished file of one that was killed, and no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-abandoned-'));
  const abandoned = '.dragoman-0b0e4a52-3a7c-4d0e-9a4e-0d1c2b3a4f5e.part';
  const running = '.dragoman-1b0e4a52-3a7c-4d0e-9a4e-0d1c2b3a4f5e.part';
  const foreign = ['.0b0e4a52-3a7c-4d0e-9a4e-0d1c2b3a4f5e.part', '.dragoman-notes.part', 'dragoman.part'];
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  for (const name of [abandoned, running, ...foreign]) {
    writeFileSync(join(folder, name), '{');
    if (name !== running) utimesSync(join(folder, name), longAgo, longAgo);
  }
  const har = { version: '0', origin: 'http://127.0.0.1:9080' };
  const options = { format: 'jsonl' as const, ids: ['a'], get: async () => exchange(), har };
  expect(await writeExport(join(folder, 'out.jsonl'), options)).toBe(1);
  expect(readdirSync(folder).toSorted()).toEqual([running, ...foreign, 'out.jsonl'].toSorted());
  rmSync(folder, { recursive: true });
});
