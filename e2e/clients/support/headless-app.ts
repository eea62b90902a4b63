/** The built headless mode as a child process, with the mock server as upstream. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../../out/headless.js');

export interface HeadlessApp {
  readonly port: number;
  /** Ends it with a signal. Rejects on a bad exit code or an unexpected error in its output. */
  close(): Promise<void>;
}

/** Resolves once it listens. */
export async function startHeadlessApp(): Promise<HeadlessApp> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'dragoman-headless-'));
  const child = spawn(process.execPath, [program, '--demo', '--port', '0', '--data-dir', dataFolder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: dataFolder },
  });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const port = await new Promise<number>((done, fail) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /listening on http:\/\/127\.0\.0\.1:(\d+)\/v1/.exec(said)?.[1];
      if (found !== undefined) done(Number(found));
    });
    void ended.then((code) =>
      fail(new Error(`Headless mode ended with ${String(code)} before it listened:\n${complaints}`)),
    );
  });
  return {
    port,
    async close() {
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(dataFolder, { recursive: true, force: true });
      if (code !== 0 || /\b(?:unexpected|uncaught|unhandled):/.test(complaints)) {
        throw new Error(`Headless mode ended with ${String(code)}:\n${complaints}`);
      }
    },
  };
}
