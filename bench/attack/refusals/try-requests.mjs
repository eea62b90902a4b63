/** Sends requests of hostile web pages, and counts those not refused. */

import { Agent, request } from 'node:http';
import { hostileRequests } from './hostile-requests.mjs';

/** @param {string} origin @param {import('./hostile-requests.mjs').HostileRequest} hostile @param {Agent} agent @returns {Promise<number>} */
function send(origin, hostile, agent) {
  const { method, path, headers, body } = hostile;
  return new Promise((resolve) => {
    const call = request(
      `${origin}${path}`,
      { method, headers, agent, setHost: headers['host'] === undefined },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    call.on('error', () => resolve(0));
    call.end(body);
  });
}

/** @param {string} origin @returns {Promise<{tries: number, answered: string[]}>} `answered` names each one that was not refused */
export async function tryRequests(origin) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const all = hostileRequests(origin);
  /** @type {string[]} */
  const answered = [];
  for (const hostile of all) {
    const status = await send(origin, hostile, agent);
    if (status < 400) answered.push(`${status} ${hostile.method} ${hostile.path} ${JSON.stringify(hostile.headers)}`);
  }
  agent.destroy();
  return { tries: all.length, answered };
}
