/**
 * Hostile and large request bodies against the built product, on loopback only: `node bench/attack/request-bodies.mjs [FILTER]`.
 * Prints, for each shape, what was answered and how long another client waited for `/health` meanwhile.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startWatched } from '../soak/process.mjs';
import * as bodies from './bodies/index.mjs';
import { sendBodies } from './send-bodies.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { program: { type: 'string', default: join(import.meta.dirname, '../../out/headless.js') } },
});
const shapes = Object.values(bodies)
  .flat()
  .filter(({ name, path }) => positionals.every((word) => `${path} ${name}`.includes(word)));

console.log('other waits  processor   answered');
const folder = mkdtempSync(join(tmpdir(), 'dragoman-attack-'));
const upstream = await startWatched([join(import.meta.dirname, '../soak/upstream.mjs')]);
const ours = await startWatched(
  [values.program, '--port', '0', '--endpoint', `http://127.0.0.1:${upstream.line}/v1/messages`, '--data-dir', folder],
  { ANTHROPIC_API_KEY: 'sk-ant-attack' },
);
const origin = new URL(String(ours.line.split(' ').at(-1))).origin;
let longest = 0;
try {
  await sendBodies({ origin, mainThread: ours.mainThread }, shapes, (outcome) => {
    const { shape, bytes, status, code, answeredMs, longestWaitMs, processorMs } = outcome;
    longest = Math.max(longest, longestWaitMs);
    const told = [
      `${longestWaitMs.toFixed(0).padStart(7)} ms`,
      `${processorMs.toFixed(0).padStart(7)} ms`,
      `${answeredMs.toFixed(0).padStart(7)} ms`,
      String(status),
      `${(bytes / 1024 / 1024).toFixed(1)} MB`,
      `${shape.path} ${shape.name}`,
      code,
    ];
    console.log(told.join('  '));
  });
  console.log(
    `${shapes.length} bodies; longest wait of another client ${longest.toFixed(0)} ms; ${ours.memory().toFixed(0)} MB in the end`,
  );
} finally {
  await ours.end();
  await upstream.end();
  rmSync(folder, { recursive: true, force: true });
}
