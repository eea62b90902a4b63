/**
 * Length limits of names. Every chunk and header repeats the model's name, every call the tool's, and the log's list both, so they
 * are bounded before anything is translated; every name and id in the documentation of either API is far shorter.
 */

import { RequestRefused } from '../errors.ts';
import type { ChatRequest } from './chat-request.ts';

/** Characters of the name of a model, tool, function, speaker, schema, server or beta. OpenAI and Anthropic take 64 to 128. */
export const MAX_NAME = 256;
/** Characters of identifiers that clients choose: users, cache keys, ids of earlier responses. */
export const MAX_IDENTIFIER = 1_024;
/** All betas share one header. */
export const MAX_BETAS = 100;

type Name = string | null | undefined;

/** @throws RequestRefused 400 `name_too_long` or `too_many_betas`, naming the field */
export function checkChatNames(request: ChatRequest): void {
  checkName(request.model, 'model');
  checkTools(request);
  checkMessages(request.messages);
  checkName(request.response_format?.json_schema?.name, 'response_format.json_schema.name');
  (request.mcp_servers ?? []).forEach(({ name }, index) => checkName(name, `mcp_servers[${index}].name`));
  checkBetas(request);
  for (const field of ['user', 'safety_identifier', 'prompt_cache_key', 'service_tier', 'inference_geo'] as const) {
    checkName(request[field], field, MAX_IDENTIFIER);
  }
}

function checkTools({ tools, functions, tool_choice: choice, function_call: call }: ChatRequest): void {
  for (const [index, tool] of (tools ?? []).entries()) {
    checkName(tool.function?.name, `tools[${index}].function.name`);
    checkName(tool.custom?.name, `tools[${index}].custom.name`);
    checkName(tool.name, `tools[${index}].name`);
    checkName(tool.type, `tools[${index}].type`);
  }
  for (const [index, { name }] of (functions ?? []).entries()) checkName(name, `functions[${index}].name`);
  checkName(typeof call === 'string' ? call : call?.name, 'function_call');
  if (typeof choice === 'string') return checkName(choice, 'tool_choice');
  for (const named of [choice, ...(choice?.tools ?? []), ...(choice?.allowed_tools?.tools ?? [])]) {
    for (const name of [named?.name, named?.function?.name, named?.custom?.name, named?.type]) {
      checkName(name, 'tool_choice');
    }
  }
}

function checkMessages(messages: ChatRequest['messages']): void {
  for (const [index, message] of messages.entries()) {
    const path = `messages[${index}]`;
    checkName(message.name, path, MAX_NAME, '.name');
    checkName(message.function_call?.name, path, MAX_NAME, '.function_call.name');
    for (const call of message.tool_calls ?? []) {
      checkName(call.function?.name ?? call.custom?.name, path, MAX_NAME, '.tool_calls');
    }
    for (const parts of [message.content, message.content_blocks]) {
      if (typeof parts === 'string') continue;
      for (const part of parts ?? []) {
        if (typeof part === 'string') continue;
        checkName(part.name, path, MAX_NAME, '.content');
        checkName(part.type, path, MAX_NAME, '.content');
      }
    }
  }
}

function checkBetas({ betas, anthropic_beta: spelled }: ChatRequest): void {
  const lists = {
    betas: betas ?? [],
    anthropic_beta: typeof spelled === 'string' ? spelled.split(',') : (spelled ?? []),
  };
  for (const [field, names] of Object.entries(lists)) {
    if (names.length > MAX_BETAS) {
      throw new RequestRefused({
        code: 'too_many_betas',
        param: field,
        message: `The request names ${names.length} betas; the limit is ${MAX_BETAS}.`,
        hint: 'Name only those that the request needs.',
      });
    }
    for (const name of names) checkName(name, field);
  }
}

/** `below`: the rest of the path, built only for the error. */
export function checkName(name: Name, param: string, most = MAX_NAME, below = ''): void {
  if (name === null || name === undefined || name.length <= most) return;
  throw new RequestRefused({
    code: 'name_too_long',
    param: param + below,
    message: `The name in '${param}${below}' has ${name.length} characters; the limit is ${most}.`,
    hint: 'Send a shorter name.',
  });
}
