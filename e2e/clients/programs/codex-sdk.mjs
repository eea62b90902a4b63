// The Codex SDK: a thread of two turns through `baseUrl`. It starts the Codex that it brings.

import assert from 'node:assert/strict';
import { Codex } from '@openai/codex-sdk';

const [, , prompt] = process.argv;
const codex = new Codex({ baseUrl: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY });
const thread = codex.startThread({
  model: 'claude-opus-5-5',
  skipGitRepoCheck: true,
  sandboxMode: 'danger-full-access',
  approvalPolicy: 'never',
});
const first = await thread.run(prompt);
console.log(first.finalResponse);
const second = await thread.run('Go on. [[mock: say="second turn done" no-tool]]');
assert.equal(typeof second.usage?.input_tokens, 'number');
console.log(second.finalResponse);
