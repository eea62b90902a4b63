// The demo without a display: headless mode, one request through it, and the exchange printed on the terminal.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asCurl, sendFirstExchange } from './first-exchange.mjs';
import { out } from './paths.mjs';
import { bold, say, warn } from './say.mjs';

const listening = /^dragoman listening on (http:\/\/\S+)$/;

/**
 * Starts headless mode and keeps it running until interrupted.
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export function runHeadlessDemo(args) {
  // Headless mode prints each finished exchange on stderr.
  const child = spawn(process.execPath, [join(out, 'headless.js'), ...args], {
    env: { ...process.env, DRAGOMAN_SHOW_PAIR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    process.stdout.write(`${line}\n`);
    const baseUrl = listening.exec(line)?.[1];
    if (baseUrl !== undefined) void showFirstExchange(baseUrl);
  });
  // The terminal sends SIGINT to the child too; other signals reach only us.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** @param {string} baseUrl */
async function showFirstExchange(baseUrl) {
  say(`\n${bold('A first request through the proxy, as any OpenAI tool would send it:')}\n\n${asCurl(baseUrl)}\n`);
  try {
    await sendFirstExchange(baseUrl);
    say(`\n${bold('Still serving.')} Point a tool at ${baseUrl} or repeat the curl above; Ctrl-C ends it.`);
  } catch (error) {
    warn(`The request did not get through: ${error instanceof Error ? error.message : String(error)}`);
  }
}
