/**
 * The attack bench: hostile request bodies, upstream responses and web pages against headless mode, on loopback only.
 * Prints each try, the longest wait of another client and the peak memory. `npm run attack`, or a part of it:
 * `npm run attack -- bodies schema`, `npm run attack -- responses gzip`, `npm run attack -- pages`. Linux only.
 * Exit code 1 when a limit is exceeded.
 */

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startWatched } from '../soak/process.mjs';
import * as bodies from './bodies/index.mjs';
import { attackFreshProxies } from './fresh-proxy.mjs';
import { startHostileUpstream } from './responses/hostile-upstream.mjs';
import { tryResponses } from './responses/try-responses.mjs';
import { tryRequests } from './refusals/try-requests.mjs';
import { sendBodies } from './send-bodies.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { program: { type: 'string', default: join(import.meta.dirname, '../../out/headless.js') } },
});
const areas = new Set(['bodies', 'responses', 'pages']);
const chosen = positionals.find((word) => areas.has(word));
const words = positionals.filter((word) => !areas.has(word));
const wanted = (/** @type {string} */ name) => words.every((word) => name.includes(word));

/** 250 ms on an idle machine, with a margin for a busy one. */
const MAX_WAIT_MS = 1_000;
/** For one request at a time. */
const MAX_MEGABYTES = 600;
const heading = 'other waits       memory   answered';

let tries = 0;
let longestWait = 0;
let peak = 0;
/** @type {string[]} */
const wrong = [];

/** @param {number} waitMs @param {number} megabytes @param {string} outcome @param {string} what */
function report(waitMs, megabytes, outcome, what) {
  tries += 1;
  longestWait = Math.max(longestWait, waitMs);
  peak = Math.max(peak, megabytes);
  if (waitMs > MAX_WAIT_MS) wrong.push(`another client waited ${waitMs.toFixed(0)} ms: ${what}`);
  if (megabytes > MAX_MEGABYTES) wrong.push(`${megabytes.toFixed(0)} MB of memory: ${what}`);
  console.log(`${waitMs.toFixed(0).padStart(8)} ms  ${megabytes.toFixed(0).padStart(8)} MB   ${outcome}  ${what}`);
}

/** @param {string} upstreamUrl @param {number} firstRequests @param {Parameters<typeof attackFreshProxies>[1]} attack */
function againstProxy(upstreamUrl, firstRequests, attack) {
  return attackFreshProxies({ program: values.program, upstreamUrl, firstRequests }, attack, () =>
    wrong.push('the proxy has ended'),
  );
}

async function attackWithBodies() {
  const shapes = Object.values(bodies)
    .flat()
    .filter(({ name, path }) => wanted(`${path} ${name}`));
  const upstream = await startWatched([join(import.meta.dirname, '../soak/soak-upstream.mjs')]);
  console.log(`\nRequest bodies\n${heading}`);
  try {
    await againstProxy(`http://127.0.0.1:${upstream.line}`, 20, async (fresh) => {
      await sendBodies(
        fresh,
        shapes,
        ({ shape, bytes, status, code, answeredMs, longestWaitMs, processorMs, peakMegabytes }) => {
          const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`;
          report(
            longestWaitMs,
            peakMegabytes,
            `${status} after ${answeredMs.toFixed(0)} ms, ${processorMs} ms of processor ${code}`,
            `${shape.path} ${shape.name}, ${size}`,
          );
          const right = shape.passes === true ? status === 200 : status >= 200 && status < 500 && status !== 0;
          if (!right) wrong.push(`${status} for ${shape.path} ${shape.name}`);
        },
      );
    });
  } finally {
    await upstream.end();
  }
}

async function attackWithResponses() {
  const upstream = await startHostileUpstream();
  console.log(`\nUpstream responses\n${heading}`);
  try {
    await againstProxy(upstream.url, 0, async (fresh) => {
      await tryResponses(fresh, upstream, wanted, ({ name, path, outcome, longestWaitMs, peakMegabytes }) => {
        report(longestWaitMs, peakMegabytes, outcome, `${path} ${name}`);
        if (outcome === 'never' || outcome === '500') wrong.push(`${outcome}: ${path} ${name}`);
      });
    });
  } finally {
    await upstream.close();
  }
}

async function attackAsPages() {
  const upstream = await startWatched([join(import.meta.dirname, '../soak/soak-upstream.mjs')]);
  const upstreamUrl = `http://127.0.0.1:${upstream.line}`;
  try {
    await againstProxy(upstreamUrl, 0, async (fresh) => {
      const { origin } = await fresh();
      const { tries: sent, answered: notRefused } = await tryRequests(origin);
      const { answered: calls } = await (await fetch(`${upstreamUrl}/counts`)).json();
      tries += sent;
      console.log(`\nWeb pages\n${sent} requests, ${notRefused.length} not refused, ${calls} calls upstream`);
      wrong.push(...notRefused);
      if (calls !== 0) wrong.push(`${calls} calls upstream that no client was allowed to cause`);
    });
  } finally {
    await upstream.end();
  }
}

if (chosen === undefined || chosen === 'pages') await attackAsPages();
if (chosen === undefined || chosen === 'responses') await attackWithResponses();
if (chosen === undefined || chosen === 'bodies') await attackWithBodies();
console.log(
  `\n${tries} tries; longest wait of another client ${longestWait.toFixed(0)} ms; peak memory ${peak.toFixed(0)} MB; ${wrong.length} wrong`,
);
for (const problem of wrong) console.log(`  FAILS  ${problem}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
