// Runs child processes with a hard time limit, captured or forwarded output, and termination of the whole process group.

import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/** Delay between SIGTERM and SIGKILL of a process group. A stuck Electron may ignore SIGTERM. */
const graceMs = 10_000;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to our own environment; undefined removes a name
 * @property {number} [limit] seconds after which the whole process group is ended
 * @property {'keep' | 'pass' | 'terminal'} [output] keep it and return it (default), also pass it to our stderr as it comes, or
 *   leave our terminal to it
 *
 * @typedef {object} RunResult
 * @property {number} code exit code; 124 after the time limit, 127 when the program could not be started
 * @property {string} stdout what was kept
 * @property {string} text stdout and stderr in the order they came
 */

/**
 * Runs one program to its end. Never rejects: a failure is a code and a text. Signals to us are forwarded to the program's
 * process group, then we exit.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  const { cwd = root, limit = 1800, output = 'keep' } = options;
  return new Promise((resolve) => {
    const ownGroup = process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd,
      env: mergedEnvironment(options.env),
      stdio: output === 'terminal' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      detached: ownGroup,
    });
    let stdout = '';
    let text = '';
    let timedOut = false;
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      stdout += chunk;
      text += chunk;
      if (output === 'pass') process.stderr.write(chunk);
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      text += chunk;
      if (output === 'pass') process.stderr.write(chunk);
    });

    /** @type {NodeJS.Timeout | undefined} */
    let killer;
    const end = (/** @type {NodeJS.Signals} */ signal) => {
      signalFamily(child.pid, ownGroup, signal);
      killer ??= setTimeout(() => signalFamily(child.pid, ownGroup, 'SIGKILL'), graceMs);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end('SIGTERM');
    }, limit * 1000);
    let interrupted = false;
    const stopForwarding = forwardSignals((signal) => {
      interrupted = true;
      end(signal);
    });

    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      clearTimeout(killer);
      stopForwarding();
      if (interrupted) process.exit(130);
      if (timedOut) text += `\nended after ${limit} s\n`;
      resolve({ code: timedOut ? 124 : code, stdout, text });
    };
    child.on('error', (error) => {
      text += `${error.message}\n`;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a program in the foreground with our own terminal, until it exits or is interrupted.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string | undefined>} [env]
 * @param {{ push(text: string): void, end(): void }} [filter] receives its stderr, which goes to the terminal without one
 * @returns {Promise<number>} its exit code
 */
export function runInForeground(command, args, env, filter) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: mergedEnvironment(env),
      stdio: ['inherit', 'inherit', filter === undefined ? 'inherit' : 'pipe'],
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ piece) => filter?.push(piece));
    // The terminal sends SIGINT to the child too, which we must outlive; SIGTERM reaches only us.
    const stopForwarding = forwardSignals((signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      stopForwarding();
      filter?.end();
      resolve(code ?? 1);
    });
  });
}

/**
 * @param {Record<string, string | undefined> | undefined} added
 * @returns {NodeJS.ProcessEnv}
 */
function mergedEnvironment(added) {
  return { ...process.env, ...added };
}

/**
 * @param {number | undefined} pid
 * @param {boolean} ownGroup
 * @param {NodeJS.Signals} signal
 */
function signalFamily(pid, ownGroup, signal) {
  if (pid === undefined) return;
  try {
    process.kill(ownGroup ? -pid : pid, signal);
  } catch {
    // It has already exited.
  }
}

/**
 * @param {(signal: NodeJS.Signals) => void} send
 * @returns {() => void} ends the forwarding
 */
function forwardSignals(send) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const listeners = signals.map((signal) => ({ signal, listener: () => send(signal) }));
  for (const { signal, listener } of listeners) process.on(signal, listener);
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}
