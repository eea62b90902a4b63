/** Names the process that owns a port. Best effort with a timeout; no process is killed. */

import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { askHealth } from './health-probe.ts';

const COMMAND_TIMEOUT_MS = 2_000;
const HEALTH_TIMEOUT_MS = 500;

/** @returns `Dragoman`, `node (process 4711)`, or null when unknown */
export async function findPortOwner(
  port: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | null> {
  if (await isDragoman(port)) return 'another Dragoman';
  try {
    if (platform === 'linux') return await readProc(port);
    if (platform === 'darwin')
      return readLsof(await run('lsof', ['-nP', `-iTCP:${String(port)}`, '-sTCP:LISTEN', '-Fpc']));
    if (platform === 'win32') {
      const pid = readNetstat(await run('netstat', ['-ano', '-p', 'TCP']), port);
      if (pid === null) return null;
      return readTasklist(await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']), pid);
    }
  } catch {
    // The owner stays unknown.
  }
  return null;
}

async function isDragoman(port: number): Promise<boolean> {
  const text = await askHealth(port, { timeoutMs: HEALTH_TIMEOUT_MS });
  return text !== null && /"name":\s*"dragoman"/.test(text);
}

function run(command: string, parameters: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, parameters, { timeout: COMMAND_TIMEOUT_MS, windowsHide: true }, (error, output) => {
      if (error === null) resolve(output);
      else reject(error);
    });
  });
}

async function readProc(port: number): Promise<string | null> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return null;
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    // File descriptors of other users' processes are unreadable.
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode === undefined || !inodes.has(inode)) continue;
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
      return describe(name.trim(), pid);
    }
  }
  return null;
}

/** Inodes of the sockets listening on `port` in a table as `/proc/net/tcp` has it. */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(wanted) === true && columns[3] === '0A')
    .flatMap((columns) => columns[9] ?? []);
}

/** Output of `lsof -Fpc`: one field a line, `p` the process id, `c` the command. */
export function readLsof(output: string): string | null {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  return pid === undefined ? null : describe(/^c(.+)$/m.exec(output)?.[1] ?? '', pid);
}

/** The process id that listens on `port`, from `netstat -ano`. */
export function readNetstat(output: string, port: number): string | null {
  for (const line of output.split(/\r?\n/)) {
    const columns = line.trim().split(/\s+/);
    if (columns[0] !== 'TCP' || columns[1]?.endsWith(`:${String(port)}`) !== true) continue;
    // The state is translated on localised systems; a listener's foreign port is 0 everywhere.
    if (columns[2]?.endsWith(':0') === true) return columns.at(-1) ?? null;
  }
  return null;
}

/** First row of `tasklist /FO CSV /NH`. */
export function readTasklist(output: string, pid: string): string {
  return describe(/^"([^"]+)","\d+"/m.exec(output)?.[1] ?? '', pid);
}

function describe(name: string, pid: string): string {
  return name === '' ? `process ${pid}` : `${name} (process ${pid})`;
}
