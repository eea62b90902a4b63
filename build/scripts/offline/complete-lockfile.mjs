// Adds to package-lock.json what npm leaves out when a registry does not carry a package's builds for other platforms: without
// those entries `npm ci` fails everywhere, and people on other platforms get no build at all. Run after adding a dependency:
// `node build/scripts/offline/complete-lockfile.mjs`.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { missingPlatformPackages, platformOf } from './lockfile.mjs';
import { runMain, say } from '../lib/say.mjs';

await runMain(async () => {
  const file = join(root, 'package-lock.json');
  /** @type {import('./lockfile.mjs').Lockfile} */
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingPlatformPackages(lock);
  for (const { name, version, parent } of missing) {
    const platform = platformOf(name);
    if (platform === null) throw new Error(`${name} (of ${parent}) is not locked, and its name tells no platform`);
    const dev = lock.packages[`node_modules/${parent}`]?.dev === true ? { dev: true } : {};
    lock.packages[`node_modules/${name}`] = { version, ...platform, ...dev, optional: true };
  }
  const sorted = Object.entries(lock.packages).toSorted(([left], [right]) => left.localeCompare(right, 'en'));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  say(`${missing.length} platform packages added to the lock file.`);
});
