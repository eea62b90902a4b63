import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HELP } from '#electron/cli/command-line.ts';
import { readSources, root } from './architecture.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Between the start script and the program. */
const INTERNAL = new Set(['DRAGOMAN_DEMO_FIRST']);

it('README and --help name every option of the program', () => {
  const options = new Set(
    readSources(['electron/cli'])
      .filter(({ path }) => path.endsWith('command-line.ts'))
      .flatMap(({ text }) => [...text.matchAll(/^\s+'?([\w-]+)'?: \{ type: '(?:string|boolean)'/gm)])
      .map(([, name]) => `--${String(name)}`),
  );
  expect(options.size).toBeGreaterThan(7);
  expect([...options].filter((option) => !HELP.includes(option))).toEqual([]);
  expect([...options].filter((option) => !readme.includes(option))).toEqual([]);
});

it('README names every environment variable that the program reads', () => {
  const sources = readSources(['electron', 'shared']).filter(
    ({ path }) => !/\.test\.ts$|\/__fixtures__\//.test(path) && !path.endsWith('-recipes.ts'),
  );
  const names = new Set(
    sources
      .flatMap(({ text }) => [...text.matchAll(/['"`](DRAGOMAN_[A-Z_]+|ANTHROPIC_API_KEY)['"`]/g)])
      .map(([, name]) => name ?? ''),
  );
  expect([...names]).toEqual(expect.arrayContaining(['DRAGOMAN_SHOW_PAIR', 'ANTHROPIC_API_KEY']));
  expect([...names].filter((name) => !INTERNAL.has(name) && !readme.includes(name))).toEqual([]);
});
