/** Starts a child process and reads its memory, handles and CPU time from /proc. Linux only. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Watched
 * @property {string} line the first line it wrote
 * @property {() => number} memory resident, in megabytes
 * @property {() => number} peakMemory largest resident size since the start or the last `resetPeak`, in megabytes
 * @property {() => void} resetPeak
 * @property {() => boolean} running
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
    memory: () => readMegabytes(folder, 'VmRSS'),
    peakMemory: () => readMegabytes(folder, 'VmHWM'),
    // Writing 5 resets the largest resident size to the current one, see proc(5).
    resetPeak: () => writeFileSync(`${folder}/clear_refs`, '5'),
    running: () => child.exitCode === null && child.signalCode === null,
    handles: () => readdirSync(`${folder}/fd`).length,
    mainThread: () => readProcessorMs(`${folder}/task/${child.pid}/stat`),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** @param {string} folder of the process under /proc @param {'VmRSS' | 'VmHWM'} field of its `status`, see proc(5) */
function readMegabytes(folder, field) {
  const status = readFileSync(`${folder}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
}

/** Linux counts processor time in ticks of 10 ms. @param {string} file a `stat` of /proc, see proc(5) */
function readProcessorMs(file) {
  // The second field is the name in brackets, which may hold blanks.
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
