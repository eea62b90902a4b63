// A mutex: a lock file with the owner's process id, taken over when the owner has exited.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `action` while holding the lock.
 * @template Result
 * @param {string} path the lock file
 * @param {() => Promise<Result>} action
 * @param {number} [timeoutMs] timeout for another owner
 * @returns {Promise<Result>}
 */
export async function withLock(path, action, timeoutMs = 600_000) {
  mkdirSync(dirname(path), { recursive: true });
  const giveUpAt = Date.now() + timeoutMs;
  while (!take(path)) {
    if (Date.now() > giveUpAt) throw new Error(`another process holds ${path} for too long; delete it if none runs`);
    await sleep(100);
  }
  try {
    return await action();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!ownerIsAlive(path)) rmSync(path, { force: true });
    return false;
  }
}

/** @param {string} path */
function ownerIsAlive(path) {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    // A file just created and not yet written reads as 0: counts as alive.
    if (owner === 0) return true;
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
