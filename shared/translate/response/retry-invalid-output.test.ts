import { describe, expect, it } from 'vitest';
import type { Message } from '../../anthropic/types.ts';
import { validateMessageRequest } from '../../anthropic/validate/index.ts';
import { testResponseContext } from '../__fixtures__/upstream-messages.ts';
import { translate } from '../__fixtures__/translate.ts';
import { runToEnd } from '../../steps.ts';
import { retryBody, outputProblem } from './retry-invalid-output.ts';
import { noUsage } from './usage.ts';

function messageOf(text: string, changes: Partial<Message> = {}): Message {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-4-8',
    content: text === '' ? [] : [{ type: 'text', text, citations: null }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: noUsage,
    ...changes,
  };
}

const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
const instructed = testResponseContext({ outputFormat: { kind: 'instructed', schema } });
const call: Message['content'] = [{ type: 'tool_use', id: 't', name: 'f', input: {}, caller: { type: 'direct' } }];

describe('a response that must be JSON', () => {
  it.each([
    ['fits', messageOf('{"n":1}'), instructed, null],
    ['fits once unwrapped', messageOf('Sure:\n```json\n{"n":1}\n```'), instructed, null],
    ['is none', messageOf('Sorry, no.'), instructed, 'The answer is not JSON.'],
    ['is empty', messageOf(''), instructed, 'The answer is not JSON.'],
    ['was cut off', messageOf('{"n":', { stop_reason: 'max_tokens' }), instructed, null],
    ['was refused', messageOf('', { stop_reason: 'refusal' }), instructed, null],
    ['calls a tool first', messageOf('', { content: call, stop_reason: 'tool_use' }), instructed, null],
    ['was not asked for', messageOf('Sorry, no.'), testResponseContext(), null],
  ])('%s', (_what, message, responseContext, expected) => {
    expect(runToEnd(outputProblem(message, responseContext))).toBe(expected);
  });

  it('breaks the schema', () => {
    expect(runToEnd(outputProblem(messageOf('{"n":"one"}'), instructed))).toMatch(/^The answer at n breaks the schema/);
  });
});

describe('the retry', () => {
  const { body } = translate({ response_format: { type: 'json_object' } });

  it('contains the response and the problem', () => {
    const translation = retryBody(body, messageOf('Sorry, no.'), 'The answer is not JSON.');
    expect(translation.messages.slice(0, -2)).toEqual(body.messages);
    expect(translation.messages.at(-2)).toMatchObject({
      role: 'assistant',
      content: [{ type: 'text', text: 'Sorry, no.' }],
    });
    expect(JSON.stringify(translation.messages.at(-1))).toContain('The answer is not JSON.');
    expect(validateMessageRequest(translation, { apiVersion: '2023-06-01', betas: [] })).toBeNull();
  });

  it('omits a response without text', () => {
    expect(retryBody(body, messageOf(''), 'The answer is not JSON.')).toBe(body);
  });
});
