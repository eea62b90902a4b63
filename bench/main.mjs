/**
 * Measures the cost of a request and a chunk through Dragoman, against a proxy that only copies bytes. `npm run bench` builds first.
 * Prints a table without pass or fail. Linux only (reads /proc for processor time).
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { measure } from './measure.mjs';

const CHUNKS = 200;
const root = join(import.meta.dirname, '..');

/** @param {string[]} args @param {NodeJS.ProcessEnv} [environment] */
async function start(args, environment = {}) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  return { child, line: String(line), pid: child.pid ?? 0 };
}

/** @param {boolean} stream @param {number} messages */
function bodyOf(stream, messages) {
  const turns = Array.from({ length: messages }, (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: `turn ${index} `.repeat(messages > 1 ? 210 : 1),
  }));
  if (turns.length % 2 === 0) turns.push({ role: 'user', content: 'and now?' });
  return JSON.stringify({
    model: 'gpt-4',
    stream,
    max_tokens: 500,
    messages: [{ role: 'system', content: 'Be brief.' }, ...turns],
  });
}

const cases = [
  { name: 'JSON, one message', body: bodyOf(false, 1), count: 1500, warmUp: 300, parts: 1 },
  { name: `stream, ${CHUNKS} chunks`, body: bodyOf(true, 1), count: 150, warmUp: 30, parts: CHUNKS },
  { name: 'JSON, 400 messages (about 1 MB)', body: bodyOf(false, 400), count: 60, warmUp: 15, parts: 1 },
];

const folder = mkdtempSync(join(tmpdir(), 'dragoman-bench-'));
const upstream = await start([join(root, 'bench/upstream.mjs'), String(CHUNKS)]);
const copy = await start([join(root, 'bench/copy-proxy.mjs'), upstream.line]);
const endpoint = `http://127.0.0.1:${upstream.line}/v1/messages`;
const ours = await start([join(root, 'out/headless.js'), '--port', '0', '--endpoint', endpoint, '--data-dir', folder], {
  ANTHROPIC_API_KEY: 'sk-ant-bench',
});
const targets = [
  { name: 'upstream alone', url: endpoint, pid: upstream.pid },
  { name: 'copying proxy', url: `http://127.0.0.1:${copy.line}/v1/messages`, pid: copy.pid },
  { name: 'Dragoman', url: `${ours.line.split(' ').at(-1)}/chat/completions`, pid: ours.pid },
];

try {
  for (const job of cases) {
    console.log(
      `\n${job.name} (${(job.body.length / 1024).toFixed(0)} kB asked, ${job.count} times, one after the other)`,
    );
    for (const target of targets) {
      const result = await measure({ ...job, ...target });
      const each = job.parts > 1 ? `, ${((result.processorMsEach / job.parts) * 1000).toFixed(1)} µs a chunk` : '';
      console.log(
        `  ${target.name.padEnd(15)} median ${result.medianMs.toFixed(2)} ms   p99 ${result.p99Ms.toFixed(2)} ms   ` +
          `processor ${result.processorMsEach.toFixed(2)} ms${each}`,
      );
    }
  }
} finally {
  for (const { child } of [ours, copy, upstream]) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
