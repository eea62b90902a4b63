import { describe, expect, test } from 'vitest';
import { codes, draftFor, type ContextChanges } from '../__fixtures__/draft-for.ts';
import type { Draft } from '../core/request-draft.ts';
import { applyOutputFormat } from './apply-response-format.ts';

const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
const closed = { ...schema, additionalProperties: false };

function formatted(format: object | null, model = 'claude-opus-4-8', changes: ContextChanges = {}, more = {}): Draft {
  const draft = draftFor(model, { response_format: format, ...more }, changes);
  applyOutputFormat(draft);
  return draft;
}

function jsonSchema(of: unknown, more: object = {}): object {
  return { type: 'json_schema', json_schema: { name: 'o', schema: of, ...more } };
}

describe('response_format', () => {
  test.each([[null], [{ type: 'text' }]])('%j needs no format', (format) => {
    const draft = formatted(format);
    expect(draft.body).not.toHaveProperty('output_config');
    expect(draft.outputFormat).toEqual({ kind: 'text' });
    expect(draft.notes).toEqual([]);
  });

  test.each(['claude-fable-5-1', 'claude-haiku-4-5'])('json_object on %s is requested in the prompt', (model) => {
    const draft = formatted({ type: 'json_object' }, model);
    expect(Object.keys(draft.body)).toEqual(['model']);
    expect(draft.instructions).toEqual([expect.stringContaining('one JSON object')]);
    expect(draft.outputFormat).toEqual({ kind: 'instructed', schema: null });
    expect(codes(draft)).toEqual(['json-object-as-instruction']);
  });

  test('json_schema is enforced by the API', () => {
    const draft = formatted(jsonSchema(schema, { description: 'd', strict: true }));
    expect(draft.body.output_config).toEqual({
      format: { type: 'json_schema', schema: { ...closed, description: 'd' } },
    });
    expect(draft.outputFormat).toEqual({ kind: 'native', schema, wrapped: false });
    expect(draft.notes).toEqual([]);
  });

  test('limits go to the description, and the response is validated against the original', () => {
    const limited = { ...schema, properties: { n: { type: 'integer', minimum: 1 } } };
    const draft = formatted(jsonSchema(limited));
    expect(codes(draft)).toEqual(['schema-softened']);
    expect(draft.outputFormat).toEqual({ kind: 'native', schema: limited, wrapped: false });
  });

  test.each([
    [{ type: 'array', items: { type: 'string' } }],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }],
    [{ enum: ['a', 'b'] }],
  ])('a root that is not an object is wrapped: %j', (root) => {
    const draft = formatted(jsonSchema(root));
    expect(draft.body.output_config?.format?.schema).toEqual({
      type: 'object',
      properties: { value: root },
      required: ['value'],
      additionalProperties: false,
    });
    expect(draft.outputFormat).toEqual({ kind: 'native', schema: root, wrapped: true });
    expect(codes(draft)).toEqual(['output-schema-wrapped']);
  });

  const tooMany = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`p${index}`, { type: 'string' }]));
  const cited = {
    messages: [
      {
        role: 'user',
        content: [
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'x' },
            citations: { enabled: true },
          },
        ],
      },
    ],
  };
  test.each([
    ['recursion', { type: 'array', items: { $ref: '#' } }, 'claude-opus-4-8', {}, {}],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }, 'claude-opus-4-8', {}, {}],
    ['too many optional properties', { type: 'object', properties: tooMany }, 'claude-opus-4-8', {}, {}],
    ['a model without the feature', schema, 'claude-opus-99', {}, {}],
    ['a refusal before', schema, 'claude-opus-4-8', { adjustments: { omitStrict: true } }, {}],
    ['documents that are cited', schema, 'claude-opus-4-8', {}, cited],
  ])('%s: requested in the prompt', (_case, root, model, changes, more) => {
    const draft = formatted(jsonSchema(root), model, changes, more);
    expect(draft.body).not.toHaveProperty('output_config');
    expect(draft.instructions).toEqual([expect.stringContaining(JSON.stringify(root))]);
    expect(draft.outputFormat).toEqual({ kind: 'instructed', schema: root });
    expect(codes(draft)).toEqual(['json-schema-as-instruction']);
  });

  test('json_schema without a schema is json_object, and the other way round', () => {
    expect(formatted({ type: 'json_schema', json_schema: { name: 'o' } }).outputFormat).toEqual({
      kind: 'instructed',
      schema: null,
    });
    expect(formatted({ type: 'json_object', schema }).outputFormat).toMatchObject({ kind: 'native' });
  });

  test('an unknown format is refused', () => {
    expect(() => formatted({ type: 'grammar' })).toThrow(
      expect.objectContaining({ status: 400, code: 'unsupported_value', param: 'response_format.type' }),
    );
  });
});
