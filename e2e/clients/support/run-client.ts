/** Runs a client in its folder with a timeout, after which its process group is killed. */

import { spawn } from 'node:child_process';
import { environmentOf, type ClientFolder } from './client-folder.ts';
import type { Command } from './client-recipe.ts';

export interface Ran {
  /** Null when it was killed. */
  readonly code: number | null;
  /** Standard output and standard error in order, without terminal escape codes. */
  readonly output: string;
}

const limitMs = 180_000;

export function runClient(folder: ClientFolder, { program, parameters, environment }: Command): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: folder.work,
      env: { ...environmentOf(folder), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const endGroup = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // All of it has ended.
      }
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endGroup();
    }, limitMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      // Leftover child processes would keep its output open.
      endGroup();
    });
    child.once('close', (code) => resolve({ code: late ? null : code, output: withoutTerminalCodes(output) }));
  });
}

const escape = String.fromCodePoint(27);
const terminalCode = new RegExp(`${escape}\\[[0-9;?]*[A-Za-z]`, 'g');
const withoutTerminalCodes = (text: string): string => text.replaceAll(terminalCode, '');
