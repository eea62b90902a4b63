// The paths of all scripts.

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The repository's root. */
export const root = resolve(import.meta.dirname, '../../..');

/** Build output: the bundles and the window. */
export const out = join(root, 'out');

/** Packaging output. */
export const dist = join(root, 'dist');

/** Machine-readable reports of test runs. */
export const reports = join(root, 'test-results', 'reports');

/** Download cache, shared between checkouts. */
export const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dragoman');

/**
 * The program of an installed package, to be run with Node (no shell, so it works the same everywhere).
 * @param {string} name package name
 * @param {string} file path inside the package
 */
export function packageFile(name, file) {
  return join(root, 'node_modules', name, file);
}
