/** Each field of a request from which a JSON document reaches the upstream. */

import { call, chat, flatSaveTool, marked, quoted, responses, result, saveTool, schema, user } from './marked-document.ts';

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
