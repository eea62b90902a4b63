import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { failure, messages, useFaultProxy, streamOf } from './__fixtures__/fault-proxy.ts';
import { event, json, message, type Script, textEvents } from './__fixtures__/scripted-upstream.ts';

const faults = useFaultProxy();

describe('retries and self-healing', () => {
  const overloaded: Script = (_request, response) =>
    void response
      .writeHead(529, { ...json, 'retry-after-ms': '1' })
      .end(JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }));

  it('retries a 529 for a client that does not', async () => {
    const good = faults.upstream.script;
    const before = faults.upstream.received.length;
    faults.upstream.script = (request, response, count) =>
      (count <= before + 2 ? overloaded : good)(request, response, count);
    expect((await faults.wire()).status).toBe(200);
    expect(faults.upstream.received.length - before).toBe(3);
  });

  it('leaves the retry of a 529 to the official client', async () => {
    faults.upstream.script = overloaded;
    const before = faults.upstream.received.length;
    expect(await failure(faults.whole())).toMatchObject({ status: 503 });
    expect(faults.upstream.received.length - before).toBe(1);
  });

  it('repairs a request after a 400, once, and learns the rule', async () => {
    const good = faults.upstream.script;
    const refused: Script = (_request, response) =>
      void response.writeHead(400, json).end(
        JSON.stringify({
          type: 'error',
          error: {
            type: 'invalid_request_error',
            message:
              'max_tokens: 100 > 50, which is the maximum allowed number of output tokens for claude-unheard-of-9',
          },
        }),
      );
    const before = faults.upstream.received.length;
    faults.upstream.script = (request, response, count) => {
      const { max_tokens: limit } = JSON.parse(request.body);
      (limit > 50 ? refused : good)(request, response, count);
    };
    const ask = () =>
      faults.client.chat.completions.create({ model: 'claude-unheard-of-9', max_tokens: 100, messages }).withResponse();
    const { response } = await ask();
    expect(response.headers.get('x-dragoman-notes')).toContain('healed-max-output-tokens');
    expect(faults.upstream.received.length - before).toBe(2);
    await ask();
    expect(faults.upstream.received.length - before).toBe(3);
    expect(faults.testProxy.proxy.knownModels()).toMatchObject([
      { profile: { id: 'claude-unheard-of-9', maxOutputTokens: 50 }, unlearned: { maxOutputTokens: 64_000 } },
    ]);
  });

  it('omits a beta of the client’s header that the API does not know', async () => {
    const good = faults.upstream.script;
    const refusal = {
      type: 'invalid_request_error',
      message:
        'Unexpected value(s) `old-beta-2020-01-01` for the `anthropic-beta` header. Please consult our documentation.',
    };
    const before = faults.upstream.received.length;
    faults.upstream.script = (request, response, count) => {
      if (!String(request.headers['anthropic-beta']).includes('old-beta')) good(request, response, count);
      else response.writeHead(400, json).end(JSON.stringify({ type: 'error', error: refusal }));
    };
    const headers = { 'anthropic-beta': 'old-beta-2020-01-01,interleaved-thinking-2025-05-14' };
    await faults.client.chat.completions.create({ model: 'gpt-4', max_tokens: 100, messages }, { headers });
    const sent = faults.upstream.received.slice(before).map((request) => request.headers['anthropic-beta']);
    expect(sent).toEqual([headers['anthropic-beta'], 'interleaved-thinking-2025-05-14']);
  });

  it('does not repair other errors', async () => {
    faults.upstream.script = (_request, response) =>
      void response
        .writeHead(400, json)
        .end(JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'something new' } }));
    const before = faults.upstream.received.length;
    expect(await failure(faults.whole())).toMatchObject({ status: 400 });
    expect(faults.upstream.received.length - before).toBe(1);
  });
});

describe('tool_choice required on a model without forced tools', () => {
  const tools: OpenAI.ChatCompletionTool[] = [
    { type: 'function', function: { name: 'look', parameters: { type: 'object' } } },
  ];
  const ask = () =>
    faults.client.chat.completions
      .create({ model: 'claude-opus-5-5', max_tokens: 100, messages, tools, tool_choice: 'required' })
      .withResponse();
  const call = message('', {
    content: [{ type: 'tool_use', id: 'toolu_1', name: 'look', input: {} }],
    stop_reason: 'tool_use',
  });

  it('is retried once', async () => {
    const before = faults.upstream.received.length;
    faults.upstream.script = (_request, response, count) => {
      response.writeHead(200, json).end(JSON.stringify(count === before + 1 ? message('No.') : call));
    };
    const { data, response } = await ask();
    expect(data.choices[0]?.finish_reason).toBe('tool_calls');
    expect(data.usage?.completion_tokens).toBe(10);
    expect(response.headers.get('x-dragoman-notes')).toContain('tool-call-asked-twice');
  });

  it('is aborted after the timeout, and reported', async () => {
    const before = faults.upstream.received.length;
    faults.upstream.script = (_request, response) =>
      void response.writeHead(200, json).end(JSON.stringify(message('No.')));
    const { data, response } = await ask();
    expect(data.choices[0]?.message.content).toBe('No.');
    expect(response.headers.get('x-dragoman-notes')).toContain('tool-call-missing');
    expect(faults.upstream.received.length - before).toBe(2);
  });
});

describe('a paused turn', () => {
  const paused = [
    event({ type: 'message_start', message: message('', { content: [], stop_reason: null }) }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Searching. ' } }),
    event({ type: 'content_block_stop', index: 0 }),
    event({
      type: 'message_delta',
      delta: { stop_reason: 'pause_turn', stop_sequence: null },
      usage: { output_tokens: 3 },
    }),
    event({ type: 'message_stop' }),
  ];

  it.each([true, false])('is resumed within one response (stream: %s)', async (stream) => {
    const before = faults.upstream.received.length;
    faults.upstream.script = (request, response, count) =>
      streamOf(count === before + 1 ? paused : textEvents(['Found.']))(request, response, count);
    const result = stream ? (await faults.streamed()).text : (await faults.whole()).choices[0]?.message.content;
    expect(result).toBe('Searching. Found.');
    expect(JSON.parse(faults.upstream.received.at(-1)?.body ?? '').messages.at(-1)).toMatchObject({
      role: 'assistant',
      content: [{ type: 'text', text: 'Searching. ' }],
    });
  });

  it('is resumed a limited number of times', async () => {
    faults.upstream.script = streamOf(paused);
    const before = faults.upstream.received.length;
    expect(await faults.streamed()).toMatchObject({ finish: 'stop', error: null });
    expect(faults.upstream.received.length - before).toBe(9);
  });
});
