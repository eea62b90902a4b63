/** Each field of an upstream message from which a JSON document reaches the client. */

import { chat, flatSaveTool, marked, quoted, responses, saveTool, user } from './marked-document.ts';

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
