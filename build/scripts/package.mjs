// Packs the app. `npm run package` makes dist/linux-unpacked (or this system's counterpart), `-- --installers` the
// installers, `-- --test` the package for journeys.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildOut } from './build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { dist, root } from './lib/paths.mjs';
import { duration, runMain, say } from './lib/say.mjs';
import { dropStamp, fingerprint, readStamp, writeStamp } from './lib/stamp.mjs';
import { runTool } from './lib/tools.mjs';
import { resolveRuntime } from './runtime.mjs';

const sources = ['out', 'LICENSE', 'package.json', 'build/electron-builder.yml', 'build/fuses.mjs', 'build/icons'];

/**
 * @typedef {object} PackageOptions
 * @property {import('./runtime.mjs').Runtime} runtime
 * @property {boolean} [forTests] leave on the one fuse that tests need, and pack into dist/test
 * @property {boolean} [installers] make this system's installers instead of the unpacked folder
 */

/**
 * Packages out/, unless the test package is up to date.
 * @param {PackageOptions} options
 * @returns {Promise<string>} path of the program in the unpacked folder
 */
export async function packageApp({ runtime, forTests = false, installers = false }) {
  if (installers && runtime.source === 'substitute') {
    throw new Error(`Electron ${runtime.version} here is a substitute for testing; installers need the official one.`);
  }
  const target = forTests ? join(dist, 'test') : dist;
  const program = programIn(target);
  const stampFile = join(target, '.stamp');
  const stamp = `${fingerprint(sources)} ${runtime.folder}`;
  if (forTests && existsSync(program) && readStamp(stampFile) === stamp) return program;

  const started = Date.now();
  dropStamp(stampFile);
  const result = await runTool(
    ['electron-builder', 'electron-builder'],
    [
      ...(installers ? [] : ['--dir']),
      '--publish=never',
      '--config=build/electron-builder.yml',
      `-c.directories.output=${target}`,
      `-c.electronDist=${runtime.folder}`,
      `-c.electronVersion=${runtime.version}`,
    ],
    {
      env: { DRAGOMAN_PACKAGE_FOR_TESTS: forTests ? '1' : undefined },
      limit: 1200,
      output: installers ? 'pass' : 'keep',
    },
  );
  if (result.code !== 0 || !existsSync(program)) throw new Error(`packaging failed\n${result.text}`);
  if (forTests) writeStamp(stampFile, stamp);
  say(`Packed in ${duration(Date.now() - started)}: ${program}`);
  return program;
}

/** @param {string} target */
function programIn(target) {
  const arm = process.arch === 'arm64' ? '-arm64' : '';
  if (process.platform === 'darwin') return join(target, `mac${arm}`, 'Dragoman.app/Contents/MacOS/Dragoman');
  if (process.platform === 'win32') return join(target, `win${arm}-unpacked`, 'Dragoman.exe');
  return join(target, `linux${arm}-unpacked`, 'dragoman');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    process.chdir(root);
    await ensureDependencies();
    await buildOut();
    const runtime = await resolveRuntime();
    await packageApp({
      runtime,
      forTests: process.argv.includes('--test'),
      installers: process.argv.includes('--installers'),
    });
  });
}
