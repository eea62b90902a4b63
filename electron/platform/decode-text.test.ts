import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeText, readTextChunks } from './decode-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'dragoman-decode-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const encodings: readonly (readonly [string, (text: string) => Buffer])[] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a mark', (text) => Buffer.from(`\uFEFF${text}`)],
  ['UTF-16 LE with a mark', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16 BE with a mark', (text) => utf16be(`\uFEFF${text}`)],
  ['UTF-16 LE without one', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16 BE without one', (text) => utf16be(text)],
];

async function readFile(bytes: Buffer): Promise<string> {
  const file = join(folder, 'text');
  writeFileSync(file, bytes);
  let text = '';
  for await (const chunk of readTextChunks(file)) text += chunk;
  return text;
}

describe.each(encodings)('%s', (_name, encode) => {
  test('property: any JSON is decoded, as a whole and in chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'grapheme' }), async (value) => {
        const text = JSON.stringify({ value });
        expect(decodeText(encode(text))).toBe(text);
        expect(await readFile(encode(text))).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  test('a character that two chunks share is whole', async () => {
    // Chunks of a read stream have 64 KiB.
    const text = `{"a": "${'äé🔑'.repeat(30_000)}"}`;
    expect(await readFile(encode(text))).toBe(text);
  });
});

test('bytes that are no UTF-8 are Latin-1', () => {
  expect(decodeText(Buffer.from([0x7b, 0xe4, 0xfc, 0x7d]))).toBe('{äü}');
});

test.each([[[]], [[0x7b]], [[0x7b, 0x7d]]])('the bytes %j are enough', async (bytes) => {
  expect(await readFile(Buffer.from(bytes))).toBe(Buffer.from(bytes).toString());
});
