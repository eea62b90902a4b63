import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';

import { call, contextFor, tool, translate } from '../__fixtures__/translate.ts';
import { extendPath, parsePath } from '../../json/json-path.ts';
import { traceRequest } from '../translate-request.ts';
import { createTracer } from './trail-recorder.ts';
import { parseChatRequest } from '../../openai/parse-chat-request.ts';

describe('a trail', () => {
  test('expands a linked subtree leaf by leaf', () => {
    const source = { schema: { type: 'object', items: [1, 2], empty: {} } };
    const target = { deep: [{ input_schema: source.schema }] };
    const tracer = createTracer(source);
    tracer.link('schema', target.deep[0] ?? {}, 'input_schema', 'renamed', 'r');
    expect(tracer.trail(target)).toEqual([
      { verb: 'renamed', from: 'schema.type', to: 'deep[0].input_schema.type', reason: 'r' },
      { verb: 'renamed', from: 'schema.items[0]', to: 'deep[0].input_schema.items[0]', reason: 'r' },
      { verb: 'renamed', from: 'schema.items[1]', to: 'deep[0].input_schema.items[1]', reason: 'r' },
      { verb: 'renamed', from: 'schema.empty', to: 'deep[0].input_schema.empty', reason: 'r' },
    ]);
  });

  test('maps a subtree that became one value to that value', () => {
    const target = { text: 'ab' };
    const tracer = createTracer({ parts: ['a', 'b'] });
    tracer.link('parts', target, 'text', 'merged', 'r');
    expect(tracer.trail(target).map(({ from, to }) => [from, to])).toEqual([
      ['parts[0]', 'text'],
      ['parts[1]', 'text'],
    ]);
  });

  test('drops leaves without a link, removed later, or dropped explicitly', () => {
    const target = {};
    const tracer = createTracer({ odd: 1, unset: null, gone: 2, known: 3 });
    tracer.link('gone', { far: 2 }, 'far', 'copied', 'r');
    tracer.drop('known', 'not today');
    expect(tracer.trail(target).map(({ verb, from, to, reason }) => [verb, from, to, reason])).toEqual([
      ['dropped', 'odd', null, 'The target API has no such field, and unknown fields are not passed on.'],
      ['dropped', 'unset', null, 'Not set.'],
      ['dropped', 'gone', null, 'Left out by a later step.'],
      ['dropped', 'known', null, 'not today'],
    ]);
  });

  test('lists added values, with the reason where there is one', () => {
    const target = { a: 1, b: { c: 2 } };
    const tracer = createTracer({ a: 1 });
    tracer.link('a', target, 'a', 'copied', 'r');
    tracer.add(target, 'b', 'because');
    expect(tracer.trail(target).at(-1)).toEqual({ verb: 'defaulted', from: null, to: 'b.c', reason: 'because' });
  });

  test('follows replacements', () => {
    const first = { text: 'a' };
    const second = { text: 'a' };
    const third = { text: 'a' };
    const tracer = createTracer({ content: 'a' });
    tracer.link('content', first, 'text', 'copied', 'r');
    tracer.replace(first, second);
    tracer.replace(second, third);
    expect(tracer.trail({ blocks: [third] })[0]?.to).toBe('blocks[0].text');
  });

  test('the closest link or drop wins, and of two for one path the later', () => {
    const target = { x: 1, y: 2 };
    const tracer = createTracer({ a: { b: 1, c: 2 } });
    tracer.drop('a', 'first');
    tracer.drop('a', 'second');
    tracer.link('a.b', target, 'x', 'moved', 'r');
    expect(tracer.trail(target).slice(0, 2)).toEqual([
      { verb: 'moved', from: 'a.b', to: 'x', reason: 'r' },
      { verb: 'dropped', from: 'a.c', to: null, reason: 'second' },
    ]);
  });
});

test.each([
  [['a', 'b', 0, 'c'], 'a.b[0].c'],
  [['a.b', 'c]'], '["a.b"]["c]"]'],
  [['', 0], '[""][0]'],
  [['x-y', '1'], 'x-y["1"]'],
  [['quote"', 'back\\slash'], '["quote\\""]["back\\\\slash"]'],
])('the path of %j is %s, and is parsed back', (keys, path) => {
  expect(keys.reduce<string>((built, key) => extendPath(built, key), '')).toBe(path);
  expect(parsePath(path)).toEqual(keys);
});

test('the trail of a tool conversation', () => {
  const request = parseChatRequest({
    model: 'claude-opus-4-8',
    temperature: 0.7,
    foo: { bar: 1 },
    tools: [tool('a')],
    messages: [
      { role: 'system', content: 'S' },
      { role: 'user', content: [{ type: 'text', text: 'go' }] },
      { role: 'assistant', content: null, tool_calls: [call('c1', 'a', '{"q":"x"}')] },
      { role: 'tool', tool_call_id: 'c1', content: 'ok' },
    ],
  });
  const { trail } = traceRequest(request, contextFor('claude-opus-4-8'));
  const of = (from: string): unknown => {
    const entry = trail.find((candidate) => candidate.from === from);
    return entry === undefined ? null : [entry.verb, entry.to];
  };
  expect({
    system: of('messages[0].content'),
    role: of('messages[0].role'),
    user: of('messages[1].role'),
    text: of('messages[1].content[0].text'),
    arguments: of('messages[2].tool_calls[0].function.arguments'),
    nothing: of('messages[2].content'),
    result: of('messages[3].content'),
    id: of('messages[3].tool_call_id'),
    schema: of('tools[0].function.parameters.properties.q.type'),
    temperature: of('temperature'),
    unknown: of('foo.bar'),
  }).toEqual({
    system: ['moved', 'system[0].text'],
    user: ['copied', 'messages[0].role'],
    role: ['merged', 'system'],
    text: ['copied', 'messages[0].content[0].text'],
    arguments: ['renamed', 'messages[1].content[0].input'],
    nothing: ['dropped', null],
    result: ['copied', 'messages[2].content[0].content'],
    id: ['copied', 'messages[2].content[0].tool_use_id'],
    schema: ['renamed', 'tools[0].input_schema.properties.q.type'],
    temperature: ['dropped', null],
    unknown: ['dropped', null],
  });
  const added = trail.filter(({ from }) => from === null).map(({ to }) => to);
  expect(added).toContain('max_tokens');
  expect(added).toContain('messages[2].content[0].cache_control.type');
});

test('the request equals what the official SDK would send', () => {
  const { body } = translate({ messages: [{ role: 'user', content: 'hi' }] });
  const { stream: _stream, ...rest } = body;
  const params: Anthropic.Beta.Messages.MessageCreateParamsNonStreaming = rest;
  expect(params.messages).toHaveLength(1);
});
