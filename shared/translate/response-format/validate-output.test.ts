import { describe, expect, test } from 'vitest';
import type { OutputFormatPlan } from '../core/translation-interface.ts';
import { checkOutput } from './validate-output.ts';

const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] };
const anyObject: OutputFormatPlan = { kind: 'instructed', schema: null };
const format: OutputFormatPlan = { kind: 'instructed', schema };
const native: OutputFormatPlan = { kind: 'native', schema, wrapped: false };
const list = { type: 'array', items: { type: 'integer' } };
const wrapped: OutputFormatPlan = { kind: 'native', schema: list, wrapped: true };

describe('text with response_format', () => {
  test.each<[string, string, OutputFormatPlan, string]>([
    ['any text', 'hello', { kind: 'text' }, 'hello'],
    ['JSON alone', '{"n": 1}', format, '{"n": 1}'],
    ['in a fence', '```json\n{"n": 1}\n```', format, '{"n": 1}'],
    ['in a fence with words around', 'Here:\n```\n{"n": 1}\n```\nDone.', format, '{"n": 1}'],
    ['with words before', 'Sure! {"n": 1}', format, '{"n": 1}'],
    ['any object', '{"x": [1]}', anyObject, '{"x": [1]}'],
    ['enforced', '{"n": 1}', native, '{"n": 1}'],
    ['wrapped', '{"value":[1,2]}', wrapped, '[1,2]'],
    ['a list in words', 'The list: [1, 2]', { kind: 'instructed', schema: list }, '[1, 2]'],
  ])('%s', (_case, text, plan, expected) => {
    expect(checkOutput(text, plan)).toEqual({ text: expected, problem: null });
  });

  test.each<[string, string, OutputFormatPlan, string]>([
    ['no JSON', 'I cannot.', format, 'not JSON'],
    ['half a JSON', '{"n": ', native, 'not JSON'],
    ['no object', '[1]', anyObject, 'no object'],
    ['a broken limit', '{"n": 0}', native, 'at n breaks the schema'],
    ['a missing property', '{}', format, 'at n breaks the schema'],
    ['no wrapping', '[1]', wrapped, 'lacks its one property'],
    ['the wrong thing inside', '{"value":["x"]}', wrapped, 'at 0 breaks the schema'],
  ])('%s is a problem', (_case, text, plan, problem) => {
    expect(checkOutput(text, plan).problem).toContain(problem);
  });

  test('a problem leaves the text alone unless there was JSON in it', () => {
    expect(checkOutput('I cannot.', format).text).toBe('I cannot.');
    expect(checkOutput('So: {"n": 0}', format).text).toBe('{"n": 0}');
  });

  test('references and recursion are followed', () => {
    const tree: OutputFormatPlan = {
      kind: 'instructed',
      schema: {
        $ref: '#/$defs/Node',
        $defs: { Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' }, v: { type: 'integer' } } } },
      },
    };
    expect(checkOutput('{"next":{"next":{"v":1}}}', tree).problem).toBeNull();
    expect(checkOutput('{"next":{"next":{"v":"x"}}}', tree).problem).toContain('next.next.v');
  });

  test('a schema that cannot be read accepts everything', () => {
    for (const strange of [{ not: { type: 'object' } }, { $ref: '#' }, { $ref: 'https://example.com/s' }]) {
      expect(checkOutput('{"a":1}', { kind: 'instructed', schema: strange })).toEqual({
        text: '{"a":1}',
        problem: null,
      });
    }
  });
});
