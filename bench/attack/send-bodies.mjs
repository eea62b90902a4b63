/** Sends request bodies of every shape in sequence, and measures a second client's longest waiting time. */

import { Agent, request } from 'node:http';

/** @typedef {import('./bodies/shape.mjs').Shape} Shape */

/**
 * @typedef {object} Outcome
 * @property {Shape} shape
 * @property {number} bytes how long the body was
 * @property {number} status of the response; 0 when the connection broke first
 * @property {string} code of the error, or empty
 * @property {number} answeredMs until the response was complete
 * @property {number} longestWaitMs of the other client
 * @property {number} processorMs that the main thread of the proxy used meanwhile: on a busy machine this tells more than the wait
 * @property {number} peakMegabytes largest resident size of the proxy meanwhile
 */

/** A timeout against an attack that never ends, not a measured limit. */
const GIVE_UP_MS = 300_000;

/** @param {string} origin @param {Shape} shape @param {Buffer} body @returns {Promise<{status: number, text: string}>} */
export function sendBody(origin, shape, body) {
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const agent = new Agent();
  return new Promise((resolve) => {
    const options = { method: 'POST', headers, agent, signal: AbortSignal.timeout(GIVE_UP_MS) };
    const call = request(`${origin}${shape.path}`, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += text.length < 4096 ? chunk : ''));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', (error) => resolve({ status: 0, text: error.message }));
    });
    call.on('error', (error) => resolve({ status: 0, text: error.message }));
    call.end(body);
  });
}

/** @param {string} text */
function codeOf(text) {
  return /"code":"([^"]*)"/.exec(text)?.[1] ?? '';
}

/** The limit on values refuses longer bodies: more steps down to it would measure nothing. */
const LARGEST_REFUSED_BYTES = 8 * 1024 * 1024;
/** Below this a body costs nothing worth measuring. */
const SMALLEST_BYTES = 64 * 1024;

/**
 * Sends each shape at its full size and, where a limit refuses it, smaller and smaller until it is let through: what costs most is just
 * below the limits.
 * @param {() => Promise<import('./fresh-proxy.mjs').FreshProxy>} fresh called before each body
 * @param {readonly Shape[]} shapes @param {(outcome: Outcome) => void} onOutcome called after each body
 */
export async function sendBodies(fresh, shapes, onOutcome) {
  /** @param {Shape} shape @param {number} wanted @returns {Promise<Outcome>} */
  const attack = async (shape, wanted) => {
    const { proxy, origin, longestWait } = await fresh();
    const body = Buffer.from(shape.make(wanted));
    await longestWait();
    proxy.resetPeak();
    const started = performance.now();
    const used = proxy.mainThread();
    const { status, text } = await sendBody(origin, shape, body);
    const answeredMs = performance.now() - started;
    const longestWaitMs = await longestWait();
    const processorMs = proxy.mainThread() - used;
    const peakMegabytes = proxy.peakMemory();
    const outcome = { shape, bytes: body.length, status, code: codeOf(text), answeredMs, longestWaitMs };
    return { ...outcome, processorMs, peakMegabytes };
  };
  for (const shape of shapes) {
    for (let wanted = shape.bytes; wanted >= SMALLEST_BYTES; wanted = Math.min(LARGEST_REFUSED_BYTES, 0.7 * wanted)) {
      const outcome = await attack(shape, wanted);
      onOutcome(outcome);
      if (!isLimit(outcome)) break;
    }
  }
}

/** Limits that a smaller body of the same shape is below. @param {Outcome} outcome */
function isLimit({ status, code, shape }) {
  if (status !== 400) return false;
  // Errors of the Messages API have no code of their own for it.
  return (
    /^too_many_(?:values|parts|messages|tools)$/.test(code) || (code === '' && shape.path.startsWith('/v1/messages'))
  );
}
