// The AI SDK: streams, lets the model read a file, and requests structured output.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const provider = createOpenAICompatible({
  name: 'dragoman',
  baseURL: process.env.OPENAI_BASE_URL,
  apiKey: process.env.OPENAI_API_KEY,
  includeUsage: true,
  supportsStructuredOutputs: true,
});
const model = provider('gpt-4');

const reading = streamText({
  model,
  system: 'You read files.',
  prompt: process.argv[2],
  stopWhen: stepCountIs(5),
  tools: {
    read_file: tool({
      description: 'Read a text file',
      inputSchema: z.object({ path: z.string() }),
      execute: ({ path }) => readFile(path, 'utf8'),
    }),
  },
});
for await (const part of reading.fullStream) {
  if (part.type === 'error') throw part.error;
  if (part.type === 'text-delta') process.stdout.write(part.text);
}
assert.equal(await reading.finishReason, 'stop');
assert.equal((await reading.steps).length, 2);
assert.ok((await reading.totalUsage).outputTokens > 0);

const schema = z.object({ city: z.string(), inhabitants: z.number().int().min(1) });
const { output } = await generateText({ model, prompt: 'A city', output: Output.object({ schema }) });
assert.equal(typeof output.city, 'string');
