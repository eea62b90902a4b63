import { expect, test } from 'vitest';
import { parseChatRequest } from './parse-chat-request.ts';

test.each([
  { input: 'hello' },
  {
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'hello' }] }],
    instructions: 'Be brief.',
    stream: true,
  },
  { input: [], messages: null },
])('a Responses body at chat completions is refused, naming the endpoint: %j', (body) => {
  const refused = expect.objectContaining({
    code: 'unsupported_parameter',
    param: 'input',
    message: expect.stringContaining('/v1/responses'),
  });
  expect(() => parseChatRequest({ model: 'gpt-5-codex', ...body })).toThrow(refused);
});

test('input beside messages is only an unknown field', () => {
  const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], input: 'x' };
  expect(parseChatRequest(body)).toBe(body);
});

test('without either, messages is the missing field', () => {
  expect(() => parseChatRequest({ model: 'gpt-4o' })).toThrow(expect.objectContaining({ param: 'messages' }));
});
