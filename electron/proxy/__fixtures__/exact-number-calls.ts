/**
 * Requests and upstream messages that hold a JSON document at one place. They are written as text, since a JavaScript object cannot
 * hold every number. The document stands between two marks, so that it is found again in any text that holds it.
 */

/** A member list with the document between the marks. */
export const marked = (json: string): string => `"begin":"","value":${json},"end":""`;

/** Every document between marks in a text, in order. */
export function markedIn(text: string): readonly string[] {
  return [...text.matchAll(/"begin":"","value":(.*?),"end":""/gs)].map(([, json = '']) => json);
}

/** Every string inside a JSON text, and the text itself: arguments and instructions are documents inside of strings. */
export function textsIn(json: string): readonly string[] {
  const texts: string[] = [json];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(JSON.parse(json));
  return texts;
}

const quoted = (json: string): string => JSON.stringify(json);
const user = '{"role":"user","content":"Hello"}';
const schema = (json: string): string =>
  `{"type":"object","properties":{"a":{"type":["number","string","null"],"default":{${marked(json)}}}}}`;
const result = '{"role":"tool","tool_call_id":"call_1","content":"Done"}';
const call = (argumentsText: string): string =>
  `{"id":"call_1","type":"function","function":{"name":"save","arguments":${argumentsText}}}`;
const chat = (more: string, messages: string = user): string =>
  `{"model":"claude-sonnet-5-5","messages":[${messages}]${more === '' ? '' : `,${more}`}}`;
const responses = (more: string, input: string): string =>
  `{"model":"claude-sonnet-5-5","input":[${input}]${more === '' ? '' : `,${more}`}}`;
const saveTool = '"tools":[{"type":"function","function":{"name":"save","parameters":{"type":"object","properties":{}}}}]';
const flatSaveTool = '"tools":[{"type":"function","name":"save","parameters":{"type":"object","properties":{}}}]';

export interface RequestCase {
  readonly name: string;
  readonly path: string;
  /** The text of the body with the document in it. */
  readonly body: (json: string) => string;
}

/** Each field of a request from which a document reaches the upstream. */
export const requestCases: readonly RequestCase[] = [
  {
    name: 'parameters of a tool',
    path: '/v1/chat/completions',
    body: (json) => chat(`"tools":[{"type":"function","function":{"name":"save","parameters":${schema(json)}}}]`),
  },
  {
    name: 'parameters that are wrapped',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        `"tools":[{"type":"function","function":{"name":"save","parameters":{"type":"array","items":{"$ref":"#/$defs/A"},"default":[{${marked(json)}}],"$defs":{"A":{"type":"array","items":{"$ref":"#"}}}}}}]`,
      ),
  },
  {
    name: 'parameters that are a union',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        `"tools":[{"type":"function","function":{"name":"save","parameters":{"anyOf":[${schema(json)},{"type":"object","properties":{"b":{"type":"string"}}}]}}}]`,
      ),
  },
  {
    name: 'parameters of a legacy function',
    path: '/v1/chat/completions',
    body: (json) => chat(`"functions":[{"name":"save","parameters":${schema(json)}}]`),
  },
  {
    name: 'input_schema and input_examples of a bare tool',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(`"tools":[{"name":"save","input_schema":${schema(json)},"input_examples":[{${marked(json)}}]}]`),
  },
  {
    name: 'arguments in the history',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        saveTool,
        `${user},{"role":"assistant","tool_calls":[${call(quoted(`{${marked(json)}}`))}]},${result}`,
      ),
  },
  {
    name: 'arguments in the history that are a list',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        saveTool,
        `${user},{"role":"assistant","tool_calls":[${call(quoted(`[{${marked(json)}}]`))}]},${result}`,
      ),
  },
  {
    name: 'arguments in the history, encoded twice',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        saveTool,
        `${user},{"role":"assistant","tool_calls":[${call(quoted(quoted(`{${marked(json)}}`)))}]},${result}`,
      ),
  },
  {
    name: 'arguments in the history, with a comma too many',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        saveTool,
        `${user},{"role":"assistant","tool_calls":[${call(quoted(`{${marked(json)},}`))}]},${result}`,
      ),
  },
  {
    name: 'arguments in the history, behind an empty object',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        saveTool,
        `${user},{"role":"assistant","tool_calls":[${call(quoted(`{}{${marked(json)}}`))}]},${result}`,
      ),
  },
  {
    name: 'input of a block that runs upstream',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        '"tools":[{"type":"web_search_20250305","name":"web_search"}]',
        `${user},{"role":"assistant","content":[{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{${marked(json)}}},{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]},{"type":"text","text":"Found."}]},${user}`,
      ),
  },
  {
    name: 'arguments in the history, as an object',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(saveTool, `${user},{"role":"assistant","tool_calls":[${call(`{${marked(json)}}`)}]},${result}`),
  },
  {
    name: 'arguments of a legacy function call',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        '"functions":[{"name":"save","parameters":{"type":"object","properties":{}}}]',
        `${user},{"role":"assistant","content":null,"function_call":{"name":"save","arguments":${quoted(`{${marked(json)}}`)}}},{"role":"function","name":"save","content":"Done"}`,
      ),
  },
  {
    name: 'input of a tool_use block',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        saveTool,
        `${user},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"save","input":{${marked(json)}}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"Done"}]}`,
      ),
  },
  {
    name: 'a schema of structured output',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        `"response_format":{"type":"json_schema","json_schema":{"name":"o","schema":{"type":"object","properties":{"a":{"type":"string","default":{${marked(json)}}}}}}}`,
      ),
  },
  {
    name: 'a schema of structured output that becomes an instruction',
    path: '/v1/chat/completions',
    body: (json) =>
      chat(
        `"response_format":{"type":"json_schema","json_schema":{"name":"o","schema":{"type":"object","additionalProperties":{"default":{${marked(json)}}}}}}`,
      ),
  },
  {
    name: 'parameters of a Responses tool',
    path: '/v1/responses',
    body: (json) => responses(`"tools":[{"type":"function","name":"save","parameters":${schema(json)}}]`, user),
  },
  {
    name: 'arguments of a function_call item',
    path: '/v1/responses',
    body: (json) =>
      responses(
        flatSaveTool,
        `${user},{"type":"function_call","call_id":"call_1","name":"save","arguments":${quoted(`{${marked(json)}}`)}},{"type":"function_call_output","call_id":"call_1","output":"Done"}`,
      ),
  },
  {
    name: 'arguments of a tool_search_call item',
    path: '/v1/responses',
    body: (json) =>
      responses(
        '"tools":[{"type":"tool_search","execution":"client","parameters":{"type":"object","properties":{}}}]',
        `${user},{"type":"tool_search_call","call_id":"call_1","execution":"client","arguments":{${marked(json)}}},{"type":"tool_search_output","call_id":"call_1","execution":"client","tools":[]}`,
      ),
  },
  {
    name: 'parameters of a tool in a namespace',
    path: '/v1/responses',
    body: (json) =>
      responses(
        `"tools":[{"type":"namespace","name":"files","tools":[{"type":"function","name":"save","parameters":${schema(json)}}]}]`,
        user,
      ),
  },
  {
    name: 'parameters of a tool that was searched for',
    path: '/v1/responses',
    body: (json) =>
      responses(
        '"tools":[{"type":"tool_search","execution":"client","parameters":{"type":"object","properties":{}}}]',
        `${user},{"type":"tool_search_call","call_id":"call_1","execution":"client","arguments":{}},{"type":"tool_search_output","call_id":"call_1","execution":"client","tools":[{"type":"function","name":"save","parameters":${schema(json)}}]}`,
      ),
  },
  {
    name: 'a schema of text.format',
    path: '/v1/responses',
    body: (json) =>
      responses(
        `"text":{"format":{"type":"json_schema","name":"o","schema":{"type":"object","properties":{"a":{"type":"string","default":{${marked(json)}}}}}}}`,
        user,
      ),
  },
  {
    name: 'parameters, when tokens are counted',
    path: '/v1/responses/input_tokens',
    body: (json) => responses(`"tools":[{"type":"function","name":"save","parameters":${schema(json)}}]`, user),
  },
  {
    name: 'a tool of the Messages API itself',
    path: '/v1/chat/completions',
    body: (json) => chat(`"tools":[{"type":"web_search_20250305","name":"web_search",${marked(json)}}]`),
  },
  {
    name: 'an extension field of the Messages API',
    path: '/v1/chat/completions',
    body: (json) => chat(`"context_management":{"edits":[{"type":"clear_tool_uses_20250919",${marked(json)}}]}`),
  },
  {
    name: 'a count of tokens that is passed through',
    path: '/v1/messages/count_tokens',
    body: (json) =>
      `{"model":"claude-sonnet-5-5","messages":[${user}],"tools":[{"name":"save","input_schema":${schema(json)}}]}`,
  },
  {
    name: 'a message that is passed through',
    path: '/v1/messages',
    body: (json) =>
      `{"model":"claude-sonnet-5-5","max_tokens":16,"messages":[${user}],"tools":[{"name":"save","input_schema":${schema(json)}}]}`,
  },
];

const message = (content: string, stopReason = 'tool_use'): string =>
  `{"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[${content}],"stop_reason":"${stopReason}","stop_sequence":null,"usage":{"input_tokens":1e1,"output_tokens":5.0}}`;
const toolUse = (input: string): string => `{"type":"tool_use","id":"toolu_1","name":"save","input":${input}}`;

/** The events of a whole message whose only block is `start`, with the input in several `partial_json` deltas, or in the block itself. */
function events(start: string, pieces: readonly string[]): string {
  const list = [
    `{"type":"message_start","message":${message('')}}`,
    `{"type":"content_block_start","index":0,"content_block":${start}}`,
    ...pieces.map(
      (piece) =>
        `{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":${quoted(piece)}}}`,
    ),
    '{"type":"content_block_stop","index":0}',
    '{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}}',
    '{"type":"message_stop"}',
  ];
  return list.map((data) => `data: ${data}\n\n`).join('');
}

const inPieces = (json: string): string =>
  events(toolUse('{}'), `{${marked(json)}}`.match(/.{1,7}/gs)?.map((piece) => piece) ?? []);

export interface ResponseCase {
  readonly name: string;
  readonly path: string;
  readonly request: string;
  /** What the upstream sends; events where it begins with `data:`. */
  readonly upstream: (json: string) => string;
}

const wrappedTool = '"tools":[{"type":"function","function":{"name":"save","parameters":{"type":"array","items":{}}}}]';
const foreignBlock = (json: string): string => `{"type":"hologram",${marked(json)}}`;

/** Each field of an upstream message from which a document reaches the client. */
export const responseCases: readonly ResponseCase[] = [
  ...[
    ['chat completions', '/v1/chat/completions', chat(saveTool)],
    ['a legacy function', '/v1/chat/completions', chat('"functions":[{"name":"save"}]')],
    ['responses', '/v1/responses', responses(flatSaveTool, user)],
    ['messages', '/v1/messages', `{"model":"claude-sonnet-5-5","max_tokens":16,"messages":[${user}]}`],
  ].flatMap(([name = '', path = '', request = '']): ResponseCase[] => [
    { name: `${name}: a whole message`, path, request, upstream: (json) => message(toolUse(`{${marked(json)}}`)) },
    { name: `${name}: a whole message that came as events`, path, request, upstream: inPieces },
    {
      name: `${name}: a stream`,
      path,
      request: request.replace('{', '{"stream":true,'),
      upstream: inPieces,
    },
    {
      name: `${name}: a stream with the input in the first event`,
      path,
      request: request.replace('{', '{"stream":true,'),
      upstream: (json) => events(toolUse(`{${marked(json)}}`), []),
    },
  ]),
  ...[false, true].map((stream): ResponseCase => ({
    name: `arguments of a tool search, stream: ${String(stream)}`,
    path: '/v1/responses',
    request: responses(`"stream":${String(stream)},"tools":[{"type":"tool_search","execution":"client"}]`, user),
    upstream: (json) => {
      const search = toolUse(`{${marked(json)}}`).replace('"save"', '"tool_search"');
      return stream ? events(search, []) : message(search);
    },
  })),
  {
    name: 'an unwrapped input',
    path: '/v1/chat/completions',
    request: chat(wrappedTool),
    upstream: (json) => message(toolUse(`{"value":[{${marked(json)}}]}`)),
  },
  {
    name: 'an unwrapped input in a stream',
    path: '/v1/chat/completions',
    request: chat(`${wrappedTool},"stream":true`),
    upstream: (json) => events(toolUse('{}'), [`{"value":[{${marked(json)}`, '}]}']),
  },
  {
    name: 'a block that OpenAI does not have',
    path: '/v1/chat/completions',
    request: chat(''),
    upstream: (json) => message(`${foreignBlock(json)},{"type":"text","text":"Done"}`, 'end_turn'),
  },
  {
    name: 'a block that OpenAI does not have, in a stream',
    path: '/v1/chat/completions',
    request: chat('"stream":true'),
    upstream: (json) => events(foreignBlock(json), []),
  },
  {
    name: 'structured output',
    path: '/v1/chat/completions',
    request: chat(
      '"response_format":{"type":"json_schema","json_schema":{"name":"o","schema":{"type":"object","properties":{"a":{"type":"string"}}}}}',
    ),
    upstream: (json) => message(`{"type":"text","text":${quoted(`{${marked(json)}}`)}}`, 'end_turn'),
  },
  {
    name: 'structured output that was wrapped',
    path: '/v1/chat/completions',
    request: chat(
      '"response_format":{"type":"json_schema","json_schema":{"name":"o","schema":{"type":"array","items":{"type":"string"}}}}',
    ),
    upstream: (json) => message(`{"type":"text","text":${quoted(`{"value":[{${marked(json)}}]}`)}}`, 'end_turn'),
  },
  {
    name: 'structured output that was wrapped, in a stream',
    path: '/v1/chat/completions',
    request: chat(
      '"stream":true,"response_format":{"type":"json_schema","json_schema":{"name":"o","schema":{"type":"array","items":{"type":"string"}}}}',
    ),
    upstream: (json) =>
      events(`{"type":"text","text":${quoted(`{"value":[{${marked(json)}}]}`)}}`, []).replace('"tool_use","stop', '"end_turn","stop'),
  },
  {
    name: 'structured output that was wrapped, in responses',
    path: '/v1/responses',
    request: responses(
      '"text":{"format":{"type":"json_schema","name":"o","schema":{"type":"array","items":{"type":"string"}}}}',
      user,
    ),
    upstream: (json) => message(`{"type":"text","text":${quoted(`{"value":[{${marked(json)}}]}`)}}`, 'end_turn'),
  },
  {
    name: 'an instructed JSON object inside a code fence',
    path: '/v1/chat/completions',
    request: chat('"response_format":{"type":"json_object"}'),
    upstream: (json) =>
      message(`{"type":"text","text":${quoted(`Here:\n\`\`\`json\n{${marked(json)}}\n\`\`\``)}}`, 'end_turn'),
  },
];
