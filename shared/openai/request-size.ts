/**
 * Limits on how much one request asks for, each above what any client is known to send. They are checked before the fields, so that
 * no request costs more than they allow.
 */

import { RequestRefused } from '../errors.ts';
import { isObject } from '../json/unknown-json.ts';

/** The limit of the Messages API. https://platform.claude.com/docs/en/api/messages (messages) */
export const MAX_MESSAGES = 100_000;
/** Content parts and tool calls of all messages together. */
export const MAX_PARTS = 200_000;
/** Definitions and names of tools together. Clients with many MCP servers send hundreds of tools. */
export const MAX_TOOLS = 10_000;
/** Unknown fields of one request, each of which gets a note. */
export const MAX_FIELDS = 1_000;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks only sizes.
 *
 * @throws RequestRefused 400 `too_many_messages`, `too_many_parts`, `too_many_tools` or `too_many_keys`
 */
export function checkChatSize(request: unknown): void {
  if (!isFields(request)) return;
  checkFields(request);
  const messages = listOf(request['messages']);
  checkCount('messages', messages.length, MAX_MESSAGES, 'messages');
  let parts = 0;
  for (const message of messages) {
    if (!isFields(message)) continue;
    parts += listOf(message['content']).length + listOf(message['content_blocks']).length;
    parts += listOf(message['tool_calls']).length;
  }
  checkCount('parts', parts, MAX_PARTS, 'messages');
  let tools = listOf(request['tools']).length + listOf(request['functions']).length;
  const choice = request['tool_choice'];
  if (isFields(choice)) {
    const allowed = choice['allowed_tools'];
    tools += listOf(choice['tools']).length + (isFields(allowed) ? listOf(allowed['tools']).length : 0);
  }
  checkCount('tools', tools, MAX_TOOLS, 'tools');
}

/** The same for the body of `POST /v1/responses`, whose items are messages, calls, results and further tools. */
export function checkResponsesSize(request: unknown): void {
  if (!isFields(request)) return;
  checkFields(request);
  const items = listOf(request['input']);
  checkCount('messages', items.length, MAX_MESSAGES, 'input');
  let parts = 0;
  let tools = toolsIn(request['tools']);
  for (const item of items) {
    if (!isFields(item)) continue;
    parts += listOf(item['content']).length + listOf(item['output']).length + listOf(item['summary']).length;
    tools += toolsIn(item['tools']);
  }
  checkCount('parts', parts, MAX_PARTS, 'input');
  const choice = request['tool_choice'];
  if (isFields(choice)) tools += listOf(choice['tools']).length;
  checkCount('tools', tools, MAX_TOOLS, 'tools');
}

/** Tools, including those in namespaces. */
function toolsIn(value: unknown): number {
  const tools = listOf(value);
  return tools.reduce(
    (count: number, tool) => count + (isFields(tool) ? listOf(tool['tools']).length : 0),
    tools.length,
  );
}

function checkFields(request: Fields): void {
  const fields = Object.keys(request).length;
  if (fields <= MAX_FIELDS) return;
  throw new RequestRefused({
    code: 'too_many_keys',
    message: `The request has ${fields} fields; the limit is ${MAX_FIELDS}.`,
    hint: 'Send only fields that the API knows.',
  });
}

const hints = {
  messages: 'Leave out or summarise the oldest messages.',
  parts: 'Join small parts to larger ones, or leave out the oldest messages.',
  tools: 'Offer only the tools that the task needs.',
} as const;

function checkCount(what: keyof typeof hints, count: number, most: number, param: string): void {
  if (count <= most) return;
  throw new RequestRefused({
    code: `too_many_${what}`,
    param,
    message: `The request holds ${count} ${what}; the limit is ${most}.`,
    hint: hints[what],
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isFields(value: unknown): value is Fields {
  return isObject(value);
}
