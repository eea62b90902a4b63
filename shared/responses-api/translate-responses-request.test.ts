import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { contextFor } from '../translate/__fixtures__/translate.ts';
import { translateError } from '../translate/errors/translate-error.ts';
import { parseResponsesRequest } from './request-schema.ts';
import { translateResponsesRequest } from './translate-responses-request.ts';

function translate(body: object, previousItems: readonly object[] = []) {
  const stored = { previousItems, findItem: () => null };
  return translateResponsesRequest(
    parseResponsesRequest({ model: 'gpt-5', ...body }),
    stored,
    contextFor('claude-opus-4-8'),
  );
}

function refusal(body: object): RequestRefused {
  try {
    translate(body);
  } catch (error) {
    if (error instanceof RequestRefused) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const user = (...content: object[]) => ({ input: [{ role: 'user', content }] });

describe('a refused Responses request', () => {
  test.each<[body: object, code: string, param: string]>([
    [{ input: 'x', max_output_tokens: 0 }, 'invalid_value', 'max_output_tokens'],
    [{ input: 'x', text: { format: { type: 'xml' } } }, 'unsupported_value', 'text.format'],
    [
      user({ type: 'input_audio', input_audio: { data: '', format: 'wav' } }),
      'unsupported_content',
      'input[0].content[0]',
    ],
    [
      user({ type: 'input_text', text: 'x' }, { type: 'input_video', url: 'x' }),
      'unsupported_content',
      'input[0].content[1]',
    ],
    [user({ type: 'input_text', text: 5 }), 'invalid_type', 'input[0].content[0].text'],
    [{ input: 'x', model: null }, 'missing_required_parameter', 'model'],
    [{ input: 'x', tools: [{}] }, 'missing_required_parameter', 'tools[0].type'],
  ])('of %j has code %s and names %s', (body, code, param) => {
    const refused = refusal(body);
    expect(refused).toMatchObject({ status: 400, code, param });
    expect(refused.message).not.toMatch(/messages\[|max_completion_tokens|response_format/);
  });
});

describe('an upstream error', () => {
  const body = {
    instructions: 'Be brief.',
    input: [
      { role: 'user', content: 'a' },
      { role: 'user', content: [{ type: 'input_text', text: 'b' }] },
      { role: 'assistant', content: 'c' },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: 'd' },
      { role: 'user', content: [{ type: 'input_text', text: 'e' }] },
    ],
    tools: [{ type: 'function', name: 'f', parameters: { type: 'object', properties: {} } }],
    text: { format: { type: 'json_schema', name: 's', schema: { type: 'object', properties: {} } } },
    reasoning: { effort: 'high' },
  };
  const paramOf = (message: string, translation: ReturnType<typeof translate>): string | null => {
    const text = JSON.stringify({ error: { type: 'invalid_request_error', message } });
    const upstream = { status: 400, body: text, headers: {} };
    return translateError(upstream, { locate: translation.locate, knownModels: [] }).body.error.param;
  };

  test.each([
    ['system.0.text: bad', 'instructions'],
    ['messages.0.content.0.text: bad', 'input[0]'],
    ['messages.0.content.1.text: bad', 'input[1].content[0]'],
    ['messages.1.content.0.text: bad', 'input[2]'],
    ['messages.1.content.1.input: bad', 'input[3]'],
    ['messages.2.content.0.tool_use_id: bad', 'input[4]'],
    ['messages.2.content.1.text: bad', 'input[5].content[0]'],
    ['messages: too many', 'input'],
    ['prompt is too long: 2 tokens > 1 maximum', 'input'],
    ['tools.0.custom.input_schema: bad', 'tools[0]'],
    ['output_config.format.schema: bad', 'text.format'],
    ['output_config.effort: bad', 'reasoning.effort'],
  ])('on path %s has param %s', (message, param) => {
    expect(paramOf(message, translate(body))).toBe(param);
  });

  test('about an item of an earlier response has param input', () => {
    const translation = translate({ input: 'go on' }, [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
    ]);
    expect(paramOf('messages.1.content.0.text: bad', translation)).toBe('input');
    expect(paramOf('messages.2.content.0.text: bad', translation)).toBe('input');
  });
});
