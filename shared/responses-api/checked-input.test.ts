import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { contextFor } from '../translate/__fixtures__/translate.ts';
import { parseResponsesRequest } from './request-schema.ts';
import { translateResponsesRequest } from './translate-responses-request.ts';

const model = 'claude-opus-5-5';

function translated(body: object, previousItems: readonly object[] = []): object {
  const stored = { previousItems, findItem: () => null };
  try {
    return translateResponsesRequest(parseResponsesRequest({ model, ...body }), stored, contextFor(model)).body;
  } catch (error) {
    if (error instanceof RequestRefused) return { param: error.param, code: error.code };
    throw error;
  }
}

const user = (...content: object[]): object => ({ role: 'user', content });
const text = { type: 'input_text', text: 'Hi' };
const image = (fields: object): object => ({ type: 'input_image', ...fields });

describe('an empty input', () => {
  test.each<[string, object]>([
    ['an empty list', { input: [] }],
    ['an empty list beside instructions', { input: [], instructions: 'Be brief.' }],
    ['nothing', {}],
    ['only what is left out', { input: [{ type: 'reasoning', id: 'rs_1', summary: [] }] }],
  ])('is refused with the name of the field: %s', (_case, body) => {
    expect(translated(body)).toMatchObject({ param: 'input' });
  });

  test('is accepted with previous_response_id', () => {
    expect(translated({ input: [], previous_response_id: 'resp_1' }, [user(text)])).toHaveProperty('messages');
  });
});

describe('file_id of an input_image', () => {
  test.each<[string, object, string, string]>([
    [
      'an id of OpenAI',
      { input: [user(text, image({ file_id: 'file-abc' }))] },
      'input[0].content[1].file_id',
      'unsupported_content',
    ],
    ['no id and no address', { input: [user(image({}))] }, 'input[0].content[0]', 'missing_required_parameter'],
    ['an empty id', { input: [user(image({ file_id: '' }))] }, 'input[0].content[0]', 'missing_required_parameter'],
    [
      'in the output of a tool',
      {
        input: [
          user(text),
          { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
          { type: 'function_call_output', call_id: 'c', output: [image({ file_id: 'file-abc' })] },
        ],
      },
      'input[2].output[0].file_id',
      'unsupported_content',
    ],
  ])('is refused before it is sent: %s', (_case, body, param, code) => {
    expect(translated(body)).toEqual({ param, code });
  });

  test('of Anthropic’s Files API is passed on', () => {
    expect(translated({ input: [user(text, image({ file_id: 'file_011' }))] })).toMatchObject({
      messages: [{ content: [{ type: 'text' }, { type: 'image', source: { type: 'file', file_id: 'file_011' } }] }],
    });
  });
});
