// Real clients from the package registry, each in a folder of its own in the cache, at exactly the pinned versions.

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { npm } from './dependencies.mjs';
import { cache, root } from './paths.mjs';
import { duration, say } from './say.mjs';

const folder = join(cache, 'clients');

/** What npm says when it was the way to the registry that failed, and not the package. */
const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ESOCKETTIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|npm error code E5\d\d/;

/** @typedef {Record<string, string>} Packages package name to version */

/** @returns {Record<string, Packages>} by the name of the client */
export function pinnedClients() {
  return JSON.parse(readFileSync(join(root, 'e2e/clients/pins.json'), 'utf8'));
}

/**
 * @typedef {object} Installed
 * @property {Record<string, string>} folders by client, the folder that holds its node_modules
 * @property {string[]} outOfReach clients that could not be fetched because the registry did not answer
 * @property {Record<string, string>} broken by client, what npm said
 */

/**
 * Brings clients into the cache, those that are not there yet. Versions that are no longer pinned are deleted.
 * @param {readonly string[]} names
 * @returns {Promise<Installed>}
 */
export async function installClients(names) {
  const pins = pinnedClients();
  mkdirSync(folder, { recursive: true });
  /** @type {Installed} */
  const result = { folders: {}, outOfReach: [], broken: {} };
  for (const name of names) {
    const packages = pins[name] ?? {};
    const place = join(folder, `${name}@${fingerprint(packages)}`);
    if (existsSync(place)) {
      result.folders[name] = place;
      continue;
    }
    // One wait for a silent registry is enough.
    const complaint = result.outOfReach.length > 0 ? 'ENOTFOUND' : await install(name, packages, place);
    if (complaint === null) result.folders[name] = place;
    else if (unreachable.test(complaint)) result.outOfReach.push(name);
    else result.broken[name] = complaint;
  }
  return result;
}

/**
 * @param {string} name
 * @param {Packages} packages
 * @param {string} place
 * @returns {Promise<string | null>} what npm said when it failed
 */
async function install(name, packages, place) {
  const started = Date.now();
  const list = Object.entries(packages).map(([id, version]) => `${id}@${version}`);
  say(`Fetching ${list.join(', ')} …`);
  const work = mkdtempSync(join(folder, '.fetch-'));
  try {
    writeFileSync(
      join(work, 'package.json'),
      JSON.stringify({ private: true, type: 'module', dependencies: packages }),
    );
    // No package runs anything while it is installed; what needs its own binary is started by that binary.
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
    const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];
    const { code, text } = await npm(['install', ...flags, ...patience], { cwd: work, limit: 900 });
    if (code !== 0) return code === 124 ? `ETIMEDOUT\n${text}` : text;
    for (const old of readdirSync(folder)) {
      if (old.startsWith(`${name}@`)) rmSync(join(folder, old), { recursive: true, force: true });
    }
    // The last step, so that a folder that is there is a whole one.
    renameSync(work, place);
    say(`Ready after ${duration(Date.now() - started)}.`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {Packages} packages */
function fingerprint(packages) {
  return createHash('sha256').update(JSON.stringify(packages)).digest('hex').slice(0, 12);
}
