/** Waits for a program and all its children. */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 20;

/**
 * Waits for the end of `main` and of the processes of its group, which outlive it for a moment and write into its folders until then.
 * Other systems than Linux have no list of them to look at; there it is the end of `main` alone.
 */
export async function familyEnded(main: ChildProcess): Promise<void> {
  if (main.exitCode === null && main.signalCode === null) await once(main, 'exit');
  while (process.platform === 'linux' && isAnyAlive(main.pid)) await pause(LOOK_AGAIN_MS);
}

/** Whether a process of the group is more than an entry in the table of processes, waiting for its parent to ask how it ended. */
function isAnyAlive(group: number | undefined): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    const { state, group: its } = processState(name);
    return its === group && state !== 'Z' && state !== 'X';
  });
}

function processState(pid: string): { readonly state: string; readonly group: number } {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return { state: 'X', group: 0 };
  }
  // The program's name is in parentheses and may contain spaces: `PID (NAME) STATE PARENT GROUP …`.
  const [state = 'X', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, group: Number(group) };
}
