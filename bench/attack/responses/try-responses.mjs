/** Requests hostile upstream responses through the proxy, and measures the proxy's memory and a second client's waiting time. */

import { hostileModelLists, hostileResponses } from './hostile-responses.mjs';

/** A timeout against a response that never ends, not a measured limit. */
const GIVE_UP_MS = 120_000;

/**
 * @typedef {object} ResponseOutcome
 * @property {string} name
 * @property {string} path
 * @property {string} outcome the status, or `cut` for a stream that ended without its end, or `never` when nothing came in two minutes
 * @property {number} longestWaitMs of another client
 * @property {number} peakMegabytes of the proxy while it read the response
 */

/** @param {string} path @param {boolean} stream */
function bodyFor(path, stream) {
  const text = 'What do you say?';
  if (path === '/v1/responses') return { model: 'gpt-4', input: text, stream };
  const messages = [{ role: 'user', content: text }];
  return path === '/v1/messages'
    ? { model: 'claude-sonnet-5-5', max_tokens: 100, messages, stream }
    : { model: 'gpt-4', messages, stream };
}

/** @param {string} origin @param {string} path @param {boolean} stream @returns {Promise<string>} */
async function ask(origin, path, stream) {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodyFor(path, stream)),
  };
  try {
    const response = await fetch(`${origin}${path}`, {
      ...(path === '/v1/models' ? {} : post),
      signal: AbortSignal.timeout(GIVE_UP_MS),
    });
    await response.body?.pipeTo(new WritableStream());
    return String(response.status);
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'never' : 'cut';
  }
}

/**
 * @param {() => Promise<import('../fresh-proxy.mjs').FreshProxy>} fresh called before each response
 * @param {{choose: (response: import('./hostile-responses.mjs').HostileResponse) => void}} upstream
 * @param {(name: string) => boolean} wanted @param {(outcome: ResponseOutcome) => void} onOutcome
 */
export async function tryResponses(fresh, upstream, wanted, onOutcome) {
  for (const response of [...hostileResponses, ...hostileModelLists]) {
    for (const path of response.paths.filter((each) => wanted(`${each} ${response.name}`))) {
      const { proxy, origin, longestWait } = await fresh();
      upstream.choose(response);
      await longestWait();
      proxy.resetPeak();
      const outcome = await ask(origin, path, response.stream);
      const longestWaitMs = await longestWait();
      onOutcome({ name: response.name, path, outcome, longestWaitMs, peakMegabytes: proxy.peakMemory() });
    }
  }
}
