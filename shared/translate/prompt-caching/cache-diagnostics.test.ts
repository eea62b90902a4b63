import { describe, expect, it } from 'vitest';
import { profileFor } from '../../models/profile-for.ts';
import { contextFor, tool, translate } from '../__fixtures__/translate.ts';
import { comparisonKeys } from './cache-diagnostics.ts';
import { createHasher } from '../__fixtures__/draft-for.ts';

import { traceRequest } from '../translate-request.ts';
import { parseChatRequest } from '../../openai/parse-chat-request.ts';

const previousMessages = { find: (name: string) => (name === 'call c1' ? 'msg_1' : null) };
const question = { role: 'user', content: 'Look it up.' };
const called = {
  role: 'assistant',
  tool_calls: [{ id: 'c1', type: 'function', function: { name: 'a', arguments: '{}' } }],
};
const result = { role: 'tool', tool_call_id: 'c1', content: 'green' };
const loop = { messages: [question, called, result], tools: [tool('a')] };

describe('diagnostics of a cached request', () => {
  it('has the previous response’s id', () => {
    const { body, comparedBy } = translate(loop, { previousMessages: previousMessages });
    expect(body.diagnostics).toEqual({ previous_message_id: 'msg_1' });
    expect(comparedBy).toBe('turn');
  });

  it('has a null id where none is known, so that the next request can be compared', () => {
    const { body, comparedBy } = translate(
      { messages: [question], tools: [tool('a')] },
      { previousMessages: previousMessages },
    );
    expect(body.diagnostics).toEqual({ previous_message_id: null });
    expect(comparedBy).toBeNull();
  });

  it('prefers the response id that the client sent', () => {
    const compared = (id: string) =>
      translate(
        { ...loop, prompt_cache_options: { comparison_response_id: id } },
        { previousMessages: previousMessages },
      ).body.diagnostics;
    expect(compared('resp_01Abc')).toEqual({ previous_message_id: 'msg_01Abc' });
    expect(compared('resp_\n')).toEqual({ previous_message_id: 'msg_1' });
    expect(compared('chatcmpl-1')).toEqual({ previous_message_id: 'msg_1' });
  });

  it('is the same for the client’s marks', () => {
    const marked = { messages: [{ ...question, cache_control: { type: 'ephemeral' } }] };
    expect(translate(marked, { previousMessages: previousMessages }).body.diagnostics).toBeDefined();
  });

  it.each([
    ['nobody asks', { previousMessages: null }],
    ['caching is off', { previousMessages, settings: { promptCaching: false } }],
    [
      'the endpoint refused it',
      {
        previousMessages,
        profile: { ...profileFor('claude-opus-4-8'), refused: { fields: ['diagnostics'], betas: [] } },
      },
    ],
  ])('is absent where %s', (_, changes) => {
    const translation = translate(loop, changes);
    expect(translation.body.diagnostics).toBeUndefined();
    expect(translation.comparisonKeysOf([{ type: 'tool_use', id: 'c2', name: 'a', input: {} }])).toBeNull();
  });

  it('is covered by the trail', () => {
    const request = parseChatRequest({ model: 'claude-opus-4-8', ...loop, prompt_cache_key: 'k' });
    const { trail } = traceRequest(request, contextFor('claude-opus-4-8', { previousMessages: previousMessages }));
    const reason = expect.stringContaining('why the prompt cache missed');
    expect(trail).toContainEqual({ verb: 'defaulted', from: null, to: 'diagnostics.previous_message_id', reason });
    expect(trail).toContainEqual(expect.objectContaining({ verb: 'dropped', from: 'prompt_cache_key', to: null }));
  });
});

describe('comparison keys of a response', () => {
  const said = 'The handbook says that bears sleep in winter.';
  const names = (text: string, key: string | null = null) =>
    comparisonKeys(createHasher, [{ type: 'text', text }], key);

  it('contain the ids of its tool calls', () => {
    const content = ['c1', 'c2'].map((id) => ({ type: 'tool_use' as const, id, name: 'a', input: {} }));
    expect(comparisonKeys(createHasher, content, null)).toEqual({ turn: ['call c1', 'call c2'], key: null });
  });

  it('contain its trimmed text, unless that is too short', () => {
    expect(names(said).turn).toHaveLength(1);
    expect(names(` ${said}\n`)).toEqual(names(said));
    expect(names('Done.').turn).toEqual([]);
  });

  it('contain its text and the prompt_cache_key', () => {
    expect(names(said, 'k').turn).not.toEqual(names(said).turn);
    expect(names(said, 'k').key).toBe('key k');
  });
});
