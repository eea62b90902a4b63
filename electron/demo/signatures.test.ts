import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createMockServer } from './index.ts';

const mockServer = createMockServer();
let client: Anthropic;

beforeAll(async () => {
  const { url } = await mockServer.start();
  client = new Anthropic({ apiKey: 'demo-key', baseURL: url, maxRetries: 0 });
});
afterAll(() => mockServer.close());

const look: Anthropic.Tool = { name: 'look', input_schema: { type: 'object', properties: {} } };
const question: Anthropic.MessageParam = { role: 'user', content: 'What do you see?' };
const create = (messages: Anthropic.MessageParam[], more: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}) =>
  client.messages.create({
    model: 'claude-opus-5-5',
    max_tokens: 2000,
    system: 'Be brief.',
    tools: [look],
    messages,
    ...more,
  });

/** One round: a question, the call with its thinking, and the result. */
async function begin(directive = ''): Promise<{ content: Anthropic.ContentBlock[]; result: Anthropic.MessageParam }> {
  const { content } = await create([{ role: 'user', content: `What do you see?${directive}` }]);
  const call = content.find((block) => block.type === 'tool_use');
  return {
    content,
    result: { role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: 'a harbour' }] },
  };
}

describe('returned thinking', () => {
  it('is accepted unchanged, also when the other JSON is formatted differently', async () => {
    const { content, result } = await begin();
    expect(content[0]).toMatchObject({ type: 'thinking', thinking: '' });
    const spelled: Anthropic.MessageParam = {
      role: 'user',
      content: [{ type: 'text', text: 'What do you see?', cache_control: { type: 'ephemeral' } }],
    };
    const response = await create([spelled, { role: 'assistant', content }, result]);
    expect(response.stop_reason).toBe('end_turn');
  });

  it('may be omitted', async () => {
    const { content, result } = await begin();
    const bare = content.filter((block) => block.type !== 'thinking');
    expect((await create([question, { role: 'assistant', content: bare }, result])).stop_reason).toBe('end_turn');
  });

  it.each([
    ['system prompt', { system: 'Be long.' }],
    ['set of tools', { tools: [look, { ...look, name: 'listen' }] }],
  ])('is refused once the %s has changed', async (_, more) => {
    const { content, result } = await begin();
    await expect(create([question, { role: 'assistant', content }, result], more)).rejects.toThrow(
      'messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation.',
    );
  });

  it('is refused once an earlier message has changed', async () => {
    const { content, result } = await begin();
    const other: Anthropic.MessageParam = { role: 'user', content: 'What do you hear?' };
    await expect(create([other, { role: 'assistant', content }, result])).rejects.toThrow(
      'bound to a different conversation',
    );
  });

  it('is not bound to the conversation on models without that check', async () => {
    const { content, result } = await begin();
    const model = 'claude-opus-4-8';
    const response = await create([question, { role: 'assistant', content }, result], { model, system: 'Be long.' });
    expect(response.stop_reason).toBe('end_turn');
  });

  it('is dropped when the request asks for it', async () => {
    const { content, result } = await begin();
    const body = {
      model: 'claude-opus-5-5',
      max_tokens: 2000,
      system: 'Be long.',
      tools: [look],
      thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'drop_block' } },
      messages: [question, { role: 'assistant', content }, result],
    };
    const headers = { 'anthropic-beta': 'thinking-binding-controls-2026-08-01' };
    const response = await client.post<Anthropic.Beta.BetaMessage>('/v1/messages', { body, headers });
    expect(response.input_transformations).toEqual([
      { type: 'thinking_dropped', path: 'messages.1.content.0', reason: 'prefix_binding_mismatch' },
    ]);
  });

  it('is refused when its text or signature has changed', async () => {
    const { content, result } = await begin();
    const [thought, ...rest] = content;
    const edited = [{ type: 'thinking', thinking: 'Hm.', signature: signatureOf(thought) } as const, ...rest];
    await expect(create([question, { role: 'assistant', content: edited }, result])).rejects.toThrow(
      'cannot be modified',
    );
    const forged = [{ type: 'thinking', thinking: '', signature: 'c2ln' } as const, ...rest];
    await expect(create([question, { role: 'assistant', content: forged }, result])).rejects.toThrow(
      'Invalid `signature` in `thinking` block',
    );
  });

  it('is refused when a block is missing', async () => {
    const directive = ' [[mock: redacted]]';
    const { content, result } = await begin(directive);
    const part = content.filter((block) => block.type !== 'redacted_thinking');
    const userMessage: Anthropic.MessageParam = { role: 'user', content: `What do you see?${directive}` };
    await expect(create([userMessage, { role: 'assistant', content: part }, result])).rejects.toThrow(
      'cannot be modified',
    );
    expect((await create([userMessage, { role: 'assistant', content }, result])).stop_reason).toBe('end_turn');
  });
});

const signatureOf = (block: Anthropic.ContentBlock | undefined): string =>
  block?.type === 'thinking' ? block.signature : '';
