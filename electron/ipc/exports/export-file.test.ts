import {
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { harOf } from '#shared/exchange/export/har.ts';
import { exchange as madeExchange, side } from '#shared/exchange/__fixtures__/exchanges.ts';
import { isImported } from '#shared/exchange/imported.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { writeExport, type ExportFormat } from './export-file.ts';
import { createImports } from '#electron/imports/imports.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SECRET = 'correct-horse-battery-staple';
const kept = new Map(['one', 'two', 'three'].map((id, index) => [id, exchange(id, index)]));
const har = { version: '9.9.9', origin: 'http://127.0.0.1:9080', known: [SECRET] };

function exchange(id: string, startedAt: number): Exchange {
  const made = madeExchange();
  return {
    ...made,
    summary: { ...made.summary, id, startedAt },
    clientRequest: { ...made.clientRequest, body: JSON.stringify({ model: 'gpt-4', user: SECRET }) },
  };
}

async function write(file: string, format: ExportFormat, ids: readonly string[]): Promise<number> {
  return await writeExport(file, { format, ids, get: async (id) => kept.get(id) ?? null, har });
}

describe('an exported file', () => {
  test.each<ExportFormat>(['har', 'jsonl'])(
    '%s: only its owner can read it, and no secret is in it',
    async (format) => {
      const file = join(folder, `x.${format}`);
      expect(await write(file, format, ['one', 'gone', 'two'])).toBe(2);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
      expect(readdirSync(folder)).toEqual([`x.${format}`]);
    },
  );

  test('an archive has both sides of every exchange', async () => {
    const file = join(folder, 'x.har');
    await write(file, 'har', ['one', 'two']);
    const expected = harOf([exchange('one', 0), exchange('two', 1)], har);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  test.each([true, false])('is written to the target of a symbolic link; the file exists: %s', async (exists) => {
    const [file, target] = [join(folder, 'x.jsonl'), join(folder, 'elsewhere', 'real.jsonl')];
    mkdirSync(join(folder, 'elsewhere'));
    if (exists) writeFileSync(target, 'old', { mode: 0o644 });
    symlinkSync(join('elsewhere', 'real.jsonl'), file);
    expect(await write(file, 'jsonl', ['one'])).toBe(1);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toContain('"one"');
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['real.jsonl']);
  });

  test.each([
    ['a device', '/dev/null', 'it is a device or a pipe, not a file'],
    ['a folder', '.', 'there is a folder of that name'],
    ['itself', 'x.jsonl', 'it is a link that leads in a circle'],
    ['a folder that is not there', join('nowhere', 'x'), 'the folder is not there'],
  ])('a link to %s is refused with the reason', async (_what, target, reason) => {
    const file = join(folder, 'x.jsonl');
    symlinkSync(target, file);
    await expect(write(file, 'jsonl', ['one'])).rejects.toMatchObject({
      code: 'export_failed',
      message: `The file could not be written: ${reason}.`,
    });
    expect(readdirSync(folder)).toEqual(['x.jsonl']);
  });

  test.runIf(process.getuid?.() === 0)('a link of another user is refused', async () => {
    const [file, target] = [join(folder, 'x.jsonl'), join(folder, 'mine')];
    writeFileSync(target, 'mine');
    symlinkSync(target, file);
    lchownSync(file, 12_345, 12_345);
    await expect(write(file, 'jsonl', ['one'])).rejects.toThrow('belongs to somebody else');
    expect(readFileSync(target, 'utf8')).toBe('mine');
  });

  test('a file readable by others is replaced by one with mode 0600', async () => {
    const file = join(folder, 'x.jsonl');
    writeFileSync(file, 'old', { mode: 0o644 });
    await write(file, 'jsonl', ['one']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a failed export is reported and leaves no file behind', async () => {
    mkdirSync(join(folder, 'x.jsonl'));
    await expect(write(join(folder, 'x.jsonl'), 'jsonl', ['one'])).rejects.toMatchObject({ code: 'export_failed' });
    await expect(write(join(folder, 'none', 'x.jsonl'), 'jsonl', ['one'])).rejects.toThrow('the folder is not there');
    expect(readdirSync(folder)).toEqual(['x.jsonl']);
  });
});

describe('an imported file', () => {
  test('has the same exchanges, marked as imported, oldest first', async () => {
    const file = join(folder, 'x.jsonl');
    await write(file, 'jsonl', ['three', 'one']);
    const imports = createImports();
    const { name, summaries, problem } = await imports.open(file);
    expect([name, problem, summaries.map(({ startedAt }) => startedAt)]).toEqual(['x.jsonl', null, [0, 2]]);
    expect(summaries.every(({ id }) => isImported(id))).toBe(true);
    const [first] = summaries;
    expect(imports.get(first?.id ?? '')?.notes).toEqual(kept.get('one')?.notes);
    imports.close();
    expect(imports.get(first?.id ?? '')).toBeNull();
  });

  test('a duplicate id stays two exchanges', async () => {
    const file = join(folder, 'x.jsonl');
    await write(file, 'jsonl', ['one', 'one']);
    const { summaries } = await createImports().open(file);
    expect(new Set(summaries.map(({ id }) => id)).size).toBe(2);
  });

  test('an invalid line is reported, the others are read', async () => {
    const file = join(folder, 'x.jsonl');
    await write(file, 'jsonl', ['one']);
    writeFileSync(file, `nonsense\n${readFileSync(file, 'utf8')}{"summary":`);
    const { summaries, problem } = await createImports().open(file);
    expect(summaries).toHaveLength(1);
    expect(problem).toContain('Line 1');
  });

  test('a file above the size limit is read up to it', async () => {
    const file = join(folder, 'x.jsonl');
    const line = (await write(file, 'jsonl', ['one']), readFileSync(file, 'utf8'));
    writeFileSync(file, line.repeat(200));
    const { summaries, problem } = await createImports(undefined, line.length * 150).open(file);
    expect(summaries.length).toBeGreaterThan(0);
    expect(summaries.length).toBeLessThan(200);
    expect(problem).toContain('too large');
  });

  test('an empty file is refused, and the open import stays', async () => {
    const file = join(folder, 'x.jsonl');
    await write(file, 'jsonl', ['one']);
    const imports = createImports();
    const { summaries } = await imports.open(file);
    writeFileSync(file, 'hello');
    await expect(imports.open(file)).rejects.toMatchObject({ code: 'import_failed' });
    await expect(imports.open(join(folder, 'none'))).rejects.toMatchObject({ code: 'import_failed' });
    expect(imports.get(summaries[0]?.id ?? '')).not.toBeNull();
  });

  test('is searched for text in bodies, also within words', async () => {
    const file = join(folder, 'x.jsonl');
    await writeExport(file, {
      format: 'jsonl',
      ids: ['needle', 'other', 'needles'],
      get: async (id) => ({ ...exchange(id, 0), clientRequest: side({ body: JSON.stringify({ said: id }) }) }),
      har,
    });
    const imports = createImports();
    const [first, , third] = (await imports.open(file)).summaries;
    expect(await imports.search('EEDL')).toEqual([first?.id, third?.id]);
    expect(await imports.search('nothing of it')).toEqual([]);
    imports.close();
    expect(await imports.search('needle')).toEqual([]);
  });
});
