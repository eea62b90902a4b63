/**
 * The soak test: many requests beside many slow streams through headless mode, on loopback only. Nothing may be lost or mixed up,
 * memory must stay flat after the warm-up, and every handle must be released. `npm run soak`, or shorter:
 * `npm run soak -- --requests 5000 --streams 100 --leaving 200 --sockets 50`. Linux only. Exit code 1 when a limit is exceeded.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClients } from './ask.mjs';
import { openConversation } from './sockets.mjs';
import { startWatched } from './process.mjs';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    streams: { type: 'string', default: '500' },
    leaving: { type: 'string', default: '1000' },
    together: { type: 'string', default: '32' },
    sockets: { type: 'string', default: '200' },
    turns: { type: 'string', default: '20' },
    program: { type: 'string', default: join(import.meta.dirname, '../../out/headless.js') },
  },
});
const [requests, streams, leaving, together] = [values.requests, values.streams, values.leaving, values.together].map(
  Number,
);
const [sockets, turns] = [values.sockets, values.turns].map(Number);
const warmUp = Math.max(500, Math.round(requests / 10));
/** Tolerated memory growth of the last tenths over the middle ones, for garbage collection. */
const FLAT = { share: 1.15, megabytes: 32 };

const folder = mkdtempSync(join(tmpdir(), 'dragoman-soak-'));
const upstream = await startWatched([join(import.meta.dirname, 'soak-upstream.mjs')]);
const upstreamUrl = `http://127.0.0.1:${upstream.line}`;
const ours = await startWatched(
  [values.program, '--port', '0', '--endpoint', `${upstreamUrl}/v1/messages`, '--data-dir', folder],
  { ANTHROPIC_API_KEY: 'sk-ant-soak' },
);
const baseUrl = String(ours.line.split(' ').at(-1));
const clients = createClients(baseUrl);
/** @type {string[]} */
const wrong = [];
const kinds = /** @type {const} */ (['json', 'stream', 'json', 'passthrough']);
let requestCount = 0;

/** @param {string | null} verdict */
const note = (verdict) => void (verdict !== null && wrong.push(verdict));
const say = (/** @type {string} */ what) =>
  console.log(
    `${what.padEnd(34)} ${ours.memory().toFixed(0).padStart(5)} MB  ${String(ours.handles()).padStart(5)} handles`,
  );

/** @param {number} count */
async function load(count) {
  let left = count;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      requestCount += 1;
      note(await clients.ask(kinds[requestCount % kinds.length] ?? 'json', requestCount));
    }
  };
  await Promise.all(Array.from({ length: together }, work));
}

/** Keeps `streams` slow streams open until stopped; resolves with their number. */
function keepStreams() {
  const ending = new AbortController();
  let opened = 0;
  const one = async () => {
    while (!ending.signal.aborted) note(await clients.ask('slow', (opened += 1)));
  };
  const all = Promise.all(Array.from({ length: streams }, one));
  return async () => {
    ending.abort();
    await all;
    return opened;
  };
}

/** All conversations at once, turn by turn; resolves with the memory after each turn. */
async function talk() {
  const conversations = await Promise.all(
    Array.from({ length: sockets }, (_, number) => openConversation(baseUrl, number)),
  );
  /** @type {number[]} */
  const levels = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    for (const verdict of await Promise.all(conversations.map((one) => one.ask(turn)))) note(verdict);
    levels.push(ours.memory());
    if (turn % 5 === 0) say(`${sockets} WebSockets after ${turn} turns`);
  }
  await Promise.all(conversations.map((one) => one.close()));
  return levels;
}

/** @param {() => boolean | Promise<boolean>} holds @param {number} seconds */
async function waitUntil(holds, seconds) {
  for (let left = seconds * 4; left > 0 && !(await holds()); left -= 1) await wait(250);
  return await holds();
}

/** Open upstream calls. */
const openUpstream = async () => {
  const { open } = await (await fetch(`${upstreamUrl}/counts`)).json();
  return Number(open);
};

/** @type {[string, boolean][]} */
const checks = [];
try {
  // Warm-up with one of each kind, so that one-time handles are open.
  for (const kind of kinds) await clients.ask(kind, 0);
  await wait(1_000);
  say('at the start');
  const atStart = ours.handles();
  await load(warmUp);
  say(`after ${warmUp} requests (warm-up)`);
  const started = performance.now();
  const finishStreams = keepStreams();
  /** @type {number[]} */
  const levels = [];
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    await load(Math.round(requests / 10));
    levels.push(ours.memory());
    say(`after ${Math.round((requests * tenth) / 10)}, beside ${streams} streams`);
  }
  const middle = Math.max(...levels.slice(2, 6));
  const last = Math.max(...levels.slice(7));
  const seconds = (performance.now() - started) / 1000;
  const slow = await finishStreams();
  for (let left = leaving; left > 0; left -= 50) {
    await Promise.all(Array.from({ length: Math.min(50, left) }, (_, index) => clients.leave(left - index)));
  }
  const talked = await talk();
  const early = Math.max(...talked.slice(0, Math.ceil(turns / 2)));
  const late = Math.max(...talked.slice(Math.ceil(turns / 2)));
  checks.push([
    `memory is flat over ${turns} turns of ${sockets} WebSockets (${early.toFixed(0)} MB, then ${late.toFixed(0)} MB)`,
    late <= Math.max(early * FLAT.share, early + FLAT.megabytes),
  ]);
  checks.push([
    `${leaving} clients that left ended their calls upstream`,
    await waitUntil(async () => (await openUpstream()) === 0, 10),
  ]);
  clients.close();
  // Idle upstream connections are kept alive for a while.
  checks.push(['handles are back to the start', await waitUntil(() => ours.handles() <= atStart + 4, 60)]);
  say('at the end');
  console.log(
    `${requests + warmUp} requests in ${seconds.toFixed(0)} s (${(requests / seconds).toFixed(0)}/s), ${slow} slow streams, ` +
      `${streams} at a time; ${wrong.length} wrong`,
  );
  checks.push(['none lost, none mixed up', wrong.length === 0]);
  checks.push([
    `memory is flat once warm (${middle.toFixed(0)} MB, then ${last.toFixed(0)} MB)`,
    last <= Math.max(middle * FLAT.share, middle + FLAT.megabytes),
  ]);
} finally {
  await ours.end();
  await upstream.end();
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of wrong.slice(0, 10)) console.log(`  ${problem}`);
for (const [what, holds] of checks) console.log(`${holds ? 'holds ' : 'FAILS '} ${what}`);
process.exitCode = checks.every(([, holds]) => holds) ? 0 : 1;
