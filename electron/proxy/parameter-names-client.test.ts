/** The official client before the proxy: parameters with names that the API refuses keep them, whole, streamed and in the history. */

import OpenAI from 'openai';
import { beforeEach, describe, expect, test } from 'vitest';
import { useScriptedProxy } from './__fixtures__/scripted-proxy.ts';
import { event, eventStream, json, message } from './__fixtures__/scripted-upstream.ts';

const names = ['filter[bundleId]', '$top', 'limit', 'a\u0000b'];
const parameters = {
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  required: ['$top'],
};
const args = JSON.stringify(Object.fromEntries(names.map((name) => [name, name])));

/** A call of the tool with each parameter that the upstream was given, the position as its value. */
const proxied = useScriptedProxy((request, response) => {
  const body = JSON.parse(request.body);
  const upstream = Object.keys(body.tools[0].input_schema.properties);
  const input = Object.fromEntries(upstream.map((name, index) => [name, names[index]]));
  const start = { type: 'tool_use', id: 'toolu_1', name: 'list', input: {} };
  const whole = message('', { content: [{ ...start, input }], stop_reason: 'tool_use' });
  if (body.stream !== true) {
    response.writeHead(200, json).end(JSON.stringify(whole));
    return;
  }
  const pieces = JSON.stringify(input).match(/.{1,5}/gs) ?? [];
  const events = [
    { type: 'message_start', message: { ...whole, content: [], stop_reason: null } },
    { type: 'content_block_start', index: 0, content_block: start },
    ...pieces.map((piece) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'input_json_delta', partial_json: piece },
    })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 5 } },
    { type: 'message_stop' },
  ];
  response.writeHead(200, eventStream).end(events.map((one) => event(one)).join(''));
});

let client: OpenAI;
beforeEach(() => {
  client = new OpenAI({ apiKey: 'any', baseURL: `${proxied.testProxy.origin}/v1`, maxRetries: 0 });
});

const chatTools: OpenAI.ChatCompletionTool[] = [{ type: 'function', function: { name: 'list', parameters } }];
const tools: OpenAI.Responses.Tool[] = [{ type: 'function', name: 'list', parameters, strict: false }];
const user = { role: 'user' as const, content: 'Go' };

/** The keys of the call in the history that the upstream got last, and those of its schema. */
function sentKeys(): { readonly call: readonly string[]; readonly schema: readonly string[] } {
  const body = JSON.parse(proxied.upstream.received.at(-1)?.body ?? '{}');
  return {
    call: Object.keys(body.messages[1].content[0].input),
    schema: Object.keys(body.tools[0].input_schema.properties),
  };
}

describe('names of parameters', () => {
  test('in chat completions', async () => {
    const whole = await client.chat.completions.create({ model: 'gpt-4o', messages: [user], tools: chatTools });
    const [call] = whole.choices[0]?.message.tool_calls ?? [];
    expect(JSON.parse(call?.type === 'function' ? call.function.arguments : '')).toEqual(JSON.parse(args));
    const streamed = await client.chat.completions
      .stream({ model: 'gpt-4o', messages: [user], tools: chatTools })
      .finalMessage();
    const [other] = streamed.tool_calls ?? [];
    expect(JSON.parse(other?.type === 'function' ? other.function.arguments : '')).toEqual(JSON.parse(args));
    const history = [user, streamed, { role: 'tool' as const, tool_call_id: other?.id ?? '', content: 'Done' }];
    await client.chat.completions.create({ model: 'gpt-4o', messages: history, tools: chatTools });
    expect(sentKeys().call).toEqual(sentKeys().schema);
    expect(sentKeys().schema.filter((name) => !/^[\w.-]{1,64}$/.test(name))).toEqual([]);
  });

  test('in responses', async () => {
    const whole = await client.responses.create({ model: 'gpt-4o', input: 'Go', tools });
    const call = whole.output.find((item) => item.type === 'function_call');
    expect(JSON.parse(call?.arguments ?? '')).toEqual(JSON.parse(args));
    const streamed = await client.responses.stream({ model: 'gpt-4o', input: 'Go', tools }).finalResponse();
    const other = streamed.output.find((item) => item.type === 'function_call');
    expect(JSON.parse(other?.arguments ?? '')).toEqual(JSON.parse(args));
    const output = { type: 'function_call_output' as const, call_id: other?.call_id ?? '', output: 'Done' };
    await client.responses.create({
      model: 'gpt-4o',
      tools,
      input: [user, { type: 'function_call', name: 'list', call_id: output.call_id, arguments: args }, output],
    });
    expect(sentKeys().call).toEqual(sentKeys().schema);
  });
});
