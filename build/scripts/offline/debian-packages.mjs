// The system packages that a real Electron, a virtual display and a real keyring need on Debian and its relatives.

import { existsSync } from 'node:fs';
import { run } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';

const names = [
  'xvfb',
  'dbus-daemon',
  'dbus-x11',
  'gnome-keyring',
  'libsecret-1-0',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'fonts-dejavu-core',
];

/** Newer releases renamed some libraries when their time type grew. */
const renamed = (/** @type {string} */ name) => `${name}t64`;

/**
 * Checks the system packages of the journeys. Installs missing ones as root on Debian.
 * @returns {Promise<string | null>} why packages are missing and the command to install them, or null
 */
export async function ensureDebianPackages() {
  if (process.platform !== 'linux') return null;
  if (!existsSync('/usr/bin/dpkg-query')) {
    if (existsSync('/usr/bin/Xvfb') && existsSync('/usr/bin/gnome-keyring-daemon')) return null;
    return `not a Debian system, and Xvfb or gnome-keyring-daemon is missing; install what provides: ${names.join(' ')}`;
  }
  const missing = await missingPackages();
  if (missing.length === 0) return null;
  const command = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) return `missing: ${missing.join(', ')}. Run: ${command}`;
  return install(missing);
}

/** @returns {Promise<string[]>} */
async function missingPackages() {
  // It exits with 1 for unknown names but prints the known ones.
  const known = await run('dpkg-query', [
    '-W',
    '-f',
    '${Package} ${db:Status-Status}\\n',
    ...names,
    ...names.map(renamed),
  ]);
  const installed = new Set(
    known.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name) && !installed.has(renamed(name)));
}

/**
 * @param {string[]} missing
 * @returns {Promise<string | null>}
 */
async function install(missing) {
  say(`Installing Debian packages: ${missing.join(' ')} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-q'], { env, limit: 300 });
  if (update.code !== 0) return `apt-get update failed (no network?)\n${lastLines(update.text)}`;
  const chosen = await Promise.all(missing.map(nameHere));
  const options = ['install', '-y', '-q', '--no-install-recommends'];
  const result = await run('apt-get', [...options, ...chosen], { env, limit: 900 });
  return result.code === 0 ? null : `apt-get install ${chosen.join(' ')} failed\n${lastLines(result.text)}`;
}

/** @param {string} name */
async function nameHere(name) {
  const shown = await run('apt-cache', ['show', '--no-all-versions', renamed(name)]);
  return shown.code === 0 && shown.stdout.includes('Package:') ? renamed(name) : name;
}

/** @param {string} text */
function lastLines(text) {
  return text.trim().split('\n').slice(-8).join('\n');
}
