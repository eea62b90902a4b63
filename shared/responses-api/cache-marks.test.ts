/** `cache_control` where only the Responses API has a place for it. */

import { expect, test } from 'vitest';
import { parseResponsesRequest } from './request-schema.ts';
import { toChatRequest } from './responses-to-chat.ts';

function translate(body: object) {
  return toChatRequest(parseResponsesRequest(body), { previousItems: [], findItem: () => null });
}

const cache_control = { type: 'ephemeral', ttl: '1h' };

test('of a part of the instructions, of the request and of a namespace is kept', () => {
  const instructions = [
    { type: 'input_text', text: 'Be brief.', cache_control },
    { type: 'text', text: 'Be kind.' },
  ];
  const f = { type: 'function', name: 'f', parameters: {} };
  const marked = { ...f, name: 'g', cache_control: { type: 'ephemeral' } };
  const { chat } = translate({
    instructions,
    input: 'x',
    cache_control,
    tools: [
      { type: 'namespace', name: 'a', tools: [f, { ...f, name: 'g' }], cache_control },
      { type: 'namespace', name: 'b', tools: [f, marked], cache_control },
      { type: 'namespace', name: 'c', tools: [], cache_control },
    ],
  });
  expect(chat.messages[0]).toEqual({
    role: 'system',
    content: [
      { type: 'text', text: 'Be brief.', cache_control },
      { type: 'text', text: 'Be kind.' },
    ],
  });
  expect(chat['cache_control']).toEqual(cache_control);
  expect(chat['tools']).toEqual([
    expect.not.objectContaining({ cache_control }),
    expect.objectContaining({ cache_control }),
    expect.not.objectContaining({ cache_control }),
    expect.objectContaining({ cache_control: { type: 'ephemeral' } }),
  ]);
});
