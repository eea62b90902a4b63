import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const electron = resolve(import.meta.dirname, '..');

it('terminal-output.ts is the only file that writes to the terminal', () => {
  const sources = readdirSync(electron, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('__fixtures__'),
  );
  const printing = sources.filter((path) =>
    /\bstd(?:out|err)\s*\.\s*write\b|\bconsole\s*\.\s*\w+\(/.test(readFileSync(join(electron, path), 'utf8')),
  );
  expect(printing.map((path) => path.replaceAll('\\', '/'))).toEqual(['cli/terminal-output.ts']);
});
