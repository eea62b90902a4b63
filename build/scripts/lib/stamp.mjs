// Detects changed sources of a build product by their names, sizes and times.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/**
 * The fingerprint of some files and folders. Missing files count too: their creation is a change.
 * @param {readonly string[]} sources from the root of the repository
 * @param {(path: string) => boolean} [matters] false for files that do not affect the product
 */
export function fingerprint(sources, matters = () => true) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const path of filesUnder(source)) {
      if (!matters(path)) continue;
      const { size, mtimeMs } = statSync(join(root, path));
      hash.update(`${path} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} source
 * @returns {string[]} paths from the root, sorted
 */
function filesUnder(source) {
  const info = statSync(join(root, source), { throwIfNoEntry: false });
  if (info === undefined) return [];
  if (!info.isDirectory()) return [source];
  return readdirSync(join(root, source))
    .toSorted()
    .flatMap((name) => filesUnder(`${source}/${name}`));
}

/** @param {string} file */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/**
 * @param {string} file
 * @param {string} stamp
 */
export function writeStamp(file, stamp) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stamp);
}

/** @param {string} file */
export function dropStamp(file) {
  rmSync(file, { force: true });
}
