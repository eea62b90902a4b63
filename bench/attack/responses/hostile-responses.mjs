/** Upstream responses that exhaust memory or time. Each writes itself to a `ServerResponse` of the hostile upstream. */

import { brotliCompressSync, constants, createGzip } from 'node:zlib';

const MEGABYTE = 1024 * 1024;
const usage = { input_tokens: 10, output_tokens: 10 };

/** @typedef {import('node:http').ServerResponse} ServerResponse */

/**
 * @typedef {object} HostileResponse
 * @property {string} name
 * @property {boolean} stream whether the client asks for a stream
 * @property {readonly string[]} paths of the endpoints of the proxy that are tried
 * @property {(response: ServerResponse) => Promise<void> | void} send
 */

const chatAndMessages = ['/v1/chat/completions', '/v1/responses', '/v1/messages'];

/** @param {{type: string}} event */
const frame = (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5-5',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage,
};
const begin =
  frame({ type: 'message_start', message }) +
  frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
const end =
  frame({ type: 'content_block_stop', index: 0 }) +
  frame({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage }) +
  frame({ type: 'message_stop' });

/**
 * Waits for `drain` or `close`.
 * @param {import("node:stream").Writable} writable @param {ServerResponse} response
 */
function waitForRoom(writable, response) {
  /** @type {Promise<void>} */
  const room = new Promise((resolve) => {
    const finish = () => {
      writable.off('drain', finish);
      response.off('close', finish);
      resolve();
    };
    writable.on('drain', finish);
    response.on('close', finish);
  });
  return room;
}

/** Resolves with false when the proxy has closed the connection. @param {ServerResponse} response @param {string | Buffer} chunk */
async function write(response, chunk) {
  if (response.destroyed) return false;
  if (!response.write(chunk)) await waitForRoom(response, response);
  return !response.destroyed;
}

/**
 * Compresses `chunk` into the response `megabytes` times; stops when the proxy closes the connection.
 * @param {ServerResponse} response @param {Buffer} chunk @param {number} megabytes @param {string} last
 */
async function writeGzip(response, chunk, megabytes, last) {
  const gzip = createGzip({ level: 1 });
  gzip.pipe(response);
  response.once('close', () => gzip.destroy());
  for (let sent = 0; sent < megabytes && !response.destroyed; sent += 1) {
    if (!gzip.write(chunk)) await waitForRoom(gzip, response);
  }
  if (!response.destroyed) gzip.end(last);
}

/** @param {ServerResponse} response @param {Record<string, string>} [headers] */
const startJson = (response, headers = {}) =>
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
/** @param {ServerResponse} response @param {Record<string, string>} [headers] */
const startEvents = (response, headers = {}) =>
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });

/** A text of `megabytes` in a message, compressed: zeros shrink to almost nothing. @param {number} megabytes */
function brotliBomb(megabytes) {
  const json = JSON.stringify({ ...message, content: [{ type: 'text', text: '' }], stop_reason: 'end_turn' });
  const [before, after] = json.split('"text":""');
  const bytes = Buffer.alloc(megabytes * MEGABYTE, 'a');
  const whole = Buffer.concat([Buffer.from(`${before}"text":"`), bytes, Buffer.from(`"${after}`)]);
  return brotliCompressSync(whole, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}
/** Cached: compressing takes longer than the attack. @type {Buffer | undefined} */
let bomb;

/** @param {ServerResponse} response @param {number} status @param {number} megabytes */
async function sendGzip(response, status, megabytes) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  await writeGzip(response, Buffer.alloc(MEGABYTE, ' '), megabytes, '{}');
}

/**
 * A whole message just below the limit of 64 MB: it must fit into memory too.
 * @param {string} name @param {(room: number) => object} block @returns {HostileResponse}
 */
function largest(name, block) {
  return {
    name: `a message of 63 MB: ${name}`,
    stream: false,
    paths: chatAndMessages,
    send(response) {
      const content = [block(62 * MEGABYTE)];
      startJson(response).end(JSON.stringify({ ...message, content, stop_reason: 'end_turn' }));
    },
  };
}

/** @type {readonly HostileResponse[]} */
export const hostileResponses = [
  largest('text', (room) => ({ type: 'text', text: 'a'.repeat(room) })),
  // One character beyond Latin-1 makes V8 store a string with two bytes per character.
  largest('text that is not Latin-1', (room) => ({ type: 'text', text: `☃${'a'.repeat(room)}` })),
  largest('thinking, sent in two fields', (room) => ({
    type: 'thinking',
    thinking: `☃${'a'.repeat(room)}`,
    signature: 's',
  })),
  largest('quotes in the input of a tool', (room) => ({
    type: 'tool_use',
    id: 'toolu_1',
    name: 'a',
    input: { a: '"'.repeat(room / 2) },
  })),
  largest('as many values as are allowed', (room) => ({
    type: 'tool_use',
    id: 'toolu_1',
    name: 'a',
    input: { a: Array.from({ length: 120_000 }, () => ({ a: 'a'.repeat(room / 120_000 - 10) })) },
  })),
  {
    name: 'two events of 31 MB',
    stream: true,
    paths: chatAndMessages,
    async send(response) {
      startEvents(response);
      await write(response, begin);
      const delta = { type: 'text_delta', text: `☃${'a'.repeat(31 * MEGABYTE)}` };
      for (let sent = 0; sent < 2; sent += 1)
        await write(response, frame({ type: 'content_block_delta', index: 0, delta }));
      response.end(end);
    },
  },
  {
    name: '15 MB in events of 1 MB',
    stream: true,
    paths: chatAndMessages,
    async send(response) {
      startEvents(response);
      await write(response, begin);
      const delta = { type: 'text_delta', text: 'word '.repeat(MEGABYTE / 5) };
      for (let sent = 0; sent < 15; sent += 1)
        await write(response, frame({ type: 'content_block_delta', index: 0, delta }));
      response.end(end);
    },
  },
  {
    name: '1 GB in a brotli body',
    stream: false,
    paths: chatAndMessages,
    send(response) {
      bomb ??= brotliBomb(1024);
      startJson(response, { 'content-encoding': 'br' }).end(bomb);
    },
  },
  {
    name: '600 MB in a gzip body',
    stream: false,
    paths: chatAndMessages,
    send: (response) => sendGzip(response, 200, 600),
  },
  {
    name: '600 MB in a gzip error body',
    stream: false,
    paths: chatAndMessages,
    send: (response) => sendGzip(response, 400, 600),
  },
  {
    name: '600 MB in a gzip stream',
    stream: true,
    paths: chatAndMessages,
    async send(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      await writeGzip(response, Buffer.from(`: ${'a'.repeat(MEGABYTE)}\n\n`), 600, begin + end);
    },
  },
  {
    name: 'a JSON body without an end',
    stream: false,
    paths: chatAndMessages,
    async send(response) {
      startJson(response);
      const chunk = Buffer.alloc(MEGABYTE, ' ');
      // Bounded, so that a proxy without a limit ends the attack with a large peak, not the machine.
      for (let sent = 0; sent < 1024 && (await write(response, chunk)); sent += 1);
      response.end('{}');
    },
  },
  {
    name: 'one event of 80 MB',
    stream: true,
    paths: chatAndMessages,
    async send(response) {
      startEvents(response);
      await write(response, `${begin}data: {"type":"ping","x":"`);
      const chunk = Buffer.alloc(MEGABYTE, 'a');
      for (let sent = 0; sent < 80 && (await write(response, chunk)); sent += 1);
      response.end(`"}\n\n${end}`);
    },
  },
  {
    name: '0.4 MB of empty data lines',
    stream: true,
    paths: chatAndMessages,
    send: (response) => void startEvents(response).end(`${begin}${'data:\n'.repeat(70_000)}\n${end}`),
  },
  {
    name: '20,000 citations in one block',
    stream: true,
    paths: chatAndMessages,
    send(response) {
      const citation = {
        type: 'web_search_result_location',
        url: 'https://example.org/',
        title: 'A page',
        encrypted_index: 'x',
        cited_text: 'A sentence.',
      };
      const delta = frame({ type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation } });
      startEvents(response).end(begin + delta.repeat(20_000) + end);
    },
  },
  {
    name: '100,000 text deltas of one character',
    stream: true,
    paths: chatAndMessages,
    send(response) {
      const delta = frame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a' } });
      startEvents(response).end(begin + delta.repeat(100_000) + end);
    },
  },
  {
    name: 'a block nested 100,000 deep',
    stream: false,
    paths: chatAndMessages,
    send(response) {
      const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const content = `[{"type":"tool_use","id":"toolu_1","name":"a","input":{"a":${nested}}}]`;
      startJson(response).end(
        JSON.stringify({ ...message, stop_reason: 'tool_use' }).replace('"content":[]', `"content":${content}`),
      );
    },
  },
  {
    name: 'a request id of 9 kB',
    stream: false,
    paths: chatAndMessages,
    send: (response) =>
      void startJson(response, { 'request-id': 'r'.repeat(9_000) }).end(
        JSON.stringify({ ...message, stop_reason: 'end_turn' }),
      ),
  },
];

/** The same for `GET /v1/models`, which the proxy requests itself. @type {readonly HostileResponse[]} */
export const hostileModelLists = [
  {
    name: '600 MB in a gzip model list',
    stream: false,
    paths: ['/v1/models'],
    send: (response) => sendGzip(response, 200, 600),
  },
];
