import { expect, test } from 'vitest';
import { contextFor } from '../translate/__fixtures__/translate.ts';
import { assemble, created, recordedStream } from '../translate/__fixtures__/upstream-messages.ts';
import { parseResponsesRequest } from './request-schema.ts';
import { translateToResponse } from './responses-stream.ts';
import { translateResponsesRequest } from './translate-responses-request.ts';

test('a function of the Responses API is called with its own names of parameters, also in the history', () => {
  const name = '@microsoft.graph.conflictBehavior';
  const given = JSON.stringify({ [name]: 'x' });
  const request = parseResponsesRequest({
    model: 'gpt-5',
    input: [
      { role: 'user', content: 'list the apps' },
      { type: 'function_call', call_id: 'c1', name: 'list_apps', arguments: given },
      { type: 'function_call_output', call_id: 'c1', output: 'none' },
    ],
    tools: [{ type: 'function', name: 'list_apps', parameters: { type: 'object', properties: { [name]: {} } } }],
  });
  const stored = { previousItems: [], findItem: () => null };
  const { body, responsesContext } = translateResponsesRequest(request, stored, contextFor('claude-opus-4-8'));
  const upstream = [...(responsesContext.responseContext.parameterNames.get('list_apps')?.keys() ?? [])];
  expect(body.tools).toMatchObject([{ input_schema: { properties: { [upstream[0] ?? '']: {} } } }]);
  const input = { [upstream[0] ?? '']: 'x' };
  expect(body.messages[1]?.content).toMatchObject([{ type: 'tool_use', input }]);

  const message = assemble(recordedStream('whole', 'tool-without-arguments'));
  message.content = [{ type: 'tool_use', id: 'toolu_1', name: 'list_apps', input, caller: { type: 'direct' } }];
  const { response } = translateToResponse(message, { ...responsesContext, createdAt: created });
  expect(response?.output).toMatchObject([{ type: 'function_call', name: 'list_apps', arguments: given }]);
});
