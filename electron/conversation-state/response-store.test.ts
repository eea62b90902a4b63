import { expect, test } from 'vitest';
import type { ResponsesResponse } from '#shared/openai/types.ts';
import { createResponseStore } from './response-store.ts';

function response(id: string): ResponsesResponse {
  return {
    id,
    object: 'response',
    created_at: 0,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: 'm',
    output: [{ type: 'function_call', id: `fc_${id}`, call_id: 'c', name: 'f', arguments: '{}' }],
    output_text: '',
    parallel_tool_calls: true,
    temperature: null,
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    access_programs: null,
  };
}

test('finds responses and their items by id', () => {
  const store = createResponseStore();
  store.put({ response: response('resp_1'), inputItems: [{ role: 'user', content: 'x' }] }, 40);
  expect(store.get('resp_1')?.inputItems).toHaveLength(1);
  expect(store.findItem('fc_resp_1')).toMatchObject({ call_id: 'c' });
  expect(store.get('resp_2')).toBeNull();
});

test('drops the oldest response, with its items', () => {
  const store = createResponseStore({ maxCount: 2 });
  for (const id of ['a', 'b', 'c']) store.put({ response: response(id), inputItems: [] }, 40);
  expect(store.size).toBe(2);
  expect(store.get('a')).toBeNull();
  expect(store.findItem('fc_a')).toBeNull();
  expect(store.findItem('fc_c')).not.toBeNull();
});

test('drops the oldest responses beyond the size limit', () => {
  const store = createResponseStore({ maxCharacters: 10_000 });
  for (const id of ['a', 'b', 'c']) store.put({ response: response(id), inputItems: [] }, 4_000);
  expect(['a', 'b', 'c'].map((id) => store.get(id) !== null)).toEqual([false, true, true]);
  store.put({ response: response('d'), inputItems: [] }, 20_000);
  expect(store.size).toBe(0);
});

test('keeps no response that takes a quarter of all room', () => {
  const store = createResponseStore({ maxCharacters: 10_000 });
  const large = { type: 'function_call' as const, id: 'fc', call_id: 'c', name: 'f', arguments: 'x'.repeat(3_000) };
  store.put({ response: { ...response('a'), output: [large] }, inputItems: [] }, 40);
  expect(store.size).toBe(0);
});

test('delete returns whether the response existed', () => {
  const store = createResponseStore();
  store.put({ response: response('a'), inputItems: [] }, 40);
  expect([store.delete('a'), store.delete('a')]).toEqual([true, false]);
});
