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
 * @property {() => number} mainThread milliseconds of processor that its main thread has used, in steps of 10
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
    mainThread: () => readProcessorMs(`${folder}/task/${child.pid}/stat`),
    async end() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Linux counts processor time in ticks of 10 ms. @param {string} file a `stat` of /proc, see proc(5) */
function readProcessorMs(file) {
  // The second field is the name in brackets, which may hold blanks.
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
