/** Order of messages, tool calls and system turns: for each rule a request that passes and one that does not. */

import { assistant, call, image, look, loop, newest, old, result, sonnet46, system, text, user } from './requests.ts';
import type { Case } from './requests.ts';

export const conversation: readonly Case[] = [
  {
    rule: 'no messages',
    accepted: null,
    refused: { messages: [] },
    text: 'messages: at least one message is required',
  },
  {
    rule: 'a first message of the assistant',
    accepted: null,
    refused: { messages: [assistant('a'), user()] },
    text: 'messages: first message must use the "user" role',
  },
  {
    rule: 'an empty user message',
    accepted: { messages: [user(), user('again')] },
    refused: { messages: [user([])] },
    text: 'messages.0: user messages must have non-empty content',
  },
  {
    rule: 'an empty text block',
    accepted: null,
    refused: { messages: [user([text('')])] },
    text: 'messages: text content blocks must be non-empty',
  },
  {
    rule: 'a blank text block',
    accepted: null,
    refused: { messages: [user('  \n')] },
    text: 'messages: text content blocks must contain non-whitespace text',
  },
  {
    rule: 'an empty system block',
    accepted: { system: [text('Be kind.')] },
    refused: { system: [text('')] },
    text: 'system: text content blocks must be non-empty',
  },
  {
    rule: 'prefill on newer models',
    accepted: { ...old, messages: [user(), assistant('I')] },
    refused: { messages: [user(), assistant('I')] },
    text: 'This model does not support assistant message prefill. The conversation must end with a user message.',
  },
  {
    rule: 'prefill that ends in white space',
    accepted: null,
    refused: { ...old, messages: [user(), assistant('I ')] },
    text: 'messages: final assistant content cannot end with trailing whitespace',
  },
  {
    rule: 'a tool result of the assistant',
    accepted: null,
    refused: { messages: [user(), assistant([result('a')]), user()] },
    text: '`tool_result` blocks can only be in `user` messages',
  },
  {
    rule: 'a document of the assistant under the newer version',
    accepted: null,
    options: newest,
    refused: {
      messages: [
        user(),
        assistant([{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } }]),
        user(),
      ],
    },
    text: '`document` blocks can only be in `user` messages',
  },
  {
    rule: 'half a surrogate pair',
    accepted: { messages: [user('😀')] },
    refused: { messages: [user('\ud83d')] },
    text: 'The request body is not valid JSON: no low surrogate in string',
  },
];

export const pairing: readonly Case[] = [
  {
    rule: 'a call without a result',
    accepted: loop(call('a')),
    refused: { tools: [look], messages: [user(), assistant([call('a')]), user('well?')] },
    text: 'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: a. Each `tool_use` block must have a corresponding `tool_result`',
  },
  {
    rule: 'text before the results',
    accepted: { tools: [look], messages: [user(), assistant([call('a')]), user([result('a'), text('now')])] },
    refused: { tools: [look], messages: [user(), assistant([call('a')]), user([text('now'), result('a')])] },
    text: 'ids were found without `tool_result`',
  },
  {
    rule: 'text after the last call',
    accepted: loop(text('I look.'), call('a')),
    refused: loop(call('a'), text('I looked.')),
    text: 'ids were found without `tool_result`',
  },
  {
    rule: 'a result without a call',
    accepted: null,
    refused: { tools: [look], messages: [user([result('a')])] },
    text: 'unexpected `tool_use_id` found in `tool_result` blocks',
  },
  {
    rule: 'two results for a call',
    accepted: {
      tools: [look],
      messages: [user(), assistant([call('a'), call('b')]), user([result('b'), result('a')])],
    },
    refused: { tools: [look], messages: [user(), assistant([call('a')]), user([result('a'), result('a')])] },
    text: 'each tool_use must have a single result',
  },
  {
    rule: 'one id twice',
    accepted: null,
    refused: { tools: [look], messages: [user(), assistant([call('a'), call('a')]), user([result('a')])] },
    text: '`tool_use` ids must be unique',
  },
  {
    rule: 'tool blocks without tools',
    accepted: null,
    refused: { messages: [user(), assistant([call('a')]), user([result('a')])] },
    text: 'must define tools',
  },
  {
    rule: 'a server tool call left open',
    accepted: {
      messages: [
        user(),
        assistant([{ type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } }]),
      ],
    },
    refused: {
      messages: [
        user(),
        assistant([{ type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } }]),
        user(),
      ],
    },
    text: '`web_search` tool use with id `srvtoolu_1` was found without a corresponding `web_search_tool_result` block',
  },
];

export const systemTurns: readonly Case[] = [
  {
    rule: 'a system message first',
    accepted: { messages: [user(), system('Short.')] },
    refused: { messages: [system('Short.'), user()] },
    text: "messages.0: use the top-level 'system' parameter",
  },
  {
    rule: 'a system message before a user message',
    accepted: { messages: [user(), system('Short.'), assistant('Yes.'), user()] },
    refused: { messages: [user(), system('A.'), system('B.'), user()] },
    text: "messages.2: role 'system' must precede an 'assistant' message or end the array",
  },
  {
    rule: 'a system message after the assistant',
    accepted: null,
    refused: { messages: [user(), assistant('Yes.'), system('Short.'), user()] },
    text: "messages.2: role 'system' must precede",
  },
  {
    rule: 'a system message on an older model',
    accepted: null,
    refused: { ...sonnet46, messages: [user(), system('Short.')] },
    text: "role 'system' is not supported on this model",
  },
  {
    rule: 'an empty system message',
    accepted: null,
    refused: { messages: [user(), system([])] },
    text: 'messages.1: system content must contain at least one block',
  },
  {
    rule: 'a blank system message',
    accepted: null,
    refused: { messages: [user(), system([text(' ')])] },
    text: 'messages.1: system text blocks must contain non-whitespace text',
  },
  {
    rule: 'an image in a system message',
    accepted: null,
    refused: { messages: [user(), system([image('aaaa')])] },
    text: "messages.1: role 'system' supports text, tool_addition, and tool_removal blocks only",
  },
];
