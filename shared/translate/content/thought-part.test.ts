import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteCodes, translate, turns } from '../__fixtures__/translate.ts';

const secret = 'PRIVATE-THOUGHT';
const textPart = { type: 'text', text: 'the answer' };
const conversation = (turn: object): object => ({
  messages: [
    { role: 'user', content: 'a' },
    { role: 'assistant', ...turn },
    { role: 'user', content: 'c' },
  ],
});

describe('thinking without a signature as a part', () => {
  const parts: readonly (readonly [string, object])[] = [
    ['Anthropic, unsigned', { type: 'thinking', thinking: secret }],
    ['Anthropic, empty signature', { type: 'thinking', thinking: secret, signature: '' }],
    ['Anthropic, null signature', { type: 'thinking', thinking: secret, signature: null }],
    ['Anthropic, signature of another type', { type: 'thinking', thinking: secret, signature: { v: 1 } }],
    ['Anthropic, redacted without data', { type: 'redacted_thinking' }],
    ['Mistral', { type: 'thinking', thinking: [{ type: 'text', text: secret }] }],
    ['Vercel AI SDK', { type: 'reasoning', text: secret }],
    ['Vercel AI SDK, redacted', { type: 'redacted-reasoning', data: secret }],
    ['LangChain', { type: 'reasoning', reasoning: secret }],
    ['LangChain, extras without a signature', { type: 'reasoning', reasoning: secret, extras: {} }],
    ['LangChain with a summary', { type: 'reasoning', summary: [{ type: 'summary_text', text: secret }] }],
    ['LangChain on Bedrock', { type: 'reasoning_content', reasoning_content: { text: secret } }],
    ['OpenAI text', { type: 'reasoning_text', text: secret }],
    ['OpenAI summary', { type: 'summary_text', text: secret }],
    ['OpenRouter text', { type: 'reasoning.text', text: secret }],
    ['OpenRouter summary', { type: 'reasoning.summary', summary: secret }],
    ['OpenRouter encrypted', { type: 'reasoning.encrypted', data: secret }],
    ['a thought', { type: 'thought', text: secret }],
  ];

  test.each(parts)('%s is left out of an assistant turn with a note', (_name, part) => {
    const translation = translate(conversation({ content: [part, textPart] }));
    expect(turns(translation)[1]).toEqual(['assistant', [textPart]]);
    expect(noteCodes(translation)).toContain('unsigned-reasoning-dropped');
  });

  test.each(parts)('%s is left out of content_blocks, user messages and tool results', (_name, part) => {
    const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };
    const messages = [
      { role: 'user', content: [part, textPart] },
      { role: 'assistant', content_blocks: [part, textPart] },
      { role: 'user', content: 'go on' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c', content: [part, textPart] },
    ];
    const translation = translate({ messages });
    expect(JSON.stringify(translation.body)).not.toContain(secret);
    expect(noteCodes(translation)).toContain('unsigned-reasoning-dropped');
  });

  test.each(parts)('%s alone makes an empty turn, which is left out', (_name, part) => {
    expect(noteCodes(translate(conversation({ content: [part] })))).toContain('empty-assistant-turn-left-out');
  });
});

const signature = 'SIG';
test.each([
  ['Anthropic', { type: 'thinking', thinking: 'hm', signature }],
  ['Vercel AI SDK', { type: 'reasoning', text: 'hm', signature }],
  ['LangChain', { type: 'reasoning', reasoning: 'hm', extras: { signature } }],
  ['LangChain on Bedrock', { type: 'reasoning_content', reasoning_content: { text: 'hm', signature } }],
  ['Bedrock', { type: 'reasoning_content', reasoning_content: { reasoningText: { text: 'hm', signature } } }],
])('%s: a signed part goes back as thinking', (_name, part) => {
  const translation = translate(conversation({ content: [part, textPart] }));
  expect(turns(translation)[1]).toEqual(['assistant', [{ type: 'thinking', thinking: 'hm', signature }, textPart]]);
  expect(noteCodes(translation)).not.toContain('unsigned-reasoning-dropped');
});

test.each([
  ['reasoning_content', secret],
  ['reasoning_content', { text: secret }],
  ['reasoning', secret],
  ['reasoning_text', secret],
  ['reasoning_summary', [secret]],
  ['thinking', secret],
  ['reasoning_details', secret],
  ['reasoning_details', [secret]],
  ['reasoning_details', { type: 'reasoning.text', text: secret }],
  ['reasoning_details', [{ type: 'reasoning.text', text: [secret] }]],
  ['thinking_blocks', secret],
  ['thinking_blocks', { type: 'thinking', thinking: secret }],
  ['thinking_blocks', [{ type: 'thinking', thinking: [{ type: 'text', text: secret }], signature: 'SIG' }]],
  ['thinking_blocks', [secret, null, 1]],
])('the field %s as %j is left out with a note', (field, value) => {
  const translation = translate(conversation({ content: 'the answer', [field]: value }));
  expect(turns(translation)[1]).toEqual(['assistant', [textPart]]);
  expect(noteCodes(translation)).toContain('unsigned-reasoning-dropped');
});

test('no value in any field or part of thinking ends a conversation or is sent without a signature', () => {
  const value = fc.oneof(fc.constant(secret), fc.jsonValue({ maxDepth: 2 }));
  const type = fc.constantFrom('thinking', 'redacted_thinking', 'reasoning', 'reasoning_content', 'summary_text');
  const part = fc.record({
    type,
    thinking: value,
    reasoning: value,
    summary: value,
    extras: value,
    data: fc.constant(''),
  });
  const fields = fc.record(
    { reasoning: value, reasoning_content: value, reasoning_details: value, thinking_blocks: value, thinking: value },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fields, part, (carriers, thought) => {
      const translation = translate(conversation({ ...carriers, content: [thought, textPart] }));
      expect(turns(translation)[1]).toEqual(['assistant', [textPart]]);
    }),
  );
});
