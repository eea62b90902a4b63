import { expect, test } from 'vitest';
import { parseMessage } from '../../anthropic/message.ts';
import type { Message } from '../../anthropic/types.ts';
import { assemble, created, decode, recordedStreams, testResponseContext } from '../__fixtures__/upstream-messages.ts';
import { cacheMissNote } from './cache-miss-reason.ts';
import type { ComparedBy } from '../core/translation-interface.ts';
import { traceResponse } from '../response/response-trail.ts';

type Diagnostics = NonNullable<Message['diagnostics']>;

const changed = (type: 'model_changed' | 'system_changed' | 'tools_changed' | 'messages_changed', tokens = 1200) => ({
  cache_miss_reason: { type, cache_missed_input_tokens: tokens },
});

const cases: readonly (readonly [Diagnostics | null | undefined, ComparedBy, string | null])[] = [
  [
    changed('model_changed'),
    'turn',
    'The model or its speed changed since the previous turn, so about 1200 tokens were not',
  ],
  [
    changed('system_changed'),
    'turn',
    'Your client changed the system prompt since the previous turn, so about 1200 tokens were',
  ],
  [
    changed('tools_changed', 1),
    'turn',
    'Your client changed the list of tools since the previous turn, so one token was not read',
  ],
  [
    changed('messages_changed'),
    'turn',
    'Your client changed an earlier message since the previous turn, so about 1200 tokens',
  ],
  [
    changed('tools_changed'),
    'key',
    'Your client changed the list of tools since the previous request with this prompt_cache_key, so about 1200',
  ],
  [changed('messages_changed'), 'key', null],
  [changed('tools_changed', 0), 'turn', null],
  [{ cache_miss_reason: { type: 'previous_message_not_found' } }, 'turn', null],
  [{ cache_miss_reason: { type: 'unavailable' } }, 'turn', null],
  [{ cache_miss_reason: null }, 'turn', null],
  [null, null, null],
  [undefined, null, null],
];

test.each(cases)('cache_miss_reason %j, compared by %s, becomes: %s', (diagnostics, comparedBy, words) => {
  const reason = cacheMissNote(diagnostics, comparedBy)?.reason ?? null;
  expect(reason?.slice(0, words?.length) ?? null).toBe(words);
});

test.each([
  { type: 'weather_changed', cache_missed_input_tokens: 5 },
  { type: 'tools_changed', cache_missed_input_tokens: 'many' },
  { type: 'tools_changed' },
  { cache_missed_input_tokens: 5 },
  'tools_changed',
  7,
])('an unknown cache_miss_reason is ignored: %j', (reason) => {
  const text = JSON.stringify({ id: 'msg_1', content: [], diagnostics: { cache_miss_reason: reason } });
  expect(cacheMissNote(parseMessage(text)?.diagnostics, 'turn')).toBeNull();
});

test('the trail covers the cache fields', () => {
  const stream = recordedStreams('whole')[0];
  const message = assemble(decode(stream ? [stream.bytes] : []));
  const trail = traceResponse({ ...message, diagnostics: changed('tools_changed') }, testResponseContext(), created);
  const entries = trail.filter(({ from }) => from?.startsWith('diagnostics'));
  expect(entries.map(({ from, to, reason }) => [from, to, reason.includes('is a note')])).toEqual([
    ['diagnostics.cache_miss_reason.type', null, true],
    ['diagnostics.cache_miss_reason.cache_missed_input_tokens', null, true],
  ]);
});
