/** Thinking that a client sends back after the conversation before it has changed, on models that check. */

import OpenAI from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStandIn, type StandIn } from '#electron/demo/index.ts';
import { startTestProxy, type TestProxy } from './__fixtures__/test-proxy.ts';

let standIn: StandIn;
let house: TestProxy;
let client: OpenAI;

beforeAll(async () => {
  standIn = createStandIn();
  const { endpoint } = await standIn.start();
  house = await startTestProxy({ overrides: { endpoint } });
  client = new OpenAI({ baseURL: `${house.origin}/v1`, apiKey: 'any', maxRetries: 0 });
});

afterAll(async () => {
  await house.close();
  await standIn.close();
});

const tool = (name: string): OpenAI.ChatCompletionTool => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: {} } },
});
const question: OpenAI.ChatCompletionMessageParam = { role: 'user', content: 'Use look to look it up.' };

/** Two turns, with another tool in the second. Gives the notes of the second. */
async function changeTools(model: string): Promise<string> {
  const first = await client.chat.completions.create({ model, messages: [question], tools: [tool('look')] });
  const answer = first.choices[0]?.message;
  if (answer === undefined) throw new Error('There was no answer.');
  expect(answer).toHaveProperty('reasoning_details');
  const results = (answer.tool_calls ?? []).map(({ id }) => ({
    role: 'tool' as const,
    tool_call_id: id,
    content: 'ok',
  }));
  const { response } = await client.chat.completions
    // The whole message, reasoning and all, as clients that know the convention send it.
    .create({ model, messages: [question, answer, ...results], tools: [tool('look'), tool('other')] })
    .withResponse();
  return response.headers.get('x-dragoman-notes') ?? '';
}

it('is left out by the API where every account is known to be checked', async () => {
  const before = standIn.requests.length;
  const notes = await changeTools('claude-fable-5-2');
  expect(notes).toContain('thinking-mismatch-left-out');
  expect(notes).not.toContain('healed-');
  const sent = standIn.requests.slice(before).filter(({ target }) => target === '/v1/messages');
  expect(sent.map(({ headers }) => headers['anthropic-beta'])).toEqual([
    undefined,
    'thinking-binding-controls-2026-08-01',
  ]);
});

it('costs one refusal on other models, and none after that', async () => {
  expect(await changeTools('claude-opus-5-5')).toContain('healed-thinking-blocks-refused');
  const again = await changeTools('claude-opus-5-5');
  expect(again).toContain('thinking-mismatch-left-out');
  expect(again).not.toContain('healed-');
});
