// LangChain: streams, joins the deltas of a tool call, and requests structured output.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { concat } from '@langchain/core/utils/stream';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';

const model = new ChatOpenAI({ model: 'gpt-4o', configuration: { baseURL: process.env.OPENAI_BASE_URL } });
const readTool = tool(({ path }) => readFile(path, 'utf8'), {
  name: 'read_file',
  description: 'Read a text file',
  schema: z.object({ path: z.string() }),
});

const messages = [new SystemMessage('You read files.'), new HumanMessage(process.argv[2])];
for (let turns = 0; turns < 5; turns += 1) {
  const response = await whole(await model.bindTools([readTool]).stream(messages));
  messages.push(response);
  if (response.tool_calls.length === 0) break;
  for (const call of response.tool_calls) messages.push(await readTool.invoke(call));
}
const last = messages.at(-1);
assert.ok(last.usage_metadata.output_tokens > 0);
console.log(last.content);

const schema = z.object({ city: z.string(), inhabitants: z.number().int().min(1) });
for (const method of ['jsonSchema', 'functionCalling']) {
  const found = await model.withStructuredOutput(schema, { method, name: 'city' }).invoke('A city');
  assert.equal(typeof found.city, 'string');
}

async function whole(stream) {
  let sum;
  for await (const chunk of stream) sum = sum === undefined ? chunk : concat(sum, chunk);
  return sum;
}
