import { describe, expect, it } from 'vitest';
import { isCompaction } from './compaction-requests.ts';

const body = (value: object): string => JSON.stringify(value, null, 1);
const quoted = '{"type":"compaction_trigger"} and "compaction":{"type":"summarize"}';

describe('a request for a summary', () => {
  it.each([
    ['responses', '/v1/responses', { input: [{ role: 'user', content: 'a' }, { type: 'compaction_trigger' }] }],
    ['responses', '/v1/responses/compact', { input: 'a' }],
    ['responses', '/v1/responses/compact?x=1', {}],
    ['messages', '/v1/messages?beta=true', { messages: [], compaction: { instructions: 'x', type: 'summarize' } }],
    ['chat.completions', '/v1/chat/completions', { messages: [], compaction: { type: 'summarize' } }],
  ] as const)('of %s at %s is recognised', (endpoint, path, value) => {
    expect(isCompaction({ endpoint, path }, body(value))).toBe(true);
  });

  it.each([
    ['responses', '/v1/responses', { input: quoted }],
    ['responses', '/v1/responses/compacted', { input: [{ type: 'compaction', encrypted_content: quoted }] }],
    ['messages', '/v1/messages', { messages: [{ role: 'user', content: quoted }], compaction: null }],
    ['messages', '/v1/messages', { messages: [{ role: 'assistant', content: [{ type: 'compaction' }] }] }],
    ['count_tokens', '/v1/messages/count_tokens', { compaction: { type: 'summarize' } }],
  ] as const)('is not %s at %s with %j', (endpoint, path, value) => {
    expect(isCompaction({ endpoint, path }, body(value))).toBe(false);
  });
});
