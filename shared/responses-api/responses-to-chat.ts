/**
 * Translates a Responses request to a chat request, so that one translator serves both. Handles only what chat completions cannot
 * express.
 * Source: the parameters of `POST /v1/responses` and `POST /v1/chat/completions` in the `openai` package.
 */

import { runToEnd, type Steps } from '../steps.ts';
import type { Note } from '../notes.ts';
import { RequestRefused } from '../errors.ts';
import { automaticCompaction } from './compaction/automatic-compaction.ts';
import { addItem, type BuiltChatMessage, type ChatMessagesBuilder, type SettingUpdates } from './input-to-messages.ts';
import { createPathMap, type PathMap } from './path-map.ts';
import type { ResponsesRequest } from './request-schema.ts';
import { emptyToolPlan, planTools, qualifiedName, type ToolKind } from './response-tools.ts';

export interface StoredContext {
  /** Input and output items of the response that `previous_response_id` names, oldest first. */
  readonly previousItems: readonly object[];
  readonly findItem: (id: string) => object | null;
}

export interface ChatTranslation {
  /** The body for `parseChatRequest`. */
  readonly chat: { readonly messages: readonly BuiltChatMessage[]; readonly [field: string]: unknown };
  readonly kinds: ReadonlyMap<string, ToolKind>;
  readonly paths: PathMap;
  readonly notes: readonly Note[];
  /** Stored for a later `previous_response_id`: all input items, those of the earlier responses first. */
  readonly items: readonly object[];
  /** The client requested reasoning summaries. */
  readonly wantsSummary: boolean;
}

/** @throws RequestRefused (400, or 404 for an unknown reference) naming the path in the client's body */
export function toChatRequest(request: ResponsesRequest, stored: StoredContext): ChatTranslation {
  return runToEnd(toChatRequestSteps(request, stored));
}

/** The same in steps, one for each item. */
export function* toChatRequestSteps(request: ResponsesRequest, stored: StoredContext): Steps<ChatTranslation> {
  const builder: ChatMessagesBuilder = {
    messages: [],
    paths: createPathMap(),
    plan: emptyToolPlan(),
    notes: [],
    updates: { effort: null, format: null },
    findItem: stored.findItem,
  };
  addInstructions(builder, request.instructions);
  planTools(builder.plan, request.tools ?? [], 'tools');
  const input = typeof request.input === 'string' ? [{ role: 'user', content: request.input }] : (request.input ?? []);
  const whole = typeof request.input === 'string';
  const items = [...stored.previousItems, ...input];
  const trigger = triggerPath(input);
  const toolsChanged = items.findLastIndex((item) => 'type' in item && item.type === 'tool_search_output');
  for (const [index, item] of items.entries()) {
    yield;
    const own = index - stored.previousItems.length;
    const path = own < 0 ? null : whole ? 'input' : `input[${own}]`;
    // A signature is valid only for the tools that existed when the model thought.
    if (index < toolsChanged && 'type' in item && item.type === 'reasoning') {
      drop(builder.notes, path, 'reasoning-before-found-tools', 'It was produced before these tools existed.');
    } else addItem(builder, item, path);
  }

  const { plan, paths, notes } = builder;
  if (trigger !== null && builder.messages.length === 0) refuseEmpty(trigger);
  plan.paths.forEach((path, index) => {
    // The translation of chat requests reads a search tool as it is.
    if (plan.tools[index]?.type.startsWith('web_search') === true) paths.setTree(`tools[${index}]`, path);
    else paths.set(`tools[${index}]`, path);
  });
  const wantsSummary = (request.reasoning?.summary ?? request.reasoning?.generate_summary ?? null) !== null;
  return {
    chat: {
      messages: builder.messages,
      ...scalars(request, builder),
      ...toolFields(request, builder),
      ...compactionField(trigger, paths),
    },
    kinds: plan.kinds,
    paths,
    notes: [...notes, ...plan.notes],
    items,
    wantsSummary,
  };
}

/**
 * Path of the request for a summary; null without one.
 *
 * @throws RequestRefused for one that is not the last item, as the API requires
 */
function triggerPath(input: readonly object[]): string | null {
  const first = input.findIndex((item) => 'type' in item && item.type === 'compaction_trigger');
  if (first === -1) return null;
  if (first === input.length - 1) return `input[${first}]`;
  throw new RequestRefused({
    code: 'invalid_value',
    param: `input[${first}]`,
    message: 'A compaction_trigger must be the last item of the input.',
    hint: 'Send it alone at the end; the items before it are summarised.',
  });
}

function refuseEmpty(param: string): never {
  throw new RequestRefused({
    code: 'empty_value',
    param,
    message: 'There is nothing to compact: the input has no message.',
    hint: 'Send the conversation before the compaction_trigger.',
  });
}

function compactionField(trigger: string | null, paths: PathMap): Record<string, unknown> {
  if (trigger === null) return {};
  paths.set('compaction', trigger);
  return { compaction: { type: 'summarize' } };
}

/** Text, or parts of it: those of clients that mark a part with `cache_control`. */
function addInstructions(
  { messages, paths }: ChatMessagesBuilder,
  instructions: ResponsesRequest['instructions'],
): void {
  if (instructions === undefined || instructions === null || instructions.length === 0) return;
  paths.set('messages[0]', 'instructions');
  if (typeof instructions !== 'string') {
    instructions.forEach((_, index) => paths.set(`messages[0].content[${index}]`, `instructions[${index}]`));
  }
  const content =
    typeof instructions === 'string' ? instructions : instructions.map((part) => ({ ...part, type: 'text' }));
  messages.push({ role: 'system', content });
}

/** Responses field -> chat field with the same meaning. */
const sameMeaning = [
  ['model', 'model'],
  ['stream', 'stream'],
  ['max_output_tokens', 'max_completion_tokens'],
  ['temperature', 'temperature'],
  ['top_p', 'top_p'],
  ['parallel_tool_calls', 'parallel_tool_calls'],
  ['max_tool_calls', 'max_tool_calls'],
  ['user', 'user'],
  ['safety_identifier', 'safety_identifier'],
  ['service_tier', 'service_tier'],
  ['prompt_cache_key', 'prompt_cache_key'],
  ['cache_control', 'cache_control'],
  ['prompt_cache_options', 'prompt_cache_options'],
  ['prompt_cache_retention', 'prompt_cache_retention'],
  ['metadata', 'metadata'],
  ['moderation', 'moderation'],
  // Of chat completions and of the Messages API, which clients send beside those of the Responses API.
  ['stop', 'stop'],
  ['top_k', 'top_k'],
  ['seed', 'seed'],
  ['logit_bias', 'logit_bias'],
  ['presence_penalty', 'presence_penalty'],
  ['frequency_penalty', 'frequency_penalty'],
  ['thinking', 'thinking'],
  ['anthropic_beta', 'anthropic_beta'],
  ['speed', 'speed'],
  ['inference_geo', 'inference_geo'],
  ['container', 'container'],
  ['fallbacks', 'fallbacks'],
] as const;

/** Values of `include` that add to the response. The client has its own images already. */
const honoured = new Set([
  'reasoning.encrypted_content',
  'web_search_call.action.sources',
  'message.input_image.image_url',
]);

function scalars(request: ResponsesRequest, { paths, notes, updates }: ChatMessagesBuilder): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [from, to] of sameMeaning) {
    const value = request[from];
    // A missing field has a path too: it may be a required one.
    if (to === from) paths.setTree(to, from);
    else paths.set(to, from);
    if (value !== undefined && value !== null) fields[to] = value;
  }
  const { effort, format: updated } = updates;
  const effortFrom = effort === null ? 'reasoning.effort' : `${effort.path ?? 'input'}.reasoning.effort`;
  set(fields, paths, 'reasoning_effort', effortFrom, effort?.value ?? request.reasoning?.effort);
  set(fields, paths, 'verbosity', 'text.verbosity', request.text?.verbosity);
  const formatFrom = updated === null ? 'text.format' : `${updated.path ?? 'input'}.text.format`;
  setFormat(fields, paths, formatFrom, updated?.value ?? request.text?.format);
  addUpdateNotes(updates, notes);
  const compaction = automaticCompaction(request.context_management, notes);
  set(fields, paths, 'context_management', 'context_management', compaction);
  if (typeof request.top_logprobs === 'number' && request.top_logprobs > 0) {
    set(fields, paths, 'top_logprobs', 'top_logprobs', request.top_logprobs);
    set(fields, paths, 'logprobs', 'top_logprobs', true);
  }
  if (request.truncation === 'auto') {
    drop(
      notes,
      'truncation',
      'truncation-dropped',
      'The upstream does not truncate long conversations: they end in an error.',
    );
  }
  request.include?.forEach((what, index) => {
    if (!honoured.has(what))
      drop(notes, `include[${index}]`, 'include-dropped', `The response cannot include ${what}.`);
  });
  return fields;
}

function set(fields: Record<string, unknown>, paths: PathMap, to: string, from: string, value: unknown): void {
  if (value === undefined || value === null) return;
  fields[to] = value;
  paths.set(to, from);
}

type TextFormat = NonNullable<ResponsesRequest['text']>['format'];

function setFormat(fields: Record<string, unknown>, paths: PathMap, from: string, format: TextFormat): void {
  if (format === null || format === undefined) return;
  const { type, ...schema } = format;
  set(fields, paths, 'response_format', from, type === 'json_schema' ? { type, json_schema: schema } : { type });
}

/** An item of the input changes a setting for what follows it, which is the response to this request. */
function addUpdateNotes({ effort, format }: SettingUpdates, notes: Note[]): void {
  const add = (path: string | null | undefined, field: string, to: string): void => {
    if (path === null || path === undefined) return;
    const reason = 'The setting changes within the conversation; the last change holds for the whole request.';
    notes.push({ verb: 'emulated', code: 'configuration-update-applied', from: `${path}.${field}`, to, reason });
  };
  add(effort?.path, 'reasoning.effort', 'output_config.effort');
  add(format?.path, 'text.format', 'output_config.format');
}

function drop(notes: Note[], from: string | null, code: string, reason: string): void {
  notes.push({ verb: 'dropped', code, from, to: null, reason });
}

function toolFields(request: ResponsesRequest, { plan, paths, notes }: ChatMessagesBuilder): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (plan.tools.length > 0) fields['tools'] = plan.tools;
  if (plan.mcpServers.length > 0) {
    const servers = plan.mcpServers.map(({ server }) => server);
    set(fields, paths, 'mcp_servers', 'tools', servers);
    plan.mcpServers.forEach(({ path }, index) => paths.set(`mcp_servers[${index}]`, path));
  }
  const choice = chatToolChoice(request.tool_choice, notes);
  if (choice !== null) set(fields, paths, 'tool_choice', 'tool_choice', choice);
  return fields;
}

type ToolChoice = NonNullable<ResponsesRequest['tool_choice']>;

/** Source: `tool_choice` of both APIs; Responses names tools flat, chat completions under `function` or `custom`. */
function chatToolChoice(choice: ToolChoice | null | undefined, notes: Note[]): unknown {
  if (choice === null || choice === undefined || typeof choice === 'string') return choice ?? null;
  switch (choice.type) {
    case 'function':
    case 'custom':
    case 'shell':
    case 'local_shell':
    case 'apply_patch':
      return namedTool(choice);
    case 'allowed_tools': {
      const tools = Array.isArray(choice['tools']) ? choice['tools'] : [];
      const named = tools.flatMap((tool: unknown) => (isMcpEntry(tool) ? [tool] : (namedTool(tool) ?? [])));
      return { type: 'allowed_tools', allowed_tools: { mode: choice['mode'] ?? 'auto', tools: named } };
    }
    default:
      drop(
        notes,
        'tool_choice',
        'tool-choice-dropped',
        `A choice of type ${choice.type} has no counterpart; the model chooses by itself.`,
      );
      return null;
  }
}

/** One tool of an MCP server, or all of them. */
function isMcpEntry(tool: unknown): tool is object {
  return typeof tool === 'object' && tool !== null && 'type' in tool && tool.type === 'mcp';
}

/** The name of a function or custom tool; the type of a tool that has none. */
function namedTool(tool: unknown): Record<string, unknown> | null {
  if (typeof tool !== 'object' || tool === null || !('type' in tool)) return null;
  const namespace = 'namespace' in tool && typeof tool.namespace === 'string' ? tool.namespace : null;
  const nested: unknown = Reflect.get(tool, String(tool.type));
  const named = !('name' in tool) && typeof nested === 'object' && nested !== null ? nested : tool;
  const given = 'name' in named && typeof named.name === 'string' ? named.name : String(tool.type);
  const name = qualifiedName(namespace, given);
  return tool.type === 'custom' ? { type: 'custom', custom: { name } } : { type: 'function', function: { name } };
}
