// Where things are: every script names folders through here.

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of the repository. */
export const root = resolve(import.meta.dirname, '../../..');

/** What the build makes: the four bundles and the window. */
export const out = join(root, 'out');

/** What packaging makes. */
export const dist = join(root, 'dist');

/** Machine-readable reports of test runs. */
export const reports = join(root, 'test-results', 'reports');

/** Things fetched once per machine and shared between checkouts. */
export const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dragoman');

/**
 * The program of an installed package, to be run with Node (no shell, so it works the same everywhere).
 * @param {string} name package name
 * @param {string} file path inside the package
 */
export function packageFile(name, file) {
  return join(root, 'node_modules', name, file);
}
