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

/** npm's messages for an unreachable registry, as opposed to a broken package. */
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
 * @property {string[]} outOfReach clients that could not be fetched because the registry did not respond
 * @property {Record<string, string>} broken by client, npm's message
 */

/**
 * Installs missing clients into the cache and deletes versions that are no longer pinned.
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
    const target = join(folder, `${name}@${fingerprint(packages)}`);
    if (existsSync(target)) {
      result.folders[name] = target;
      continue;
    }
    // One timeout of the registry is enough.
    const complaint = result.outOfReach.length > 0 ? 'ENOTFOUND' : await install(name, packages, target);
    if (complaint === null) result.folders[name] = target;
    else if (unreachable.test(complaint)) result.outOfReach.push(name);
    else result.broken[name] = complaint;
  }
  return result;
}

/**
 * @param {string} name
 * @param {Packages} packages
 * @param {string} target
 * @returns {Promise<string | null>} npm's message on failure
 */
async function install(name, packages, target) {
  const started = Date.now();
  const list = Object.entries(packages).map(([id, version]) => `${id}@${version}`);
  say(`Fetching ${list.join(', ')} …`);
  const work = mkdtempSync(join(folder, '.fetch-'));
  try {
    writeFileSync(
      join(work, 'package.json'),
      JSON.stringify({ private: true, type: 'module', dependencies: packages }),
    );
    // Install scripts are disabled; packages with their own binary are started by it.
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
    const retryOptions = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];
    const { code, text } = await npm(['install', ...flags, ...retryOptions], { cwd: work, limit: 900 });
    if (code !== 0) return code === 124 ? `ETIMEDOUT\n${text}` : text;
    for (const old of readdirSync(folder)) {
      if (old.startsWith(`${name}@`)) rmSync(join(folder, old), { recursive: true, force: true });
    }
    // Renamed last, so that an existing folder is complete.
    renameSync(work, target);
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
