import { describe, expect, test } from 'vitest';
import type { ContentBlockParam } from '../../anthropic/types.ts';
import { createHasher } from '../__fixtures__/draft-for.ts';
import { call, noteCodes, tool, translate, turns } from '../__fixtures__/translate.ts';
import type { SignatureLookup } from '../core/translation-interface.ts';
import { turnKey } from '../core/turn-fingerprint.ts';

const go = { role: 'user', content: 'go' };
const thought = { type: 'thinking', thinking: 'hm', signature: 'SIG' } as const;
const redacted = { type: 'redacted_thinking', data: 'DATA' } as const;
const toolMessage = { role: 'tool', tool_call_id: 'toolu_1', content: 'ok' };
const remembered: ContentBlockParam[] = [
  thought,
  { type: 'text', text: 'Looking. ' },
  thought,
  { type: 'tool_use', id: 'toolu_1', name: 'a', input: { b: 1, a: 2 } },
];

/** A message store like the proxy's: content by prefix. */
function store(): SignatureLookup & { remember: (prefixHash: string, content: ContentBlockParam[]) => void } {
  const entries = new Map<string, ContentBlockParam[]>();
  const keyOf = (ids: readonly string[], textHash: string, prefixHash: string): string =>
    JSON.stringify([prefixHash, textHash, ...ids]);
  return {
    remember: (prefixHash, content) => {
      const key = turnKey(createHasher, content);
      entries.set(keyOf(key.toolUseIds, key.textHash, prefixHash), content);
    },
    find: ({ toolUseIds, textHash, prefixHash }) => entries.get(keyOf(toolUseIds, textHash, prefixHash)) ?? null,
  };
}

const question = { tools: [tool('a')], messages: [{ role: 'system', content: 'S' }, go] };
const followUp = (assistant: object, changes: object = {}): object => ({
  ...question,
  messages: [...question.messages, { role: 'assistant', ...assistant }, toolMessage],
  ...changes,
});
const plain = { content: 'Looking. ', tool_calls: [call('toolu_1', 'a', '{"a":2,"b":1}')] };

describe('thinking blocks that the client returns', () => {
  test.each<[string, object, readonly object[]]>([
    ['thinking blocks', { thinking_blocks: [thought, redacted] }, [thought, redacted]],
    [
      'reasoning details',
      {
        reasoning_details: [
          { type: 'reasoning.text', text: 'hm', signature: 'SIG', format: 'anthropic-claude-v1', index: 0 },
          { type: 'reasoning.encrypted', data: 'DATA', format: 'anthropic-claude-v1', index: 1 },
        ],
      },
      [thought, redacted],
    ],
    [
      'reasoning details in pieces, as a stream brought them',
      {
        reasoning_details: [
          { type: 'reasoning.text', text: 'h', index: 0 },
          { type: 'reasoning.text', text: 'm', index: 0 },
          { type: 'reasoning.text', signature: 'SIG', index: 0 },
        ],
      },
      [thought],
    ],
    [
      'an empty thought',
      { thinking_blocks: [{ type: 'thinking', thinking: '', signature: 'S' }] },
      [{ type: 'thinking', thinking: '', signature: 'S' }],
    ],
  ])('%s are sent before the text', (_title, carrier, blocks) => {
    const [, assistant] = turns(translate(followUp({ ...plain, ...carrier })));
    expect(assistant?.[1].slice(0, blocks.length)).toEqual(blocks);
    expect(assistant?.[1]).toHaveLength(blocks.length + 2);
  });

  test('whole Messages content is sent unchanged', () => {
    const [, assistant] = turns(
      translate(followUp({ content: 'Looking. ', content_blocks: [thought, ...remembered.slice(1)] })),
    );
    expect(assistant?.[1]).toEqual(remembered);
  });

  test.each([
    ['plain reasoning text', { reasoning_content: 'hm' }],
    ['a block without a signature', { thinking_blocks: [{ type: 'thinking', thinking: 'hm' }] }],
    ['details without a signature', { reasoning_details: [{ type: 'reasoning.text', text: 'hm' }] }],
    [
      'another maker’s reasoning',
      { reasoning_details: [{ type: 'reasoning.encrypted', data: 'X', format: 'openai-responses-v1' }] },
    ],
  ])('%s is dropped with a note', (_title, carrier) => {
    const translation = translate(followUp({ ...plain, ...carrier }));
    expect(turns(translation)[1]?.[1]).toHaveLength(2);
    expect(noteCodes(translation)).toContain('unsigned-reasoning-dropped');
  });

  test('thinking without text or calls is not a turn', () => {
    const messages = [
      go,
      { role: 'assistant', content: null, thinking_blocks: [thought] },
      { role: 'user', content: 'well?' },
    ];
    expect(turns(translate({ messages }))).toHaveLength(1);
  });

  test('all thinking is dropped after a refusal', () => {
    const translation = translate(followUp({ ...plain, thinking_blocks: [thought] }), {
      adjustments: { stripThinkingBlocks: true },
    });
    expect(turns(translation)[1]?.[1]).toHaveLength(2);
    expect(noteCodes(translation)).toContain('thinking-blocks-left-out');
  });
});

describe('thinking blocks from the message store', () => {
  function withStore(): { signatures: SignatureLookup } {
    const signatures = store();
    signatures.remember(translate(question, { signatures }).prefixHash(), remembered);
    return { signatures };
  }

  test('the exact content is restored for a client that keeps only standard fields', () => {
    const translation = translate(followUp(plain), withStore());
    const content = translation.body.messages[1]?.content;
    expect(content).toEqual(remembered);
    expect(JSON.stringify(content)).toBe(JSON.stringify(remembered));
    expect(noteCodes(translation)).toContain('thinking-restored');
  });

  test.each<[string, object]>([
    ['dropped the text beside the calls', { ...plain, content: null }],
    ['trimmed the text', { ...plain, content: 'Looking.' }],
    ['echoes the reasoning text', { ...plain, reasoning_content: 'hm' }],
    ['carries the same signatures', { ...plain, thinking_blocks: [thought] }],
  ])('also when the client %s', (_title, assistant) => {
    const translation = translate(followUp(assistant), withStore());
    expect(translation.body.messages[1]?.content).toEqual(remembered);
    expect(noteCodes(translation)).not.toContain('unsigned-reasoning-dropped');
  });

  test.each<[string, object, object]>([
    [
      'the system prompt changed',
      plain,
      { messages: [{ role: 'system', content: 'other' }, go, { role: 'assistant', ...plain }, toolMessage] },
    ],
    ['the tools changed', plain, { tools: [tool('a'), tool('b')] }],
    [
      'the question changed',
      plain,
      {
        messages: [
          { role: 'system', content: 'S' },
          { role: 'user', content: 'stop' },
          { role: 'assistant', ...plain },
          toolMessage,
        ],
      },
    ],
    ['the client edited the text', { ...plain, content: 'Edited.' }, {}],
    ['the client edited the arguments', { ...plain, tool_calls: [call('toolu_1', 'a', '{"b":2}')] }, {}],
    [
      'the client carries a signature that is not known',
      { ...plain, thinking_blocks: [{ ...thought, signature: 'OTHER' }] },
      {},
    ],
  ])('never when %s', (_title, assistant, changes) => {
    const [, turn] = turns(translate(followUp(assistant, changes), withStore()));
    expect(turn?.[1]).not.toContainEqual(remembered[0]);
  });

  test.each<[string, object]>([
    ['the output limit', { max_tokens: 100 }],
    ['the effort', { reasoning_effort: 'high' }],
    ['the tool choice', { tool_choice: 'none' }],
    ['cache marks', { tools: [{ ...tool('a'), cache_control: { type: 'ephemeral' } }] }],
    ['the user', { user: 'u-1' }],
  ])('%s may change between the turns', (_title, changes) => {
    const translation = translate(followUp(plain, changes), withStore());
    expect(translation.body.messages[1]?.content).toEqual(remembered);
  });

  test('a text turn is found by its text hash', () => {
    const signatures = store();
    const said: ContentBlockParam[] = [thought, { type: 'text', text: 'Hello there. ' }];
    signatures.remember(translate(question, { signatures }).prefixHash(), said);
    const messages = [
      ...question.messages,
      { role: 'assistant', content: 'Hello there.' },
      { role: 'user', content: 'more' },
    ];
    expect(translate({ ...question, messages }, { signatures }).body.messages[1]?.content).toEqual(said);
  });

  test('the prefix hash does not depend on whether the store was asked', () => {
    const context = withStore();
    expect(translate(followUp(plain)).prefixHash()).not.toBe(translate(question).prefixHash());
    expect(translate(question).prefixHash()).toBe(translate(question, context).prefixHash());
  });

  test('stored content is never mutated by a later translation', () => {
    const context = withStore();
    const before = JSON.stringify(remembered);
    translate(followUp({ ...plain, cache_control: { type: 'ephemeral' } }), context);
    expect(JSON.stringify(remembered)).toBe(before);
  });
});

test('budget_tokens is dropped where the tool loop has no thinking, and kept where it has', () => {
  const body = { reasoning_effort: 'high', max_tokens: 40_000 };
  const without = translate(followUp(plain, body), { model: 'claude-sonnet-4-5' });
  const carried = translate(followUp({ ...plain, thinking_blocks: [thought] }, body), { model: 'claude-sonnet-4-5' });
  expect(without.body.thinking).toBeUndefined();
  expect(carried.body.thinking).toMatchObject({ type: 'enabled' });
});
