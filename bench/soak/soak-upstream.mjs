/**
 * An upstream for the soak test: echoes each request's mark as JSON, as a fast stream, or slowly event by event.
 * Run as `node bench/soak/soak-upstream.mjs`; prints its port. `GET /counts` returns the numbers of finished and open responses.
 */

import { createServer } from 'node:http';

const SLOW_EVENTS = 20;
const SLOW_PAUSE_MS = 250;
/** @param {number} marks in the request */
const usageOf = (marks) => ({ input_tokens: marks, output_tokens: 10 });
const counts = { answered: 0, left: 0, open: 0 };

/** @param {{type: string}} event */
const frame = (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** @param {string} mark @param {number} marks */
const messageOf = (mark, marks) => ({
  id: `msg_${mark}`,
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5-5',
  content: [{ type: 'text', text: `<${mark}>` }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: usageOf(marks),
});

/** @param {string} mark @param {number} marks in the request @param {number} repetitions of the mark */
function framesOf(mark, marks, repetitions) {
  const text = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: `<${mark}>` } };
  return [
    frame({ type: 'message_start', message: { ...messageOf(mark, marks), content: [], stop_reason: null } }),
    frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    ...Array.from({ length: repetitions }, () => frame(text)),
    frame({ type: 'content_block_stop', index: 0 }),
    frame({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: usageOf(marks) }),
    frame({ type: 'message_stop' }),
  ];
}

/** @param {import('node:http').ServerResponse} response @param {string[]} frames */
function sendSlowly(response, frames) {
  const timer = setInterval(() => {
    const next = frames.shift();
    if (next !== undefined) response.write(next);
    if (frames.length === 0) response.end();
  }, SLOW_PAUSE_MS);
  response.once('close', () => clearInterval(timer));
}

const server = createServer((request, response) => {
  if (request.url === '/counts') {
    response.end(JSON.stringify(counts));
    return;
  }
  if (request.method === 'GET') {
    response.writeHead(404).end();
    return;
  }
  /** @type {Buffer[]} */
  const received = [];
  request.on('data', (chunk) => received.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(received).toString('utf8');
    // Those of a conversation, the newest last.
    const marks = Array.from(body.matchAll(/mark-[\w-]+/g), ([found]) => found);
    const mark = marks.at(-1) ?? 'none';
    const count = new Set(marks).size;
    counts.open += 1;
    response.once('close', () => {
      counts.open -= 1;
      if (response.writableFinished) counts.answered += 1;
      else counts.left += 1;
    });
    if (!body.includes('"stream":true')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(messageOf(mark, count)));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (mark.includes('slow')) sendSlowly(response, framesOf(mark, count, SLOW_EVENTS));
    else response.end(framesOf(mark, count, 3).join(''));
  });
});
// Short, so that idle connections are released during the test.
server.keepAliveTimeout = 15_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
