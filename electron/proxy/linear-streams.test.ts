/** Work for each event of a stream is constant: four times as many events cause four times as many operations, counted, not timed. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLong } from '#shared/__fixtures__/test-depth.ts';
import { startCounting, type OperationCounter } from './__fixtures__/count-operations.ts';

const EVENTS = 500;
/** The input is doubled twice: a step for each earlier event would then outweigh the linear work. */
const GROWTH = 4;
/**
 * A busy machine reads the same stream in other chunks and time slices, which changes the counts by a quarter, and bytes are
 * sampled. Quadratic work counts up to sixteen times.
 */
const MAX_FACTOR = 5.5;

let counter: OperationCounter;
let ask: (path: string, stream: string) => Promise<string>;
let stop: () => Promise<void>;

beforeAll(async () => {
  counter = await startCounting((url) => /\/(?:electron|shared)\//.test(url) && !url.includes('node_modules'));
  const { startScriptedUpstream, eventStream } = await import('./__fixtures__/scripted-upstream.ts');
  const { startTestProxy } = await import('./__fixtures__/test-proxy.ts');
  let body = '';
  const upstream = await startScriptedUpstream(
    (_request, response) => void response.writeHead(200, eventStream).end(body),
  );
  const proxy = await startTestProxy({ overrides: { endpoint: upstream.endpoint } });
  const messages = [{ role: 'user', content: 'Bonjour?' }];
  ask = async (path, stream) => {
    body = stream;
    const question = path === '/v1/responses' ? { input: 'Bonjour?' } : { messages, max_tokens: 99 };
    const response = await fetch(proxy.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'claude-sonnet-5-5', stream: true, ...question }),
    });
    const exchange = response.headers.get('x-dragoman-exchange');
    const text = await response.text();
    await proxy.finished(({ summary }) => summary.id === exchange);
    return text;
  };
  stop = async () => {
    await proxy.close();
    await upstream.close();
  };
});
afterAll(async () => {
  await stop();
  counter.end();
});

const usage = { input_tokens: 10, output_tokens: 5 };
const frame = (data: { type: string } & Record<string, unknown>): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const start = frame({
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  },
});
const end =
  frame({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage }) +
  frame({ type: 'message_stop' });
const begin = (block: object, index = 0): string => frame({ type: 'content_block_start', index, content_block: block });
const close = (index = 0): string => frame({ type: 'content_block_stop', index });
const delta = (content: object, index = 0): string => frame({ type: 'content_block_delta', index, delta: content });

const text = { type: 'text', text: '' };
const textDelta = { type: 'text_delta', text: ' word' };
const thinking = { type: 'thinking', thinking: '', signature: '' };
const tool = { type: 'tool_use', id: 'toolu_1', name: 'look', input: {} };
const citation = {
  type: 'web_search_result_location',
  url: 'https://example.org/',
  title: 'A page',
  encrypted_index: 'x',
  cited_text: 'A sentence.',
};
const inBlock = (block: object, one: string) => (count: number) => begin(block) + one.repeat(count) + close();
const each = (write: (index: number) => string) => (count: number) =>
  Array.from({ length: count }, (_, index) => write(index)).join('');

const shapes: readonly (readonly [name: string, write: (count: number) => string])[] = [
  ['text deltas', inBlock(text, delta(textDelta))],
  ['thinking deltas', inBlock(thinking, delta({ type: 'thinking_delta', thinking: ' word' }))],
  ['signature deltas', inBlock(thinking, delta({ type: 'signature_delta', signature: 'c2ln' }))],
  [
    'tool arguments',
    (count) =>
      begin(tool) +
      delta({ type: 'input_json_delta', partial_json: '{"a":["' }) +
      delta({ type: 'input_json_delta', partial_json: 'x","' }).repeat(count) +
      delta({ type: 'input_json_delta', partial_json: '"]}' }) +
      close(),
  ],
  ['citations', inBlock({ ...text, citations: [] }, delta({ type: 'citations_delta', citation }) + delta(textDelta))],
  ['unknown deltas', inBlock(text, delta({ type: 'future_delta', words: 'x' }))],
  ['blocks of text', each((index) => begin(text, index) + delta(textDelta, index) + close(index))],
  ['blocks that stay open', each((index) => begin(text, index) + delta(textDelta, index))],
  ['tool calls', each((index) => begin({ ...tool, id: `toolu_${String(index)}` }, index) + close(index))],
  [
    'alternating deltas',
    (count) =>
      begin(text) + begin(text, 1) + (delta(textDelta) + delta(textDelta, 1)).repeat(count) + close() + close(1),
  ],
  ['pings', inBlock(text, frame({ type: 'ping' }))],
  ['comments', inBlock(text, ': keep-alive\n\n')],
  ['empty data lines of one event', (count) => `data:\n`.repeat(10 * count) + '\n'],
  [
    'data lines of one event',
    (count) => `event: ping\ndata: {"type":"ping","x":[0\n${'data: ,0\n'.repeat(count)}data: ]}\n\n`,
  ],
  ['events of an unknown type', inBlock(text, frame({ type: 'future_event' }))],
];

/** In the short form each shape goes through one of them. */
const paths = ['/v1/chat/completions', '/v1/responses', '/v1/messages'];

describe.each(paths)('a stream through %s', (path) => {
  it.each(shapes.filter((_shape, index) => isLong || index % paths.length === paths.indexOf(path)))(
    'of %s takes work in proportion to its length',
    async (_shape, write) => {
      const work = (count: number) => async () => {
        expect(await ask(path, start + write(count) + end)).toMatch(/\[DONE\]|response\.completed|message_stop/);
      };
      // Compiles what is used, and fills caches.
      await work(EVENTS / 5)();
      const once = await counter.count(work(EVENTS));
      const longer = await counter.count(work(GROWTH * EVENTS));
      expect(longer.blocks).toBeLessThan(MAX_FACTOR * once.blocks);
      expect(longer.bytes).toBeLessThan(MAX_FACTOR * once.bytes);
    },
  );
});
