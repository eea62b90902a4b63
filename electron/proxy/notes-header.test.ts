import { expect, it } from 'vitest';
import { messages, useFaultProxy } from './__fixtures__/fault-proxy.ts';
import { json, message } from './__fixtures__/scripted-upstream.ts';

const faults = useFaultProxy((_request, response) => {
  const content = [{ type: 'container_upload', file_id: 'file_1' }];
  response.writeHead(200, json).end(JSON.stringify(message('', { content })));
});

it('x-dragoman-notes of a whole response includes notes on the response', async () => {
  const chat = faults.client.chat.completions.create({ model: 'gpt-4', max_tokens: 100, messages }).asResponse();
  const response = faults.client.responses.create({ model: 'gpt-4', input: 'Bonjour?' }).asResponse();
  for (const result of [await chat, await response]) {
    expect(result.headers.get('x-dragoman-notes')).toContain('unknown-block');
  }
});
