import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { pageOfInput } from './input-items.ts';

const plain = { limit: null, order: null, after: null };
const items = [
  { role: 'user', content: 'a' },
  { type: 'message', role: 'assistant', content: 'b' },
  { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'c' }], id: 'msg_own' },
  { type: 'function_call_output', call_id: 'c1', output: 'd' },
];

describe('GET input_items', () => {
  test('adds missing ids and converts content to parts', () => {
    const { data } = pageOfInput(items, 'resp_abc', { ...plain, order: 'asc' });
    expect(data).toEqual([
      {
        type: 'message',
        status: 'completed',
        role: 'user',
        id: 'msg_abc_in_0',
        content: [{ type: 'input_text', text: 'a' }],
      },
      {
        type: 'message',
        status: 'completed',
        role: 'assistant',
        id: 'msg_abc_in_1',
        content: [{ type: 'output_text', text: 'b', annotations: [], logprobs: [] }],
      },
      {
        type: 'message',
        status: 'completed',
        role: 'user',
        id: 'msg_own',
        content: [{ type: 'input_text', text: 'c' }],
      },
      { type: 'function_call_output', call_id: 'c1', output: 'd', id: 'function_call_output_abc_in_3' },
    ]);
  });

  test('returns pages, newest first', () => {
    const first = pageOfInput(items, 'resp_abc', { ...plain, limit: '3' });
    expect(first).toMatchObject({ first_id: 'function_call_output_abc_in_3', last_id: 'msg_abc_in_1', has_more: true });
    const second = pageOfInput(items, 'resp_abc', { ...plain, limit: '3', after: first.last_id });
    expect(second).toMatchObject({ first_id: 'msg_abc_in_0', last_id: 'msg_abc_in_0', has_more: false });
    expect(pageOfInput([], 'resp_abc', plain)).toEqual({
      object: 'list',
      data: [],
      first_id: null,
      last_id: null,
      has_more: false,
    });
  });

  test.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: 'x' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ order: 'up' }, 'order'],
    [{ after: 'msg_gone' }, 'after'],
  ])('refuses the query %j', (query, param) => {
    const page = () => pageOfInput(items, 'resp_abc', { ...plain, ...query });
    expect(page).toThrow(RequestRefused);
    expect(page).toThrow(expect.objectContaining({ param, code: 'invalid_value' }));
  });
});
