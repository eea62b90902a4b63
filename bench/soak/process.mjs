/** A process that is watched while it works: started, read from /proc, ended. Linux only. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Watched
 * @property {string} line the first line it wrote
 * @property {() => number} memory resident, in megabytes
 * @property {() => number} handles open files and sockets
 * @property {() => Promise<void>} end
 */

/** @param {string[]} args @param {NodeJS.ProcessEnv} [environment] @returns {Promise<Watched>} */
export async function startWatched(args, environment = {}) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const folder = `/proc/${child.pid}`;
  return {
    line: String(line),
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    handles: () => readdirSync(`${folder}/fd`).length,
    async end() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
