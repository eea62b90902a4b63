import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { parseChatRequest } from './parse-chat-request.ts';

function refusalOf(value: unknown): { code: string; param: string | null; status: number } {
  try {
    parseChatRequest(value);
  } catch (error) {
    if (error instanceof RequestRefused) return { code: error.code, param: error.param, status: error.status };
    throw error;
  }
  throw new Error('the request was accepted');
}

const user = { role: 'user', content: 'hi' };

describe('a chat request is refused with the path of the wrong field', () => {
  test.each([
    ['a body that is no object', 3, 'invalid_type', null],
    ['no model', { messages: [user] }, 'missing_required_parameter', 'model'],
    ['no messages', { model: 'm' }, 'missing_required_parameter', 'messages'],
    ['empty messages', { model: 'm', messages: [] }, 'empty_value', 'messages'],
    ['an unknown role', { model: 'm', messages: [user, { role: 'alien' }] }, 'invalid_value', 'messages[1].role'],
    ['no role', { model: 'm', messages: [{ content: 'x' }] }, 'missing_required_parameter', 'messages[0].role'],
    [
      'a number as text of a part',
      { model: 'm', messages: [{ role: 'user', content: [{ type: 'text', text: 3 }] }] },
      'invalid_type',
      'messages[0].content[0].text',
    ],
    [
      'a tool call without a name',
      { model: 'm', messages: [{ role: 'assistant', tool_calls: [{ function: {} }] }] },
      'missing_required_parameter',
      'messages[0].tool_calls[0].function.name',
    ],
    ['a body without a bottom', JSON.parse(`${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`), 'invalid_value', null],
    [
      'a limit beyond all numbers',
      { model: 'm', messages: [user], max_tokens: Number.POSITIVE_INFINITY },
      'invalid_type',
      'max_tokens',
    ],
    ['temperature as text', { model: 'm', messages: [user], temperature: '1' }, 'invalid_type', 'temperature'],
    [
      'an unknown effort',
      { model: 'm', messages: [user], reasoning_effort: 'huge' },
      'invalid_value',
      'reasoning_effort',
    ],
  ])('%s', (_title, body, code, param) => {
    expect(refusalOf(body)).toEqual({ code, param, status: 400 });
  });
});

test('an accepted body is returned as the same object, unknown keys and key order included', () => {
  const body = {
    zebra: 1,
    messages: [{ name: null, role: 'user', content: [{ text: 'hi', odd: true, type: 'text' }] }],
    model: 'm',
  };
  const parsed = parseChatRequest(body);
  expect(parsed).toBe(body);
  expect(JSON.stringify(parsed)).toBe(JSON.stringify(body));
});
