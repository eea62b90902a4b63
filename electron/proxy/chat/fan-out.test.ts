import type OpenAI from 'openai';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failure, messages, streamOf, useFaultProxy } from '../__fixtures__/fault-proxy.ts';
import { event, eventStream, json, message, type Script, textEvents } from '../__fixtures__/scripted-upstream.ts';

const faults = useFaultProxy();
let before: number;

beforeAll(() => {
  const settings = faults.testProxy.settings.get();
  faults.testProxy.settings.save({ ...settings, translation: { ...settings.translation, fanOut: true } });
});

beforeEach(() => {
  before = faults.upstream.received.length;
});

/** Each response contains the number of its call. */
const numbered: Script = (_request, response, count) =>
  void response.writeHead(200, json).end(JSON.stringify(message(`answer ${count - before}`, { id: `msg_${count}` })));
const numberedStream: Script = (request, response, count) =>
  streamOf(textEvents(['answer ', String(count - before)]))(request, response, count);
const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
const calls = (): number => faults.upstream.received.length - before;

const request = { model: 'claude-opus-4-8', max_tokens: 100, messages, n: 3 };

async function chunksOf(more: object = {}): Promise<OpenAI.ChatCompletionChunk[]> {
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of await faults.client.chat.completions.create({ ...request, ...more, stream: true })) {
    chunks.push(chunk);
  }
  return chunks;
}

describe('three choices', () => {
  it('are three upstream calls and one completion', async () => {
    faults.upstream.script = numbered;
    const { data, response } = await faults.client.chat.completions.create(request).withResponse();
    expect(data.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    const texts = new Set(data.choices.map(({ message: { content } }) => content));
    expect(texts).toEqual(new Set(['answer 1', 'answer 2', 'answer 3']));
    expect(data.usage).toMatchObject({ prompt_tokens: 30, completion_tokens: 15, total_tokens: 45 });
    expect(response.headers.get('x-dragoman-notes')).toContain('answers-asked-apart');
    const bodies = faults.upstream.received.slice(before).map(({ body }) => body);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies).toHaveLength(3);
    const id = response.headers.get('x-dragoman-exchange');
    const exchange = await faults.testProxy.finished((one) => one.summary.id === id);
    expect(exchange.summary.tokens).toMatchObject({ input: 30, output: 15 });
  });

  it('are interleaved in one stream with one id, one usage and one end', async () => {
    faults.upstream.script = numberedStream;
    const chunks = await chunksOf({ stream_options: { include_usage: true } });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    for (const index of [0, 1, 2]) {
      const own = chunks.flatMap(({ choices }) => choices.filter((choice) => choice.index === index));
      expect(own.filter(({ delta }) => delta.role === 'assistant')).toHaveLength(1);
      expect(own.map(({ delta }) => delta.content ?? '').join('')).toMatch(/^answer [123]$/);
      expect(own.at(-1)?.finish_reason).toBe('stop');
    }
    const counted = chunks.filter(({ usage }) => usage !== null);
    expect(counted).toMatchObject([{ choices: [], usage: { prompt_tokens: 30, completion_tokens: 15 } }]);
    expect(chunks.at(-1)).toBe(counted[0]);
    expect(calls()).toBe(3);
  });

  it('have no usage chunk without include_usage', async () => {
    faults.upstream.script = numberedStream;
    expect((await chunksOf()).every(({ choices, usage }) => choices.length === 1 && !usage)).toBe(true);
  });

  it('end the stream once', async () => {
    faults.upstream.script = numberedStream;
    const response = await fetch(`${faults.testProxy.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...request, stream: true }),
    });
    const text = await response.text();
    expect(text.split('[DONE]')).toHaveLength(2);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('also work for text completions', async () => {
    faults.upstream.script = numbered;
    const completion = await faults.client.completions.create({ model: 'm', prompt: 'x', max_tokens: 10, n: 2 });
    expect(completion.choices.map(({ index }) => index)).toEqual([0, 1]);
  });
});

describe('when one of them fails', () => {
  it('before the first chunk, the response is an HTTP error', async () => {
    const third: Script = (_request, response) => void response.writeHead(529, json).end(JSON.stringify(overloaded));
    faults.upstream.script = (one, response, count) => (count === before + 3 ? third : numbered)(one, response, count);
    expect(await failure(faults.client.chat.completions.create(request))).toMatchObject({ status: 503 });
  });

  it('within the stream, it ends with that error and aborts the other calls', async () => {
    let open = 0;
    faults.upstream.script = (_request, response, count) => {
      response.writeHead(200, eventStream);
      response.write(textEvents(['Bon']).slice(0, 3).join(''));
      open += 1;
      response.once('close', () => (open -= 1));
      if (count === before + 3) response.end(event(overloaded));
    };
    const error = await failure(chunksOf());
    expect(error).toMatchObject({ code: 'overloaded_error' });
    await expect.poll(() => open).toBe(0);
    const exchange = await faults.testProxy.finished((one) => one.summary.state === 'failed');
    expect(exchange.summary.errorCode).toBe('overloaded_error');
  });
});

it.each([0, 9, 1.5])('n of %s is refused', async (n) => {
  expect(await failure(faults.client.chat.completions.create({ ...request, n }))).toMatchObject({
    status: 400,
    param: 'n',
  });
  expect(calls()).toBe(0);
});

it('more than one is refused unless it is allowed', async () => {
  const settings = faults.testProxy.settings.get();
  faults.testProxy.settings.save({ ...settings, translation: { ...settings.translation, fanOut: false } });
  expect(await failure(faults.client.chat.completions.create(request))).toMatchObject({
    status: 400,
    code: 'unsupported_value',
    param: 'n',
  });
  expect(calls()).toBe(0);
  faults.testProxy.settings.save(settings);
});
