import { APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import type { ResponseDelta } from '../../openai/chat-completion.ts';
import type { ChatCompletionChunk } from '../../openai/types.ts';
import {
  accumulate,
  assemble,
  created,
  recordedStream,
  testResponseContext,
  translateEvents,
} from '../__fixtures__/upstream-messages.ts';
import { messageToEvents } from './accumulate-message.ts';
import { translateResponse } from '../response/translate-response.ts';
import { createStreamTranslation } from './translate-stream.ts';

const stream = (name: string) => recordedStream('whole', name);
const broken = (name: string) => translateEvents(recordedStream('broken', name), testResponseContext());
const deltas = (chunks: readonly ChatCompletionChunk[]) => chunks.map((chunk) => chunk.choices[0]?.delta);

describe('the sequence of chunks', () => {
  it('is role, deltas, finish_reason, usage, with one id and one created time', () => {
    const { chunks } = translateEvents(stream('text'), testResponseContext());
    const frame = {
      id: 'chatcmpl-01Fixture',
      object: 'chat.completion.chunk',
      created,
      model: 'gpt-4o',
      service_tier: 'default',
      usage: null,
    };
    const choice = { index: 0, logprobs: null, finish_reason: null };
    expect(chunks).toEqual([
      { ...frame, choices: [{ ...choice, delta: { role: 'assistant', content: '', refusal: null } }] },
      { ...frame, choices: [{ ...choice, delta: { content: 'Grüße, ' } }] },
      { ...frame, choices: [{ ...choice, delta: { content: 've' } }] },
      { ...frame, choices: [{ ...choice, delta: { content: 'ry 👋🏽 wel' } }] },
      { ...frame, choices: [{ ...choice, delta: { content: 'come — 你好' } }] },
      { ...frame, choices: [{ ...choice, delta: {}, finish_reason: 'stop' }] },
      { ...frame, choices: [], usage: expect.objectContaining({ prompt_tokens: 12, completion_tokens: 20 }) },
    ]);
  });

  it('has no usage without stream_options.include_usage', () => {
    const { chunks } = translateEvents(stream('text'), testResponseContext({ includeUsage: false }));
    expect(chunks.some((chunk) => 'usage' in chunk)).toBe(false);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
  });

  it('gives tool calls dense indexes after thinking and text', () => {
    const { chunks } = translateEvents(stream('thinking-text-two-tools'), testResponseContext());
    const calls = deltas(chunks).flatMap((delta) => delta?.tool_calls ?? []);
    expect(calls).toEqual([
      { index: 0, id: 'toolu_01A', type: 'function', function: { name: 'weather', arguments: '' } },
      { index: 0, function: { arguments: '{"city": "Pa' } },
      { index: 0, function: { arguments: 'ris"}' } },
      { index: 1, id: 'toolu_01B', type: 'function', function: { name: 'weather', arguments: '' } },
      { index: 1, function: { arguments: '{"city"' } },
      { index: 1, function: { arguments: ': "Oslo 🌧"}' } },
    ]);
    expect(deltas(chunks).filter((delta) => delta?.role)).toHaveLength(1);
    expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason)).toHaveLength(1);
  });

  it('keeps the arguments of interleaved blocks apart', async () => {
    const { chunks } = translateEvents(stream('tools-interleaved'), testResponseContext());
    const completion = await accumulate(chunks);
    expect(completion.choices[0]?.message.tool_calls).toEqual([
      { id: 'toolu_01A', type: 'function', function: { name: 'a', arguments: '{"one":1}' } },
      { id: 'toolu_01B', type: 'function', function: { name: 'b', arguments: '{"two":2}' } },
    ]);
  });

  it.each([
    ['tool-without-arguments', '{}'],
    ['tool-input-at-start', '{"zone":"UTC"}'],
  ])('has %s at the end of the block', (name, argumentText) => {
    const { chunks } = translateEvents(stream(name), testResponseContext());
    expect(deltas(chunks)[2]).toEqual({ tool_calls: [{ index: 0, function: { arguments: argumentText } }] });
  });

  it('streams reasoning_content and reasoning_details, with the signature once', () => {
    const { chunks } = translateEvents(stream('thinking-text-two-tools'), testResponseContext());
    const format = 'anthropic-claude-v1';
    expect(deltas(chunks).slice(1, 4)).toEqual([
      { reasoning_content: 'hm', reasoning_details: [{ type: 'reasoning.text', text: 'hm', format, index: 0 }] },
      {
        reasoning_content: ', two cities'.slice(0, 5),
        reasoning_details: [{ type: 'reasoning.text', text: ', two', format, index: 0 }],
      },
      {
        reasoning_content: ' cities',
        reasoning_details: [{ type: 'reasoning.text', text: ' cities', format, index: 0 }],
      },
    ]);
    expect(deltas(chunks)[4]).toEqual({
      reasoning_details: [{ type: 'reasoning.text', text: '', signature: 'SIG+/=', format, index: 0 }],
    });
  });

  it('is empty for ping and unknown events, blocks and deltas', () => {
    const { chunks, failure } = translateEvents(stream('unknown-everything'), testResponseContext());
    expect(failure).toBeNull();
    expect(deltas(chunks)).toEqual([
      { role: 'assistant', content: '', refusal: null },
      { content: 'seed ' },
      { content: 'grown' },
      { anthropic_blocks: [{ type: 'hologram', shape: 'cube' }] },
      {},
      undefined,
    ]);
  });

  it('never has server tools as tool_calls, and annotations count over the whole content', async () => {
    const { chunks } = translateEvents(stream('web-search-citations'), testResponseContext());
    const message = (await accumulate(chunks)).choices[0]?.message;
    expect(message?.tool_calls).toBeUndefined();
    expect(message?.content).toBe('Found 🔎: the answer and the paper');
    expect(message?.annotations).toEqual([
      {
        type: 'url_citation',
        url_citation: { start_index: 10, end_index: 20, title: 'A page', url: 'https://example.org/a' },
      },
    ]);
    expect(message?.content?.slice(10, 20)).toBe('the answer');
  });

  it('has the refusal before finish_reason', () => {
    const { chunks, translation } = translateEvents(stream('refusal-midway'), testResponseContext());
    expect(deltas(chunks).at(-3)).toEqual({ refusal: 'The model declined to answer this request.' });
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('content_filter');
    expect(translation.notes.map((note) => note.code)).toEqual(['refused-content-dropped']);
  });

  it('keeps counts that a later message_delta omits', () => {
    const { chunks } = translateEvents(stream('several-message-deltas'), testResponseContext());
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(7);
  });

  it('has function_call deltas for a legacy request, first call only', () => {
    const { chunks, translation } = translateEvents(
      stream('thinking-text-two-tools'),
      testResponseContext({ legacyFunctions: true }),
    );
    expect(deltas(chunks).filter((delta) => delta?.function_call)).toEqual([
      { function_call: { name: 'weather', arguments: '' } },
      { function_call: { arguments: '{"city": "Pa' } },
      { function_call: { arguments: 'ris"}' } },
    ]);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('function_call');
    expect(translation.notes.map((note) => note.code)).toContain('extra-function-calls-dropped');
  });

  it('unwraps a custom tool’s input incrementally', () => {
    const responseContext = testResponseContext({
      customTools: new Set(['shell_']),
      toolNames: new Map([['shell_', 'shell!']]),
    });
    const { chunks } = translateEvents(toolEvents('shell_', ['{"input": "ls ', '\\"a b\\"\\n"}']), responseContext);
    expect(deltas(chunks).flatMap((delta) => delta?.tool_calls ?? [])).toEqual([
      { index: 0, id: 'toolu_1', type: 'custom', custom: { name: 'shell!', input: '' } },
      { index: 0, custom: { input: 'ls ' } },
      { index: 0, custom: { input: '"a b"\n' } },
    ]);
  });

  it('keeps the text of a custom tool that was cut off, streamed and whole', () => {
    const responseContext = testResponseContext({ customTools: new Set(['shell_']) });
    const events = toolEvents('shell_', ['{"input": "ls', ' -']);
    const said = deltas(translateEvents(events, responseContext).chunks).flatMap((delta) => delta?.tool_calls ?? []);
    expect(said.map(({ custom }) => custom?.input)).toEqual(['', 'ls', ' -']);
    const { completion } = translateResponse(assemble(events), responseContext, created);
    expect(completion.choices[0]?.message.tool_calls).toMatchObject([{ type: 'custom', custom: { input: 'ls -' } }]);
  });

  it('unwraps a tool whose root was wrapped', () => {
    const responseContext = testResponseContext({ wrappedTools: new Set(['pick']) });
    const { chunks } = translateEvents(toolEvents('pick', ['{"value"', ':[1,2]}']), responseContext);
    expect(deltas(chunks).flatMap((delta) => delta?.tool_calls ?? [])[1]).toEqual({
      index: 0,
      function: { arguments: '[1,2]' },
    });
  });

  it('omits all reasoning with reasoning.exclude', () => {
    const { chunks } = translateEvents(stream('thinking-between-tools'), testResponseContext({ hideReasoning: true }));
    expect(JSON.stringify(chunks)).not.toMatch(/reasoning_(?:content|details)/);
  });

  it('separates two thinking blocks in reasoning_content', () => {
    const { chunks } = translateEvents(stream('thinking-between-tools'), testResponseContext());
    const text = chunks.map((chunk) => {
      const delta: ResponseDelta | undefined = chunk.choices[0]?.delta;
      return delta?.reasoning_content ?? '';
    });
    expect(text.join('')).toBe('first\n\nsecond');
  });

  it('is the same for an upstream response that was not streamed', async () => {
    const message = assemble(stream('thinking-text-two-tools'));
    const { chunks, failure } = translateEvents(messageToEvents(message), testResponseContext());
    expect(failure).toBeNull();
    expect((await accumulate(chunks)).choices[0]?.finish_reason).toBe('tool_calls');
  });
});

describe('a stream that breaks', () => {
  it('is an HTTP error when the error event comes first', () => {
    const { chunks, failure } = broken('error-first');
    expect(chunks).toEqual([]);
    expect(failure).toMatchObject({ emitted: false, status: 503, body: { error: { code: 'overloaded_error' } } });
  });

  it.each([
    ['error-midway', 'overloaded_error'],
    ['truncated', 'upstream_truncated'],
    ['truncated-before-stop', 'upstream_truncated'],
    ['spliced-message-start', 'upstream_invalid_response'],
  ])('sends the chunks so far, then the error, and no finish_reason: %s', async (name, code) => {
    const { chunks, failure, translation } = broken(name);
    expect(failure).toMatchObject({ emitted: true, body: { error: { code, type: 'server_error', param: null } } });
    expect(chunks.at(-1)?.choices[0]?.delta.content).toMatch(/Half|All of it/);
    expect(chunks.every((chunk) => chunk.choices[0]?.finish_reason === null)).toBe(true);
    expect(translation.state).toBe('failed');
    // The official client raises on such a frame.
    const frame = failure?.body.error;
    expect(new APIError(undefined, frame, undefined, undefined).code).toBe(code);
  });

  it('reports the usage so far', () => {
    expect(broken('error-midway').translation.usage?.input_tokens).toBe(12);
  });

  it('is an error without any event', () => {
    expect(broken('nothing').failure).toMatchObject({ emitted: false, status: 502 });
  });

  it('emits held-back text', () => {
    const responseContext = testResponseContext({ outputFormat: { kind: 'instructed', schema: null } });
    const { chunks } = translateEvents(recordedStream('broken', 'error-midway'), responseContext);
    expect(deltas(chunks).at(-1)).toEqual({ content: 'Half' });
  });

  it('emits nothing after its end', () => {
    const translation = createStreamTranslation(testResponseContext(), created);
    for (const event of stream('text')) translation.push(event);
    expect(translation.state).toBe('done');
    for (const event of stream('text')) expect(translation.push(event)).toEqual([]);
    expect(translation.end()).toEqual({ chunks: [], failure: null });
  });
});

describe('pause_turn', () => {
  it('continues as one response when it is resumed', () => {
    const translation = createStreamTranslation(testResponseContext(), created);
    const chunks: ChatCompletionChunk[] = [];
    const feed = (events: readonly UpstreamEvent[]) => {
      for (const event of events) chunks.push(...translation.push(event));
    };
    feed(stream('pause-turn'));
    expect(translation.state).toBe('paused');
    feed(renamed(stream('tool-input-at-start'), 'msg_02Resumed'));
    expect(translation.state).toBe('done');
    expect(new Set(chunks.map((chunk) => chunk.id))).toEqual(new Set(['chatcmpl-01Fixture']));
    expect(deltas(chunks).filter((delta) => delta?.role)).toHaveLength(1);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
    expect(chunks.at(-1)?.usage).toMatchObject({ prompt_tokens: 24, completion_tokens: 40 });
  });

  it('ends with a note when it is not', () => {
    const { chunks, failure, translation } = translateEvents(stream('pause-turn'), testResponseContext());
    expect(failure).toBeNull();
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(translation.notes.map((note) => note.code)).toContain('pause-turn-unfinished');
  });
});

function toolEvents(name: string, fragments: readonly string[]): UpstreamEvent[] {
  const [start] = stream('empty');
  if (!start) throw new Error('fixture without events');
  const caller = { type: 'direct' } as const;
  return [
    start,
    {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 'toolu_1', name, input: {}, caller },
    },
    ...fragments.map((json): UpstreamEvent => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'input_json_delta', partial_json: json },
    })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_stop' },
  ];
}

function renamed(events: readonly UpstreamEvent[], id: string): UpstreamEvent[] {
  return events.map((event) =>
    event.type === 'message_start' ? { ...event, message: { ...event.message, id } } : event,
  );
}
