// The OpenAI Agents SDK, over chat completions, the Responses API or its WebSocket: streams a run with a tool, continues its history, and requests structured output.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  Agent,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  OpenAIResponsesWSModel,
  run,
  setTracingDisabled,
  tool,
} from '@openai/agents';
import OpenAI from 'openai';
import { WebSocket } from 'ws';
import { z } from 'zod';

setTracingDisabled(true);
const [, , prompt, api] = process.argv;
const client = new OpenAI();
// Node 20 has none without a flag.
globalThis.WebSocket ??= WebSocket;
const models = {
  chat: OpenAIChatCompletionsModel,
  responses: OpenAIResponsesModel,
  websocket: OpenAIResponsesWSModel,
};
const model = new models[api](client, 'gpt-4');

const reader = new Agent({
  name: 'reader',
  instructions: 'You read files.',
  model,
  tools: [
    tool({
      name: 'read_file',
      description: 'Read a text file',
      parameters: z.object({ path: z.string() }),
      execute: ({ path }) => readFile(path, 'utf8'),
    }),
  ],
});
const first = await run(reader, prompt, { stream: true });
let streamed = '';
for await (const event of first) {
  if (event.type === 'raw_model_stream_event' && event.data.type === 'output_text_delta') streamed += event.data.delta;
}
await first.completed;
assert.ok(streamed.endsWith(first.finalOutput));
console.log(first.finalOutput);

const second = await run(reader, [...first.history, { role: 'user', content: 'Use read_file once more.' }]);
assert.equal(typeof second.finalOutput, 'string');

const outputType = z.object({ city: z.string() });
const typed = new Agent({ name: 'geographer', instructions: 'You name cities.', model, outputType });
const { finalOutput } = await run(typed, 'A city');
assert.equal(typeof finalOutput.city, 'string');
// Its connection would keep the process running.
await model.close?.();
