import { expect, test } from 'vitest';
import type { Message } from '../anthropic/types.ts';
import { promptCacheDiagnostics } from './response-cache-diagnostics.ts';

const changed = (type: 'model_changed' | 'system_changed' | 'tools_changed' | 'messages_changed') => ({
  cache_miss_reason: { type, cache_missed_input_tokens: 12 },
});
const miss = (reason: string): object => ({ type: 'cache_miss', reason, cache_missed_tokens: 12 });

test.each<[Message['diagnostics'], object]>([
  [null, { type: 'cache_hit' }],
  [changed('model_changed'), miss('model_changed')],
  [changed('tools_changed'), miss('tools_changed')],
  [changed('system_changed'), miss('input_changed')],
  [changed('messages_changed'), miss('input_changed')],
  [{ cache_miss_reason: { type: 'previous_message_not_found' } }, { type: 'comparison_response_not_found' }],
  [{ cache_miss_reason: { type: 'unavailable' } }, { type: 'unavailable' }],
  [{ cache_miss_reason: null }, { type: 'unavailable' }],
])('diagnostics %j becomes prompt_cache_diagnostics %j', (diagnostics, expected) => {
  expect(promptCacheDiagnostics(diagnostics, true)).toEqual(expected);
});

test('prompt_cache_diagnostics is unavailable without a comparison', () => {
  expect(promptCacheDiagnostics(null, false)).toEqual({ type: 'unavailable' });
});
