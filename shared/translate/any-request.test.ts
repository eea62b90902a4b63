/** For any value of tools, formats and scalars the body is valid or the proxy refuses the request; nothing else is thrown. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../__fixtures__/test-depth.ts';
import { validateMessageRequest } from '../anthropic/validate/index.ts';
import { RequestRefused } from '../errors.ts';
import { modelRules } from '../models/rules.ts';

import { contextFor } from './__fixtures__/translate.ts';
import { traceRequest, translateRequest } from './translate-request.ts';
import { parseChatRequest } from '../openai/parse-chat-request.ts';
import { parseRequestJson } from '../openai/request-json.ts';
import { writeJson } from '../json/exact-number.ts';
import { messages, parameters, tools } from './__fixtures__/arbitrary-request.ts';

const model = fc.constantFrom(...modelRules.map((rule) => rule.id));
/** With NUL and lone surrogates now and then. */
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('\0', '\ud800'),
);
const name = fc.oneof(fc.constantFrom('a', 'b.c', 'web_search', ''), fc.string({ maxLength: 80 }));
const junk = fc.constantFrom<unknown>(null, true, 1, -2.5, 'x', [], {}, ['x'], [null], { a: 1 }, { type: 'string' });

/** Schemas as people write them, valid and invalid: wrong values under every keyword. */
const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    junk,
    fc.record(
      {
        type: fc.oneof(
          fc.constantFrom(
            'object',
            'array',
            'string',
            'integer',
            'null',
            'any',
            ['string', 'null'],
            ['object', 'null'],
          ),
          junk,
        ),
        properties: fc.oneof(fc.dictionary(fc.constantFrom('a', 'b', 'constructor', '\0'), tie('schema')), junk),
        required: fc.oneof(fc.subarray(['a', 'b', 'z']), junk),
        items: fc.oneof(tie('schema'), fc.array(tie('schema'), { maxLength: 2 })),
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
        anyOf: fc.array(tie('schema'), { maxLength: 3 }),
        oneOf: fc.array(tie('schema'), { maxLength: 2 }),
        allOf: fc.array(tie('schema'), { maxLength: 2 }),
        $ref: fc.constantFrom('#', '#/$defs/A', '#/properties/a', '#/nowhere', 'https://example.com/s', '%'),
        $defs: fc.dictionary(fc.constantFrom('A', 'B'), tie('schema')),
        enum: fc.oneof(fc.array(junk, { maxLength: 3 }), junk),
        const: junk,
        minimum: junk,
        exclusiveMinimum: junk,
        minItems: junk,
        format: fc.constantFrom('date', 'phone', null),
        pattern: fc.constantFrom('^a', '(?=a)', '\\bx', 'a{2,5000}', null),
        description: fc.oneof(text, junk),
        nullable: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  ),
}));

const definition = fc.record(
  { name, description: text, parameters: schema, strict: fc.boolean() },
  { requiredKeys: ['name'] },
);
const tool = fc.oneof(
  definition.map((part) => ({ type: 'function', function: part })),
  definition,
  fc.record({ name, input_schema: schema }),
  fc.record({ type: fc.constant('custom'), custom: fc.record({ name, format: junk }) }),
);
const choice = fc.oneof(
  fc.constantFrom('none', 'auto', 'required', { type: 'any' }),
  name.map((wanted) => ({ type: 'function', function: { name: wanted } })),
  fc.record({
    type: fc.constant('allowed_tools'),
    allowed_tools: fc.record({
      mode: fc.constantFrom('auto', 'required'),
      tools: fc.array(fc.record({ name }), { maxLength: 2 }),
    }),
  }),
);
const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constantFrom(0, 1, null));

const request = fc.record(
  {
    tools: fc.array(tool, { maxLength: 4 }),
    functions: fc.array(definition, { maxLength: 2 }),
    tool_choice: choice,
    parallel_tool_calls: fc.boolean(),
    response_format: fc.oneof(
      fc.constant({ type: 'json_object' }),
      schema.map((wanted) => ({ type: 'json_schema', json_schema: { name: 'o', schema: wanted } })),
    ),
    temperature: number,
    top_p: number,
    top_k: number,
    max_tokens: number,
    stop: fc.oneof(text, fc.array(text, { maxLength: 3 })),
    user: fc.string({ unit: 'binary' }),
    reasoning_effort: fc.constantFrom('none', 'minimal', 'low', 'high', 'max', null),
    thinking: fc.record(
      { type: fc.constantFrom('enabled', 'adaptive', 'disabled', 'x'), budget_tokens: number },
      { requiredKeys: [] },
    ),
    service_tier: fc.string(),
    web_search_options: fc.constantFrom({}, { search_context_size: 'high' }),
    logit_bias: fc.dictionary(fc.string(), junk),
    metadata: junk,
    betas: fc.array(fc.constantFrom('pdfs-2024-09-25', 'x\n'), { maxLength: 2 }),
    speed: fc.constantFrom('fast', 'slow'),
    inference_geo: text,
    mcp_servers: fc.array(fc.record({ type: fc.constant('url'), name: text, url: text }), { maxLength: 2 }),
    extra: junk,
  },
  { requiredKeys: [] },
);

describe('any request', () => {
  test('is either translated to a valid request or refused by the proxy', () => {
    fc.assert(
      fc.property(model, request, (id, body) => {
        const parsed = parseChatRequest({ model: id, messages: [{ role: 'user', content: 'go' }], ...body });
        try {
          const { body: sent, betas } = translateRequest(parsed, contextFor(id));
          expect(validateMessageRequest(sent, { apiVersion: '2023-06-01', betas })).toBeNull();
        } catch (error) {
          if (!(error instanceof RequestRefused)) throw error;
        }
      }),
      { numRuns: runs(600) },
    );
  });

  test('is translated deterministically, without changing the client’s body', () => {
    fc.assert(
      fc.property(model, request, (id, body) => {
        const parsed = parseChatRequest({ model: id, messages: [{ role: 'user', content: 'go' }], ...body });
        const before = JSON.stringify(parsed);
        try {
          const once = translateRequest(parsed, contextFor(id));
          expect(JSON.stringify(translateRequest(parsed, contextFor(id)).body)).toBe(JSON.stringify(once.body));
        } catch (error) {
          if (!(error instanceof RequestRefused)) throw error;
        }
        expect(JSON.stringify(parsed)).toBe(before);
      }),
      { numRuns: runs(150) },
    );
  });

  test('means the same when its numbers are written so that a double would change them', () => {
    const conversation = fc.tuple(messages, fc.option(tools, { nil: undefined }), parameters);
    const other = conversation.map(([list, some, more]) => Object.assign(more, { tools: some, messages: list }));
    fc.assert(
      fc.property(model, fc.oneof(request, other), (id, body) => {
        const whole = JSON.stringify({ model: id, messages: [{ role: 'user', content: 'go' }], ...body });
        const exact = translated(id, parseRequestJson(withTrailingZeros(whole)));
        expect(exact).toEqual(translated(id, JSON.parse(whole)));
      }),
      { numRuns: runs(600) },
    );
  });
});

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs;

/** `1.0` for 1, `-2.50` for -2.5: outside of strings. */
const withTrailingZeros = (json: string): string =>
  json.replaceAll(TOKEN, (token) => (/["e]/.test(token) ? token : `${token}${token.includes('.') ? '' : '.'}0`));

/** Inside of strings too, since limits and whole schemas are told to the model as text. */
const withoutTrailingZeros = (json: string): string =>
  json.replaceAll(/(\d)\.0(?!\d)/g, '$1').replaceAll(/(\.\d*[1-9])0(?!\d)/g, '$1');

/** What is sent and noted, and the account of every field; or the refusal. */
function translated(id: string, value: unknown): unknown {
  try {
    const { translation, trail } = traceRequest(parseChatRequest(value), contextFor(id));
    const { body, betas, notes } = translation;
    return { betas, notes, trail, body: JSON.parse(withoutTrailingZeros(writeJson(body))) };
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return { code: error.code, param: error.param };
  }
}
