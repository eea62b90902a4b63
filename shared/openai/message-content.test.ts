import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { parseChatRequest } from './parse-chat-request.ts';

function refusalOf(messages: readonly object[]): RequestRefused | null {
  try {
    parseChatRequest({ model: 'gpt-4', messages });
    return null;
  } catch (error) {
    if (error instanceof RequestRefused) return error;
    throw error;
  }
}

const hello = { role: 'user', content: 'Hi' };

describe('a message without content', () => {
  test.each(['user', 'system', 'developer'])('is refused from %s, with its path', (role) => {
    expect(refusalOf([hello, { role }])).toMatchObject({
      status: 400,
      code: 'missing_required_parameter',
      param: 'messages[1].content',
      message: "Missing required parameter: 'messages[1].content'.",
    });
    expect(refusalOf([{ role, content: null }, hello])).toMatchObject({
      status: 400,
      code: 'invalid_type',
      param: 'messages[0].content',
      message: expect.stringContaining('null'),
    });
  });

  test.each<[string, object]>([
    ['an assistant with tool calls', { role: 'assistant', tool_calls: [{ id: 'c', function: { name: 'f' } }] }],
    ['an assistant with a legacy call', { role: 'assistant', content: null, function_call: { name: 'f' } }],
    ['an assistant with a refusal', { role: 'assistant', content: null, refusal: 'No.' }],
    ['an assistant with reasoning', { role: 'assistant', reasoning_content: 'Hm.' }],
    ['a tool', { role: 'tool', tool_call_id: 'c', content: null }],
    ['a function', { role: 'function', name: 'f', content: null }],
    ['an empty text', { role: 'user', content: '' }],
    ['no parts', { role: 'user', content: [] }],
  ])('is accepted as before: %s', (_case, message) => {
    expect(refusalOf([hello, message])).toBeNull();
  });
});
