/**
 * Translates the items of a Responses request to chat messages. Consecutive items of one assistant turn (reasoning, text, calls)
 * become one assistant message; their order is kept.
 */

import type { Note } from '../notes.ts';
import { RequestRefused } from '../errors.ts';
import { requireShape } from '../json/first-issue.ts';
import { describeIssue } from '../openai/request-issue.ts';
import { decodeCompaction } from './compaction/compaction-carrier.ts';
import { type ChatPart, cacheMarksOf, chatContent, checkImages } from './content-parts.ts';
import { addToolSearchResults } from './tool-search-results.ts';
import {
  type ConfigurationUpdate,
  type ContentPart,
  isKnownPart,
  type KnownItem,
  knownItemSchema,
  knownItemTypes,
} from './output-items.ts';
import type { PathMap } from './path-map.ts';
import { decodeThinking } from './reasoning/reasoning-carrier.ts';
import { planTools, qualifiedName, type ToolPlan } from './response-tools.ts';
import { writeJson } from '../json/exact-number.ts';

export interface BuiltChatMessage {
  role: string;
  content: string | ChatPart[] | null;
  tool_calls?: ChatToolCall[];
  tool_call_id?: string;
}
type ChatToolCall =
  | { readonly id: string; readonly type: 'function'; readonly function: { name: string; arguments: string } }
  | { readonly id: string; readonly type: 'custom'; readonly custom: { name: string; input: string } };

export interface ChatMessagesBuilder {
  readonly messages: BuiltChatMessage[];
  readonly paths: PathMap;
  readonly plan: ToolPlan;
  readonly notes: Note[];
  /** The last of each setting that an item of the input changes. */
  readonly updates: SettingUpdates;
  /** Finds a stored item by its id, for `item_reference`. */
  readonly findItem: (id: string) => object | null;
}

/** A setting with the path of the item that changes it; the path is null for an item of an earlier response. */
export interface SettingUpdates {
  effort: { readonly value: string; readonly path: string | null } | null;
  format: { readonly value: TextFormat; readonly path: string | null } | null;
}
type TextFormat = NonNullable<NonNullable<ConfigurationUpdate['text']>['format']>;

/**
 * Adds one input item with the path `path` (null for items from the local store).
 *
 * @throws RequestRefused for a malformed item
 */
export function addItem(builder: ChatMessagesBuilder, item: object, path: string | null): void {
  translateItem(builder, item, path);
  const marks = cacheMarksOf(item);
  if (Object.keys(marks).length === 0) return;
  const type = 'type' in item ? String(item.type) : 'message';
  const message = builder.messages.at(-1);
  if (type === 'message') Object.assign(message ?? {}, marks);
  else if (!('call_id' in item)) return;
  else if (type.endsWith('_call')) Object.assign(message?.tool_calls?.at(-1) ?? {}, marks);
  else if (type.endsWith('_output') && message?.role === 'tool') Object.assign(message, marks);
}

function translateItem(builder: ChatMessagesBuilder, item: object, path: string | null): void {
  const known = readItem(item, path);
  if (known === null) {
    const type = 'type' in item ? String(item.type) : 'unknown';
    if (type === 'computer_call_output') refuseComputer(path);
    drop(builder, path, 'item-dropped', `Items of type ${type} have no counterpart.`);
    return;
  }
  switch (known.type) {
    case 'message':
      addMessage(builder, known.role, known.content, path);
      return;
    case 'reasoning': {
      const block = decodeThinking(known);
      if (block === null)
        drop(builder, path, 'reasoning-unsigned', 'Reasoning without its signature cannot be replayed.');
      else contentOf(assistant(builder, path), builder, path).push(block);
      return;
    }
    case 'function_call':
      addFunctionCall(builder, known.call_id, qualifiedName(known.namespace, known.name), known.arguments, path);
      return;
    case 'custom_tool_call': {
      const custom = { name: qualifiedName(known.namespace, known.name), input: known.input };
      addCall(builder, { id: known.call_id, type: 'custom', custom }, path);
      return;
    }
    case 'local_shell_call':
      addFunctionCall(builder, known.call_id, 'local_shell', saidInput(known.action), path);
      return;
    case 'shell_call':
      addFunctionCall(builder, known.call_id, 'shell', saidInput(known.action), path);
      return;
    case 'apply_patch_call':
      addFunctionCall(builder, known.call_id, 'apply_patch', writeJson(known.operation), path);
      return;
    case 'tool_search_call':
      if (typeof known.call_id !== 'string') return dropHostedSearch(builder, path);
      addFunctionCall(builder, known.call_id, 'tool_search', writeJson(known.arguments ?? {}), path);
      return;
    case 'function_call_output':
    case 'custom_tool_call_output':
      checkImages(known.output, path === null ? null : `${path}.output`);
      addResult(builder, known.call_id, chatContent(known.output), path);
      return;
    case 'local_shell_call_output':
      addResult(builder, known.call_id ?? known.id ?? '', known.output, path);
      return;
    case 'shell_call_output': {
      const output = typeof known.output === 'string' ? known.output : writeJson(known.output);
      addResult(builder, known.call_id, output, path);
      return;
    }
    case 'apply_patch_call_output':
      addResult(builder, known.call_id, known.output ?? known.status ?? '', path);
      return;
    case 'tool_search_output': {
      const result = addToolSearchResults(builder.plan, known.tools, `${path ?? 'input'}.tools`);
      if (typeof known.call_id !== 'string') return dropHostedSearch(builder, path);
      addResult(builder, known.call_id, result, path);
      return;
    }
    case 'item_reference': {
      const stored = builder.findItem(known.id);
      if (stored === null) {
        throw new RequestRefused({
          code: 'item_not_found',
          status: 404,
          param: path,
          message: `No stored item has the id ${known.id}.`,
          hint: 'Send the item itself: responses are kept for a limited time, and not with store: false.',
        });
      }
      addItem(builder, stored, null);
      return;
    }
    case 'compaction':
    case 'compaction_summary':
      addCompaction(builder, known.encrypted_content, path);
      return;
    case 'compaction_trigger':
      // The last one was read before; those of earlier responses have had their effect.
      return;
    case 'additional_tools':
      planTools(builder.plan, known.tools, `${path ?? 'input'}.tools`);
      return;
    case 'configuration_update':
      updateSettings(builder, known, path);
  }
}

/** A later update replaces an earlier one, which held for responses that exist already. */
function updateSettings(
  { updates }: ChatMessagesBuilder,
  { reasoning, text }: ConfigurationUpdate,
  path: string | null,
): void {
  const effort = reasoning?.effort ?? null;
  if (effort !== null) updates.effort = { value: effort, path };
  const format = text?.format ?? null;
  if (format !== null) updates.format = { value: format, path };
}

/** The screenshot answers a call that only OpenAI's computer tool makes: without both, the model would act blindly. */
function refuseComputer(path: string | null): never {
  throw new RequestRefused({
    code: 'unsupported_content',
    param: path ?? 'input',
    message: 'The computer tool of OpenAI has no counterpart here, so that its output cannot be sent to Claude.',
    hint: 'Leave out the computer tool with its calls, or send screenshots as input_image parts of a user message.',
  });
}

/** A message of its own: what the assistant said before it belongs to the summary. */
function addCompaction(builder: ChatMessagesBuilder, encrypted: unknown, path: string | null): void {
  const part = decodeCompaction(encrypted);
  if (part === null) {
    const reason = 'The summary was made by another provider, or damaged, and cannot be read; the rest is sent.';
    drop(builder, path, 'compaction-item-unreadable', reason);
    return;
  }
  const message = push(builder, { role: 'assistant', content: null }, path);
  contentOf(message, builder, path).push(part);
}

function readItem(item: object, path: string | null): KnownItem | null {
  const typed = 'type' in item || !('role' in item) ? item : { ...item, type: 'message' };
  if (!('type' in typed) || typeof typed.type !== 'string' || !knownItemTypes.has(typed.type)) return null;
  const { type } = typed;
  requireShape(
    knownItemSchema,
    typed,
    (issue) =>
      new RequestRefused({
        ...describeIssue(issue, typed, path ?? 'input'),
        hint: `Compare the item with the reference of ${type} items.`,
      }),
  );
  return typed;
}

function drop(builder: ChatMessagesBuilder, path: string | null, code: string, reason: string): void {
  builder.notes.push({ verb: 'dropped', code, from: path, to: null, reason });
}

function dropHostedSearch(builder: ChatMessagesBuilder, path: string | null): void {
  drop(builder, path, 'item-dropped', 'A search for tools on OpenAI\u2019s servers has no counterpart.');
}

function push(builder: ChatMessagesBuilder, message: BuiltChatMessage, path: string | null): BuiltChatMessage {
  if (path !== null) builder.paths.set(`messages[${builder.messages.length}]`, path);
  builder.messages.push(message);
  return message;
}

/** The assistant message of the current turn; a new one when the last message has another role. */
function assistant(builder: ChatMessagesBuilder, path: string | null): BuiltChatMessage {
  const last = builder.messages.at(-1);
  return last?.role === 'assistant' ? last : push(builder, { role: 'assistant', content: null }, path);
}

function contentOf(message: BuiltChatMessage, builder: ChatMessagesBuilder, path: string | null): ChatPart[] {
  if (!Array.isArray(message.content)) {
    message.content =
      message.content === null || message.content === '' ? [] : [{ type: 'text', text: message.content }];
  }
  const index = builder.messages.length - 1;
  if (path !== null) builder.paths.set(`messages[${index}].content[${message.content.length}]`, path);
  return message.content;
}

function addMessage(
  builder: ChatMessagesBuilder,
  role: string,
  content: string | readonly ContentPart[],
  path: string | null,
): void {
  checkImages(content, path === null ? null : `${path}.content`);
  if (role !== 'assistant') {
    const index = builder.messages.length;
    push(builder, { role, content: chatContent(content) }, path);
    if (path !== null && typeof content !== 'string') setPartPaths(builder, index, 0, content, path);
    return;
  }
  const message = assistant(builder, path);
  const parts = chatContent(content);
  const target = contentOf(message, builder, path);
  if (path !== null && typeof content !== 'string') {
    setPartPaths(builder, builder.messages.length - 1, target.length, content, path);
  }
  if (typeof parts === 'string') target.push({ type: 'text', text: parts });
  else for (const part of parts) target.push(part);
}

/** @param first index of the first part among those of the message */
function setPartPaths(
  { paths }: ChatMessagesBuilder,
  message: number,
  first: number,
  parts: readonly ContentPart[],
  path: string,
): void {
  for (const [index, part] of parts.entries()) {
    const [from, to] = [`messages[${message}].content[${first + index}]`, `${path}.content[${index}]`];
    if (isKnownPart(part)) paths.set(from, to);
    else paths.setTree(from, to);
  }
}

function addFunctionCall(
  builder: ChatMessagesBuilder,
  id: string,
  name: string,
  json: string,
  path: string | null,
): void {
  addCall(builder, { id, type: 'function', function: { name, arguments: json } }, path);
}

/**
 * The input as the model wrote it, which identifies its turn: without fields that an item requires and the model did not produce.
 */
function saidInput(action: object): string {
  const said = Object.entries(action).filter(([key, value]) => {
    const isFiller = key === 'env' && typeof value === 'object' && value !== null && Object.keys(value).length === 0;
    return value !== null && !isFiller && !(key === 'type' && value === 'exec');
  });
  return writeJson(Object.fromEntries(said));
}

function addCall(builder: ChatMessagesBuilder, call: ChatToolCall, path: string | null): void {
  const message = assistant(builder, path);
  message.tool_calls ??= [];
  if (path !== null) {
    builder.paths.set(`messages[${builder.messages.length - 1}].tool_calls[${message.tool_calls.length}]`, path);
  }
  message.tool_calls.push(call);
}

function addResult(builder: ChatMessagesBuilder, id: string, content: string | ChatPart[], path: string | null): void {
  push(builder, { role: 'tool', tool_call_id: id, content }, path);
}
