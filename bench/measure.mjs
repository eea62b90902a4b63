/** Sends identical requests to one URL and measures time and CPU use of the serving process. */

import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

/** @param {string} url @param {string} body @returns {Promise<number>} bytes of the response */
function once(url, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => (bytes += chunk.length));
      response.on('end', () =>
        response.statusCode === 200 ? resolve(bytes) : reject(new Error(`status ${response.statusCode}`)),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Processor time of a process so far, in milliseconds (Linux: clock ticks of 10 ms). @param {number} pid */
function processorMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/**
 * @param {{url: string, pid: number, body: string, count: number, warmUp: number}} job
 * @returns {Promise<{medianMs: number, p99Ms: number, processorMsEach: number}>}
 */
export async function measure({ url, pid, body, count, warmUp }) {
  for (let index = 0; index < warmUp; index += 1) await once(url, body);
  /** @type {number[]} */
  const times = [];
  const before = processorMs(pid);
  for (let index = 0; index < count; index += 1) {
    const started = process.hrtime.bigint();
    await once(url, body);
    times.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
  const processor = (processorMs(pid) - before) / count;
  times.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { medianMs: at(0.5), p99Ms: at(0.99), processorMsEach: processor };
}
