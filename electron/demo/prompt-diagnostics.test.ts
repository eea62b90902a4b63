import type { Anthropic } from '@anthropic-ai/sdk';
import { expect, test } from 'vitest';
import type { ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { createPromptDiagnostics } from './prompt-diagnostics.ts';

const text = (length: number) => 'x'.repeat(length * 4);
const firstRequest: ShapedRequest = {
  model: 'm',
  max_tokens: 9,
  system: [{ type: 'text', text: text(100) }],
  tools: [{ name: 'a', input_schema: { type: 'object' } }],
  messages: [{ role: 'user', content: [{ type: 'text', text: text(50) }] }],
  diagnostics: { previous_message_id: null },
};
const secondRequest: ShapedRequest = {
  ...firstRequest,
  messages: [...firstRequest.messages, { role: 'assistant', content: 'b' }, { role: 'user', content: 'c' }],
  diagnostics: { previous_message_id: 'msg_1' },
};

function compare(change: Partial<ShapedRequest>, model = 'm'): Anthropic.Diagnostics | null {
  const diagnosis = createPromptDiagnostics();
  diagnosis.remember('msg_1', firstRequest, 'm', 1000);
  return diagnosis.compare({ ...secondRequest, ...change }, model);
}

const moved = (type: string, tokens: unknown = expect.any(Number)): unknown => ({
  cache_miss_reason: { type, cache_missed_input_tokens: tokens },
});
const changedMessages: ShapedRequest['messages'] = [{ role: 'user', content: 'other' }];

test.each<[string, Partial<ShapedRequest>, unknown]>([
  ['nothing', {}, null],
  ['only cache_control', { system: [{ type: 'text', text: text(100), cache_control: { type: 'ephemeral' } }] }, null],
  ['the speed', { speed: 'fast' }, moved('model_changed', 1000)],
  ['the system prompt', { system: 'other' }, moved('system_changed')],
  ['the tools', { tools: [] }, moved('tools_changed', 1000)],
  ['a message', { messages: changedMessages }, moved('messages_changed')],
  ['all of them', { system: 'other', tools: [], messages: changedMessages }, moved('system_changed', 1000)],
  ['another field', { tool_choice: { type: 'any' } }, { cache_miss_reason: { type: 'unavailable' } }],
])('where %s changed', (_, change, expected) => {
  expect(compare(change)).toEqual(expected);
});

test('the prefix before the change is read from the cache', () => {
  // 1000 without a tool of 12 and the system prompt of 100.
  expect(compare({ messages: changedMessages })).toEqual(moved('messages_changed', 888));
});

test('only requests with diagnostics can be compared', () => {
  const diagnosis = createPromptDiagnostics();
  const { diagnostics: _, ...silent } = firstRequest;
  diagnosis.remember('msg_1', silent, 'm', 1000);
  expect(diagnosis.compare(secondRequest, 'm')).toEqual({ cache_miss_reason: { type: 'previous_message_not_found' } });
  expect(diagnosis.compare(silent, 'm')).toBeNull();
  expect(diagnosis.compare(firstRequest, 'm')).toBeNull();
});
