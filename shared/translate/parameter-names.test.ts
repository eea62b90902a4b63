/** Names of parameters that the API refuses: what the client sends and gets on every endpoint has its own names. */

import { describe, expect, test } from 'vitest';
import { validateMessageRequest } from '../anthropic/validate/index.ts';
import type { Message } from '../anthropic/types.ts';
import { cutDeltas } from './__fixtures__/any-message.ts';
import { contextFor, translate, turns } from './__fixtures__/translate.ts';
import { accumulate, assemble, created, recordedStream, translateEvents } from './__fixtures__/upstream-messages.ts';
import type { RequestTranslation } from './core/translation-interface.ts';
import { translateResponse } from './response/translate-response.ts';
import { messageToEvents } from './stream/accumulate-message.ts';
import { traceRequest } from './translate-request.ts';
import { parseChatRequest } from '../openai/parse-chat-request.ts';

const long = `settings__${'a'.repeat(60)}`;
const clientNames = ['filter[bundleId]', '$top', 'limit', long];
const parameters = {
  type: 'object',
  properties: Object.fromEntries(clientNames.map((name) => [name, { type: 'string' }])),
  required: ['$top'],
};
const tool = { type: 'function', function: { name: 'list_apps', parameters } };
const call = JSON.stringify(Object.fromEntries(clientNames.map((name) => [name, 'x'])));

function schemaOf({ body }: RequestTranslation): Record<string, unknown> {
  const [declared] = body.tools ?? [];
  return declared !== undefined && 'input_schema' in declared ? { ...declared.input_schema } : {};
}

/** A message that calls the tool with every parameter it has upstream. */
function callEvery(translation: RequestTranslation): Message {
  const names = Object.keys(Object(schemaOf(translation)['properties']));
  return {
    ...assemble(recordedStream('whole', 'tool-without-arguments')),
    content: [
      {
        type: 'tool_use',
        id: 'toolu_1',
        name: 'list_apps',
        input: Object.fromEntries(names.map((name) => [name, 'x'])),
        caller: { type: 'direct' },
      },
    ],
  };
}

const bodies = {
  functions: { tools: [tool] },
  'strict functions': { tools: [{ type: 'function', function: { ...tool.function, strict: true } }] },
  'bare definitions': { tools: [{ name: 'list_apps', input_schema: parameters }] },
  'legacy functions': { functions: [tool.function] },
};

describe.each(Object.entries(bodies))('%s', (_case, body) => {
  const translation = translate(body);

  test('go upstream with names that the API takes, and a note', () => {
    expect(
      validateMessageRequest(JSON.parse(JSON.stringify(translation.body)), { apiVersion: '2023-06-01', betas: [] }),
    ).toBeNull();
    expect(translation.notes).toContainEqual(
      expect.objectContaining({ code: 'tool-parameters-renamed', verb: 'renamed' }),
    );
    expect(schemaOf(translation)['required']).not.toContain('$top');
  });

  test('are called with the client’s own names, plain and streamed', async () => {
    const message = callEvery(translation);
    const whole = translateResponse(message, translation.responseContext, created);
    const events = cutDeltas(messageToEvents(message), [1, 3, 2]);
    const streamed = await accumulate(translateEvents(events, translation.responseContext).chunks);
    for (const { choices } of [whole.completion, streamed]) {
      const { tool_calls: calls, function_call: legacy } = Object(choices[0]?.message);
      expect(JSON.parse((legacy ?? calls[0].function).arguments)).toEqual(JSON.parse(call));
    }
  });

  test('of the history go upstream under the same names', () => {
    const answered = [
      { role: 'user', content: 'go' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'list_apps', arguments: call } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'none' },
    ];
    const [, [, blocks] = []] = turns(translate({ ...body, messages: answered }));
    expect(Object.keys(Object(blocks?.[0]).input).toSorted()).toEqual(
      Object.keys(Object(schemaOf(translation)['properties'])).toSorted(),
    );
  });
});

test('input_examples have the upstream names, and the trail shows each renamed parameter', () => {
  const request = parseChatRequest({
    model: 'claude-opus-4-8',
    messages: [{ role: 'user', content: 'go' }],
    tools: [{ ...tool, input_examples: [{ $top: '5' }] }],
  });
  const { translation, trail } = traceRequest(request, contextFor('claude-opus-4-8'));
  const top = Object.keys(Object(schemaOf(translation)['properties']))[1] ?? '';
  expect(translation.body.tools).toMatchObject([{ input_examples: [{ [top]: '5' }] }]);
  expect(trail).toContainEqual(
    expect.objectContaining({
      verb: 'renamed',
      from: 'tools[0].function.parameters.properties.$top.type',
      to: `tools[0].input_schema.properties.${top}.type`,
    }),
  );
});
