import { describe, expect, test } from 'vitest';
import { call, contextOf, messageOf, run, text, thinking } from './__fixtures__/responses-messages.ts';
import type { UpstreamEvent } from '../anthropic/stream-events.ts';
import type { ContentBlock, Message } from '../anthropic/types.ts';
import { createMessageAccumulator, messageToEvents } from '../translate/stream/accumulate-message.ts';
import { translateToResponse } from './responses-stream.ts';
import type { ToolKind } from './response-tools.ts';

describe('Responses events', () => {
  test('text: the whole lifecycle, with consecutive sequence_number from 0', () => {
    const { sent } = run(contextOf({}), messageToEvents(messageOf([text('hi')])));
    expect(sent.map((event) => event.type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(sent.map((event) => event.sequence_number)).toEqual(sent.map((_, index) => index));
  });

  test('reasoning, then two calls: items in order, encrypted_content when requested', () => {
    const kinds: [string, ToolKind][] = [
      ['ns__f', { kind: 'function', name: 'f', namespace: 'ns' }],
      ['patch', { kind: 'custom', name: 'patch', namespace: null }],
    ];
    const context = contextOf(
      { reasoning: { summary: 'auto' }, include: ['reasoning.encrypted_content'] },
      { kinds, custom: ['patch'] },
    );
    const message = messageOf(
      [thinking, call('c1', 'ns__f', {}), call('c2', 'patch', { input: 'raw "text"' })],
      'tool_use',
    );
    const { sent, stream } = run(context, messageToEvents(message));
    expect(stream.response).toMatchObject({
      status: 'completed',
      output: [
        { type: 'reasoning', summary: [{ text: 'hmm' }], encrypted_content: 'SIG' },
        { type: 'function_call', call_id: 'c1', name: 'f', namespace: 'ns', arguments: '{}' },
        { type: 'custom_tool_call', call_id: 'c2', name: 'patch', input: 'raw "text"' },
      ],
      usage: { input_tokens: 15, input_tokens_details: { cached_tokens: 5 }, output_tokens: 7, total_tokens: 22 },
    });
    const deltas = sent.filter((event) => event.type === 'response.custom_tool_call_input.delta');
    expect(deltas.map((event) => event.delta).join('')).toBe('raw "text"');
  });

  test('reasoning summaries are sent only when requested', () => {
    const { stream } = run(contextOf({}), messageToEvents(messageOf([thinking, text('a')])));
    expect(stream.response?.output[0]).toEqual({ type: 'reasoning', id: expect.any(String), summary: [] });
  });

  test('shell, patch and search calls become their own item types', () => {
    const kinds: [string, ToolKind][] = [
      ['shell', { kind: 'shell' }],
      ['apply_patch', { kind: 'apply_patch' }],
      ['tool_search', { kind: 'tool_search' }],
    ];
    const message = messageOf([
      call('c1', 'shell', { commands: ['ls'] }),
      call('c2', 'apply_patch', { type: 'update_file', path: 'a', diff: 'd' }),
      call('c3', 'tool_search', { query: 'mail' }),
    ]);
    const { stream } = run(contextOf({}, { kinds }), messageToEvents(message));
    expect(stream.response?.output).toMatchObject([
      { type: 'shell_call', call_id: 'c1', action: { commands: ['ls'] } },
      { type: 'apply_patch_call', call_id: 'c2', operation: { type: 'update_file', path: 'a', diff: 'd' } },
      {
        type: 'tool_search_call',
        call_id: 'c3',
        execution: 'client',
        arguments: { query: 'mail' },
        status: 'completed',
      },
    ]);
  });

  test.each([
    ['max_tokens', 'incomplete', 'max_output_tokens'],
    ['refusal', 'incomplete', 'content_filter'],
    ['end_turn', 'completed', undefined],
  ] as const)('stop_reason %s becomes %s', (stop, status, reason) => {
    const { stream } = run(contextOf({}), messageToEvents(messageOf([text('part')], stop)));
    expect(stream.response?.status).toBe(status);
    expect(stream.response?.incomplete_details?.reason).toBe(reason);
  });

  test('a broken stream ends with response.failed and keeps its output', () => {
    const events = messageToEvents(messageOf([text('half an answer')])).slice(0, 3);
    const { sent, stream } = run(contextOf({}), events);
    expect(sent.at(-1)?.type).toBe('response.failed');
    expect(stream.response).toMatchObject({
      status: 'failed',
      error: { code: 'server_error', type: 'server_error' },
      output: [{ type: 'message', status: 'incomplete', content: [{ text: 'half an answer' }] }],
    });
  });

  test.each([
    ['rate_limit_error', 'rate_limit_exceeded'],
    ['invalid_request_error', 'invalid_prompt'],
    ['overloaded_error', 'server_error'],
  ])('an error event %s during the stream becomes response.failed with code %s', (type, code) => {
    const events = messageToEvents(messageOf([text('half an answer')])).slice(0, 3);
    const { stream } = run(contextOf({}), [...events, { type: 'error', error: { type, message: 'No.' } }]);
    expect(stream.response?.error).toMatchObject({ code, message: expect.stringContaining('No.') });
  });

  test('only items that were cut off have status incomplete', () => {
    const whole = run(
      contextOf({}),
      messageToEvents(messageOf([text('a'), call('c1', 'f', {}), text('b')], 'max_tokens')),
    );
    expect(whole.stream.response?.output).toMatchObject([
      { type: 'message', status: 'completed' },
      { type: 'function_call', status: 'completed' },
      { type: 'message', status: 'incomplete' },
    ]);
    const [start, block, delta, ...rest] = messageToEvents(
      messageOf([call('c1', 'f', { city: 'Oslo' })], 'max_tokens'),
    );
    if (delta?.type !== 'content_block_delta' || delta.delta.type !== 'input_json_delta')
      throw new Error('No arguments.');
    const half = { ...delta, delta: { ...delta.delta, partial_json: '{"city":"O' } };
    const cut = run(
      contextOf({}),
      [start, block, half, ...rest].filter((event) => event !== undefined),
    );
    expect(cut.stream.response?.output).toMatchObject([{ arguments: '{"city":"O', status: 'incomplete' }]);
  });

  test.each([
    ['nothing at all', []],
    ['an empty text', [text('')]],
    ['thoughts alone', [thinking]],
  ])('a response of %s has an empty message, whole and streamed', (_what, content) => {
    const message = messageOf(content);
    const { stream, sent } = run(contextOf({}), messageToEvents(message));
    const empty = { type: 'message', status: 'completed', content: [{ type: 'output_text', text: '' }] };
    expect(stream.response?.output.at(-1)).toMatchObject(empty);
    expect(translateToResponse(message, contextOf({})).response?.output.at(-1)).toMatchObject(empty);
    expect(sent.slice(-5).map((event) => event.type)).toEqual([
      'response.content_part.added',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
  });

  test.each<[Message['stop_reason'], ContentBlock[]]>([
    ['max_tokens', [thinking]],
    ['tool_use', [call('c1', 'f', {})]],
  ])('a response with stop_reason %s and no text has no message', (stop, content) => {
    const { response } = translateToResponse(messageOf(content, stop), contextOf({}));
    expect(response?.output.map((item) => item.type)).not.toContain('message');
  });

  test('an error before the first event becomes an HTTP error', () => {
    const { sent, stream } = run(contextOf({}), [
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    ]);
    expect(sent).toEqual([]);
    expect(stream.failure).toMatchObject({ status: 503, emitted: false });
  });

  test('a web search becomes a web_search_call item, not a function call', () => {
    const events: UpstreamEvent[] = messageToEvents(
      messageOf([
        { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'q' }, caller: { type: 'direct' } },
        { type: 'web_search_tool_result', tool_use_id: 's1', content: [], caller: { type: 'direct' } },
        text('found'),
      ]),
    );
    const { stream } = run(contextOf({}), events);
    expect(stream.response?.output).toMatchObject([
      { type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'q', queries: ['q'] } },
      { type: 'message', content: [{ type: 'output_text', text: 'found' }] },
    ]);
  });
});

test('service_tier is translated to OpenAI’s values', () => {
  const message = messageOf([text('a')]);
  const usage = { ...message.usage, service_tier: 'priority' as const };
  expect(translateToResponse({ ...message, usage }, contextOf({})).response?.service_tier).toBe('priority');
  expect(translateToResponse(message, contextOf({})).response?.service_tier).toBe('default');
});

test('web_search_call.action.sources are included on request', () => {
  const caller = { type: 'direct' as const };
  const result = { type: 'web_search_result' as const, encrypted_content: 'E', page_age: null, title: 'Page' };
  const message = messageOf([
    { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'q' }, caller },
    {
      type: 'web_search_tool_result',
      tool_use_id: 's1',
      content: [{ ...result, url: 'https://example.com/' }],
      caller,
    },
  ]);
  const withSources = contextOf({ include: ['web_search_call.action.sources'] });
  const action = { type: 'search', query: 'q', queries: ['q'] };
  expect(translateToResponse(message, withSources).response?.output[0]).toMatchObject({
    action: { ...action, sources: [{ type: 'url', url: 'https://example.com/' }] },
  });
  expect(translateToResponse(message, contextOf({})).response?.output[0]).toHaveProperty('action', action);
});

test('a web search that was cut off is closed', () => {
  const search = { type: 'server_tool_use' as const, id: 's1', name: 'web_search' as const, input: { query: 'q' } };
  const message = messageOf([{ ...search, caller: { type: 'direct' } }], 'max_tokens');
  expect(translateToResponse(message, contextOf({})).response?.output).toMatchObject([
    { type: 'web_search_call', status: 'failed', action: { query: 'q' } },
  ]);
});

describe('the whole response', () => {
  test('equals the response in the last event of the stream', () => {
    const message = messageOf([thinking, text('a'), text('b'), call('c1', 'f', { q: 1 })]);
    const context = contextOf({ include: ['reasoning.encrypted_content'] });
    const { sent } = run(context, messageToEvents(message));
    const last = sent.at(-1);
    expect(last?.type === 'response.completed' && last.response).toEqual(
      translateToResponse(message, context).response,
    );
    const assembler = createMessageAccumulator();
    for (const event of messageToEvents(message)) assembler.push(event);
    expect(assembler.message()?.content).toHaveLength(4);
  });

  test('echoes the request’s parameters', () => {
    const tools = [{ type: 'function', name: 'f', parameters: {}, strict: false }];
    const { response } = translateToResponse(messageOf([text('a')]), contextOf({ tools, metadata: { a: 'b' } }));
    expect(response).toMatchObject({ tools, metadata: { a: 'b' }, model: 'gpt-5', output_text: 'a', id: 'resp_abc' });
  });
});
