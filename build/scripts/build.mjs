// Builds the bundles and the window into out/, unless their sources are unchanged.
// `npm run build`; `-- --force` always builds.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './lib/dependencies.mjs';
import { withLock } from './lib/lock.mjs';
import { out, root } from './lib/paths.mjs';
import { runMain, duration, say } from './lib/say.mjs';
import { dropStamp, fingerprint, readStamp, writeStamp } from './lib/stamp.mjs';

const configs = ['main', 'preload', 'headless', 'keychain-worker', 'exchange-worker', 'import-worker', 'renderer'];

const sources = [
  'electron',
  'shared',
  'renderer',
  'package.json',
  'package-lock.json',
  'build/node-bundle.ts',
  ...configs.map((name) => `build/vite.${name}.config.ts`),
];

const stampFile = join(out, '.stamp');

/**
 * Brings out/ up to date. Safe for concurrent processes.
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether anything was built
 */
export async function buildOut({ force = false } = {}) {
  const stamp = fingerprint(sources, isSource);
  if (!force && readStamp(stampFile) === stamp) return false;
  return withLock(join(root, 'node_modules/.dragoman-build.lock'), async () => {
    if (!force && readStamp(stampFile) === stamp) return false;
    const started = Date.now();
    dropStamp(stampFile);
    const { build } = await import('vite');
    for (const name of configs) {
      const configFile = join(root, `build/vite.${name}.config.ts`);
      await build({ configFile, mode: 'production', logLevel: 'warn' });
    }
    writeStamp(stampFile, stamp);
    say(`Built in ${duration(Date.now() - started)}.`);
    return true;
  });
}

/** @param {string} path */
function isSource(path) {
  return !/\.test\.tsx?$|\/testing\/|\/__fixtures__\/|tsconfig[^/]*\.json$/.test(path);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    await ensureDependencies();
    const built = await buildOut({ force: process.argv.includes('--force') });
    if (!built) say('out/ is up to date.');
  });
}
