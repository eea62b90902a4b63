/** The clients of the soak test: each request has a unique mark, and its response must contain that mark only. */

import { Agent, request } from 'node:http';

/** @typedef {'json' | 'stream' | 'passthrough' | 'slow'} Kind */

/**
 * @typedef {object} Clients
 * @property {(kind: Kind, number: number) => Promise<string | null>} ask resolves with an error text, or null
 * @property {(number: number) => Promise<void>} leave disconnects in the middle of a stream
 * @property {() => void} close
 */

/** @param {string} baseUrl `http://127.0.0.1:PORT/v1` @returns {Clients} */
export function createClients(baseUrl) {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

  /**
   * @param {Kind} kind @param {string} mark @param {(response: import('node:http').IncomingMessage) => void} use
   * @param {(error: Error) => void} failed
   */
  function send(kind, mark, use, failed) {
    const body = JSON.stringify({
      model: kind === 'passthrough' ? 'claude-sonnet-5-5' : 'gpt-4',
      max_tokens: 100,
      stream: kind !== 'json',
      messages: [{ role: 'user', content: `Say ${mark} and nothing else.` }],
    });
    const path = kind === 'passthrough' ? '/messages' : '/chat/completions';
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const call = request(`${baseUrl}${path}`, { method: 'POST', headers, agent }, use);
    call.on('error', failed);
    call.end(body);
    return call;
  }

  return {
    ask(kind, number) {
      const mark = `mark-${kind}-${number}`;
      return new Promise((resolve) => {
        send(
          kind,
          mark,
          (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (chunk) => (text += chunk));
            response.on('end', () => resolve(checkResponse(kind, mark, response.statusCode ?? 0, text)));
            response.on('error', (error) => resolve(`${mark} was lost: ${error.message}`));
          },
          (error) => resolve(`${mark} was lost: ${error.message}`),
        );
      });
    },
    leave(number) {
      return new Promise((resolve) => {
        const call = send(
          'slow',
          `mark-slow-left-${number}`,
          (response) => response.once('data', () => call.destroy()),
          () => resolve(),
        );
        call.once('close', () => resolve());
      });
    },
    close: () => agent.destroy(),
  };
}

/** @param {Kind} kind @param {string} mark @param {number} status @param {string} text */
function checkResponse(kind, mark, status, text) {
  if (status !== 200) return `${mark} was answered ${status}: ${text.slice(0, 200)}`;
  const marks = new Set(Array.from(text.matchAll(/<(mark-[\w-]+)>/g), ([, found]) => found));
  const foreign = [...marks].filter((found) => found !== mark);
  if (foreign.length > 0) return `${mark} got the answer of ${foreign.join(', ')}`;
  if (marks.size === 0) return `${mark} got an answer without its mark`;
  const end =
    kind === 'passthrough' ? 'event: message_stop' : kind === 'json' ? '"finish_reason":"stop"' : 'data: [DONE]';
  return text.includes(end) ? null : `${mark} got half an answer`;
}
