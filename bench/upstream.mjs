/**
 * The fastest possible upstream: responds to any Messages request with precomputed bytes, so that only the proxy is measured.
 * Run as `node bench/upstream.mjs CHUNKS`; prints its port.
 */

import { createServer } from 'node:http';

const chunkCount = Number(process.argv[2] ?? 200);
const usage = { input_tokens: 20, output_tokens: chunkCount };

/** @param {{type: string}} event */
const frame = (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

const start = {
  type: 'message_start',
  message: {
    id: 'msg_bench',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  },
};
const text = ' word';
const frames = [
  frame(start),
  frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  ...Array.from({ length: chunkCount }, () =>
    frame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
  ),
  frame({ type: 'content_block_stop', index: 0 }),
  frame({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage }),
  frame({ type: 'message_stop' }),
];
const whole = JSON.stringify({
  ...start.message,
  content: [{ type: 'text', text: text.repeat(chunkCount) }],
  stop_reason: 'end_turn',
});

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const received = [];
  request.on('data', (chunk) => received.push(chunk));
  request.on('end', () => {
    const head = Buffer.concat(received);
    if (!head.includes('"stream":true')) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(whole) });
      response.end(whole);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let next = 0;
    // One event per event-loop tick: the arrival pattern of a real stream, without its delays.
    const step = () => {
      if (next === frames.length) response.end();
      else {
        response.write(frames[next++]);
        setImmediate(step);
      }
    };
    step();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
