/**
 * The proxy under attack. A process that still holds memory of earlier tries is replaced before the next one: garbage that the engine
 * has not freed yet would count as the next request's, and what is judged is the peak of one request at a time.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWatched } from '../soak/process.mjs';
import { watchOtherClient } from './watch-other-client.mjs';

/** In megabytes above what it held before the first try. A start takes a second, so small rests are left. */
const MAX_REST = 100;

/**
 * @typedef {object} FreshProxy
 * @property {import('../soak/process.mjs').Watched} proxy
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {() => Promise<number>} longestWait of another client since it was last read, in milliseconds
 */

/**
 * @typedef {object} Start
 * @property {string} program `out/headless.js`
 * @property {string} upstreamUrl
 * @property {number} firstRequests ordinary ones before the first try: their code is compiled then, as in a program that has run for a while
 */

/**
 * @param {Start} start @param {(fresh: () => Promise<FreshProxy>) => Promise<void>} attack `fresh` is called before each try
 * @param {() => void} onEnded a proxy has ended by itself
 */
export async function attackFreshProxies(start, attack, onEnded) {
  /** @type {(FreshProxy & {begin: number, end: () => Promise<void>}) | null} */
  let current = null;
  const fresh = async () => {
    if (current !== null && current.proxy.running() && current.proxy.memory() <= current.begin + MAX_REST)
      return current;
    await end();
    current = await startProxy(start);
    return current;
  };
  const end = async () => {
    if (current === null) return;
    if (!current.proxy.running()) onEnded();
    await current.end();
  };
  try {
    await attack(fresh);
  } finally {
    await end();
  }
}

/** @param {Start} start */
async function startProxy({ program, upstreamUrl, firstRequests }) {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-attack-'));
  const options = ['--port', '0', '--endpoint', `${upstreamUrl}/v1/messages`, '--data-dir', folder];
  const proxy = await startWatched([program, ...options], { ANTHROPIC_API_KEY: 'sk-ant-attack' });
  const { origin } = new URL(String(proxy.line.split(' ').at(-1)));
  const body = JSON.stringify({
    model: 'gpt-4',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
  });
  for (let count = 0; count < firstRequests; count += 1) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${origin}/v1/chat/completions`, { method: 'POST', headers, body });
    await response.text();
  }
  const other = watchOtherClient(origin);
  await other.longestWait();
  return {
    proxy,
    origin,
    longestWait: () => other.longestWait(),
    begin: proxy.memory(),
    async end() {
      await other.end();
      await proxy.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
