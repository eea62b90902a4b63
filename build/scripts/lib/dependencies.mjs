// Installs node_modules as locked in package-lock.json, if needed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { duration, say } from './say.mjs';

/**
 * Installs the locked dependencies when they are missing or another version. Throws when npm fails.
 * @returns {Promise<void>}
 */
export async function ensureDependencies() {
  const reason = whyInstall(readLock('package-lock.json'), readLock('node_modules/.package-lock.json'));
  if (reason === null) return;
  const started = Date.now();
  say(`Installing the locked dependencies (${reason}) …`);
  // Electron requires a newer Node to *install* only; it runs with its own, so the warning is suppressed.
  const result = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (result.code !== 0) throw new Error(`npm ci failed (exit code ${result.code})\n${result.text}`);
  say(`Installed in ${duration(Date.now() - started)}.`);
}

/**
 * Runs npm, preferably the one that started us.
 * @param {readonly string[]} args
 * @param {import('./run.mjs').RunOptions} [options]
 */
export function npm(args, options) {
  const npmScript = process.env['npm_execpath'];
  if (npmScript?.endsWith('.js')) return run(process.execPath, [npmScript, ...args], options);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

/**
 * @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} LockedPackages
 */

/**
 * Compares the lock file with npm's record of installed packages. Optional packages are those of other platforms.
 * @param {LockedPackages | null} locked
 * @param {LockedPackages | null} installed
 * @returns {string | null} why an installation is needed, or null
 */
export function whyInstall(locked, installed) {
  if (installed === null) return 'none are installed';
  for (const [path, entry] of Object.entries(locked ?? {})) {
    if (path === '') continue;
    const present = installed[path];
    if (present === undefined && (entry.optional || entry.devOptional)) continue;
    if (present?.version !== entry.version) return `${path.replace('node_modules/', '')} is not the locked version`;
  }
  return null;
}

/**
 * @param {string} file
 * @returns {LockedPackages | null}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return null;
  }
}
