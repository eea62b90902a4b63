/** Thinking that a client sends back after the conversation before it has changed, on models that check. */

import type OpenAI from 'openai';
import { expect, it } from 'vitest';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';

const served = useMockServerProxy();

const tool = (name: string): OpenAI.ChatCompletionTool => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: {} } },
});
const question: OpenAI.ChatCompletionMessageParam = { role: 'user', content: 'Use look to look it up.' };

/** Two turns, with another tool in the second. Gives the notes of the second. */
async function changeTools(model: string): Promise<string> {
  const first = await served.client.chat.completions.create({ model, messages: [question], tools: [tool('look')] });
  const result = first.choices[0]?.message;
  if (result === undefined) throw new Error('There was no answer.');
  expect(result).toHaveProperty('reasoning_details');
  const results = (result.tool_calls ?? []).map(({ id }) => ({
    role: 'tool' as const,
    tool_call_id: id,
    content: 'ok',
  }));
  const { response } = await served.client.chat.completions
    // The whole message with its reasoning, as clients that know the convention send it.
    .create({ model, messages: [question, result, ...results], tools: [tool('look'), tool('other')] })
    .withResponse();
  return response.headers.get('x-dragoman-notes') ?? '';
}

it('is dropped by the API where every account is checked', async () => {
  const before = served.mockServer.requests.length;
  const notes = await changeTools('claude-fable-5-2');
  expect(notes).toContain('thinking-mismatch-left-out');
  expect(notes).toContain('earlier-thinking-removed');
  expect(notes).not.toContain('healed-');
  const sent = served.mockServer.requests.slice(before).filter(({ target }) => target === '/v1/messages');
  expect(sent.map(({ headers }) => headers['anthropic-beta'])).toEqual([
    undefined,
    'thinking-binding-controls-2026-08-01',
  ]);
});

it('is refused once on other models, then never again', async () => {
  expect(await changeTools('claude-opus-5-5')).toContain('healed-thinking-blocks-refused');
  const again = await changeTools('claude-opus-5-5');
  expect(again).toContain('thinking-mismatch-left-out');
  expect(again).not.toContain('healed-');
});

it('is in input_transformations of a response of the Responses API, and in a note', async () => {
  const look = {
    type: 'function' as const,
    name: 'look',
    strict: false,
    parameters: { type: 'object', properties: {} },
  };
  const model = 'claude-fable-5-2';
  const input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: 'Use look to look it up.' }];
  const ask = (items: OpenAI.Responses.ResponseInputItem[], tools: OpenAI.Responses.FunctionTool[]) =>
    served.client.responses
      .create({ model, input: items, tools, include: ['reasoning.encrypted_content'], reasoning: { summary: 'auto' } })
      .withResponse();
  const { data: first } = await ask(input, [look]);
  const calls = first.output.flatMap((item) => (item.type === 'function_call' ? [item.call_id] : []));
  const results = calls.map((id) => ({ type: 'function_call_output' as const, call_id: id, output: 'ok' }));
  const history = first.output.filter((item) => item.type === 'reasoning' || item.type === 'function_call');
  const { data: second, response } = await ask([...input, ...history, ...results], [look, { ...look, name: 'other' }]);
  const thought = first.output.find(({ type }) => type === 'reasoning');
  expect(second.input_transformations).toEqual([
    { id: thought?.id, action: 'removed', reason: 'prefix_mismatch', type: 'reasoning' },
  ]);
  expect(response.headers.get('x-dragoman-notes')).toContain('earlier-thinking-removed');
});
