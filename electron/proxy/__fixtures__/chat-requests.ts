/** Single-turn requests of clients: no tools, forced tools, structured output, images. */

import type { Fields } from './chat-clients.ts';

export interface Question {
  readonly name: string;
  readonly body: Fields;
  /** What the client waits for. */
  readonly expects: 'text' | 'object' | 'call';
}

const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const system: Fields = { role: 'system', content: 'Be brief.' };
const ask = (content: unknown): Fields => ({ role: 'user', content });
const schema: Fields = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { city: { type: 'string', minLength: 1 }, inhabitants: { type: 'integer', minimum: 1, maximum: 9e15 } },
  required: ['city', 'inhabitants'],
  additionalProperties: false,
};
const form = (strict: Fields): Fields => ({
  response_format: { type: 'json_schema', json_schema: { name: 'city', schema, ...strict } },
});
const tool: Fields = { type: 'function', function: { name: 'city', description: 'A city', parameters: schema } };
const named: Fields = { tools: [tool], tool_choice: { type: 'function', function: { name: 'city' } } };
const look = ask([
  { type: 'text', text: 'What is this?' },
  { type: 'image_url', image_url: { url: picture } },
]);

export const questions: readonly Question[] = [
  {
    name: 'aicommits',
    expects: 'text',
    body: { max_tokens: 2000, temperature: 0.4, messages: [system, ask('diff --git a/x b/x')] },
  },
  {
    name: 'opencommit',
    expects: 'text',
    body: {
      temperature: 0,
      top_p: 0.1,
      max_tokens: 4096,
      messages: [system, ask('diff --git a/x b/x'), { role: 'assistant', content: 'feat: x' }, ask('diff --git a/y b/y')],
    },
  },
  {
    name: 'opencode, for a title',
    expects: 'text',
    body: {
      stream: true,
      max_tokens: 16_000,
      stream_options: { include_usage: true },
      messages: [system, ask('Write a title'), ask('What does the file hold?')],
    },
  },
  { name: 'promptfoo', expects: 'text', body: { temperature: 0, max_tokens: 1024, messages: [ask('Hello')] } },
  {
    name: 'OpenAI SDK, a picture',
    expects: 'text',
    body: { store: false, max_tokens: 5, messages: [system, look] },
  },
  { name: 'OpenAI SDK, a schema', expects: 'object', body: { ...form({ strict: true }), messages: [ask('A city')] } },
  { name: 'OpenAI SDK, a named tool', expects: 'call', body: { ...named, messages: [ask('A city')] } },
  {
    name: 'OpenAI SDK, one call at most',
    expects: 'call',
    body: { tools: [tool], tool_choice: 'required', parallel_tool_calls: false, messages: [ask('A city')] },
  },
  {
    name: 'OpenAI SDK, a JSON object',
    expects: 'object',
    body: {
      response_format: { type: 'json_object' },
      messages: [ask(String.raw`As JSON [[mock: say="{\"city\":\"Paris\"}"]]`)],
    },
  },
  {
    name: 'Instructor in its JSON schema mode',
    expects: 'object',
    body: {
      response_format: { type: 'json_object', schema },
      messages: [ask(String.raw`As JSON [[mock: say="{\"city\":\"Paris\",\"inhabitants\":2}"]]`)],
    },
  },
  {
    name: 'AI SDK, a picture and a schema',
    expects: 'object',
    body: { ...form({ strict: true }), messages: [look] },
  },
  { name: 'LangChain, a schema', expects: 'object', body: { ...form({ strict: true }), messages: [ask('A city')] } },
  { name: 'LangChain, a named tool', expects: 'call', body: { stream: false, ...named, messages: [ask('A city')] } },
  { name: 'OpenAI Agents, a schema', expects: 'object', body: { ...form({}), messages: [system, ask('A city')] } },
];
