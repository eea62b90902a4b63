// LlamaIndex: streams a call, runs it, streams the response; then calls a tool without parameters.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { tool } from '@llamaindex/core/tools';
import { OpenAI } from '@llamaindex/openai';
import { z } from 'zod';

const model = new OpenAI({ model: 'gpt-4', baseURL: process.env.OPENAI_BASE_URL });
const readTool = tool({
  name: 'read_file',
  description: 'Read a text file',
  parameters: z.object({ path: z.string() }),
  execute: ({ path }) => readFile(path, 'utf8'),
});
const clock = tool({
  name: 'get_time',
  description: 'The time',
  parameters: z.object({}),
  execute: () => 'noon',
});

console.log(await converse([readTool], process.argv[2]));
const response = await converse([clock], 'Use get_time.');
assert.match(response, /noon/);

// Its own stream loop treats a message that begins with text as one without calls.
async function converse(tools, question) {
  const messages = [
    { role: 'system', content: 'You help.' },
    { role: 'user', content: question },
  ];
  for (let turns = 0; turns < 5; turns += 1) {
    let content = '';
    const calls = new Map();
    for await (const chunk of await model.chat({ messages, tools, stream: true })) {
      content += chunk.delta;
      for (const call of chunk.options?.toolCall ?? []) calls.set(call.id, call);
    }
    if (calls.size === 0) return content;
    messages.push({ role: 'assistant', content, options: { toolCall: [...calls.values()] } });
    for (const { id, name, input } of calls.values()) {
      const result = await tools.find((one) => one.metadata.name === name).call(input);
      messages.push({ role: 'user', content: result, options: { toolResult: { id, result, isError: false } } });
    }
  }
  throw new Error('There was no end to its calls.');
}
