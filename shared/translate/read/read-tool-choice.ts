/** Parses the client's tool choice, in any form, into one. */

import { RequestRefused } from '../../errors.ts';
import type { ChatRequest, ChatRequestTool } from '../../openai/chat-request.ts';
import { isUnset } from '../core/draft-field.ts';

export type RequestedToolChoice =
  | { readonly kind: 'none' | 'auto' | 'required'; readonly from: string }
  | { readonly kind: 'named'; readonly name: string; readonly from: string };

/** The tools the model may use of all that are declared (`tool_choice.allowed_tools`). */
export interface AllowedTools {
  readonly names: ReadonlySet<string>;
  /** MCP servers by name, each with the only tools allowed of it; null for all of them. */
  readonly servers: ReadonlyMap<string, ReadonlySet<string> | null>;
  /** The list is present and names no tool of the request: none may be called. */
  readonly none: boolean;
  /** The list has entries, and none of them names a tool that the request offers. */
  readonly isVoid: boolean;
  readonly required: boolean;
}

/**
 * `tool_choice` or the legacy `function_call`, in OpenAI's form or Anthropic's (`any`, `{type: "tool", name}`); null when neither
 * is present.
 *
 * @throws RequestRefused for an invalid choice
 */
export function readToolChoice(request: ChatRequest): RequestedToolChoice | null {
  const { tool_choice: choice, function_call: call } = request;
  if (!isUnset(choice))
    return typeof choice === 'string' ? fromWord(choice, 'tool_choice') : fromObject(choice, request);
  if (isUnset(call)) return null;
  return typeof call === 'string'
    ? fromWord(call, 'function_call')
    : { kind: 'named', name: call.name, from: 'function_call' };
}

function fromWord(word: string, from: string): RequestedToolChoice {
  if (word === 'none' || word === 'auto' || word === 'required') return { kind: word, from };
  if (word === 'any') return { kind: 'required', from };
  return refuse(from, word);
}

type ChoiceObject = Exclude<NonNullable<ChatRequest['tool_choice']>, string>;

function fromObject(choice: ChoiceObject, request: ChatRequest): RequestedToolChoice {
  const from = 'tool_choice';
  const name = choice.function?.name ?? choice.custom?.name ?? choice.name;
  const allowed = readAllowedTools(request);
  if (allowed !== null) {
    if (allowed.none && allowed.required) refuseNothing();
    return { kind: allowed.none ? 'none' : allowed.required ? 'required' : 'auto', from };
  }
  if (!isUnset(name)) return { kind: 'named', name, from };
  return fromWord(choice.type ?? '', from);
}

function refuse(from: string, word: string): never {
  throw new RequestRefused({
    code: 'invalid_value',
    param: from,
    message: `${from} cannot be ${JSON.stringify(word)}.`,
    hint: 'Send "none", "auto", "required" or the name of a tool.',
  });
}

function refuseNothing(): never {
  throw new RequestRefused({
    code: 'invalid_value',
    param: 'tool_choice',
    message: 'A tool call is required, but no tool is allowed.',
    hint: 'List the tools that may be called, or send the mode "auto".',
  });
}

export function readAllowedTools(request: ChatRequest): AllowedTools | null {
  const choice = request.tool_choice;
  const allowed = isUnset(choice) || typeof choice === 'string' ? null : allowedOf(choice);
  if (allowed === null || allowed.none || allowed.required || namesDeclared(request, allowed)) return allowed;
  return { ...allowed, none: true, isVoid: true };
}

/** Whether the list names any tool that the request offers. */
function namesDeclared(request: ChatRequest, { names, servers }: AllowedTools): boolean {
  const isListed = (tool: ListedTool & Pick<ChatRequestTool, 'custom'>): boolean => {
    const server = serverOf(tool);
    if (server !== null) return servers.has(server);
    return names.has(declaredName(tool) ?? (isSearchType(tool) ? searchToolName : ''));
  };
  return (
    (request.tools ?? []).some(isListed) ||
    (request.functions ?? []).some(({ name }) => names.has(name)) ||
    (request.mcp_servers ?? []).some(({ name }) => servers.has(name ?? '')) ||
    (!isUnset(request.web_search_options) && names.has(searchToolName))
  );
}

/** The list in a field of its own, as chat completions have it, or beside `type`, as the Responses API has it. */
function allowedOf(choice: ChoiceObject): AllowedTools | null {
  const { mode, tools } = choice.allowed_tools ?? (choice.type === 'allowed_tools' ? choice : {});
  if (isUnset(tools)) return null;
  const names = tools.flatMap((tool) =>
    serverOf(tool) === null ? (declaredName(tool) ?? (isSearchType(tool) ? searchToolName : [])) : [],
  );
  const servers = allowedServers(tools);
  const none = names.length === 0 && servers.size === 0;
  return { names: new Set(names), servers, none, isVoid: none && tools.length > 0, required: mode === 'required' };
}

type ListedTool = Pick<ChatRequestTool, 'type' | 'name' | 'function'> & { readonly [field: string]: unknown };

/** The MCP server of a listed tool: `server_label` in the Responses API, `mcp_server_name` in the Messages API. */
function serverOf(tool: ListedTool): string | null {
  const name =
    tool.type === 'mcp' ? tool['server_label'] : tool.type === 'mcp_toolset' ? tool['mcp_server_name'] : null;
  return typeof name === 'string' ? name : null;
}

/** An entry without a tool name allows the whole server. */
function allowedServers(tools: readonly ListedTool[]): ReadonlyMap<string, ReadonlySet<string> | null> {
  const servers = new Map<string, Set<string> | null>();
  for (const tool of tools) {
    const server = serverOf(tool);
    if (server === null) continue;
    const known = servers.get(server);
    if (known === null || isUnset(tool.name)) servers.set(server, null);
    else servers.set(server, (known ?? new Set()).add(tool.name));
  }
  return servers;
}

/** The client's name of a declared tool in any format; null for a toolset, which has none. */
export function declaredName(tool: Pick<ChatRequestTool, 'function' | 'custom' | 'name'>): string | null {
  return tool.function?.name ?? tool.custom?.name ?? tool.name ?? null;
}

/** The tool's upstream name. */
export const searchToolName = 'web_search';

/** OpenAI's own search tools among `tools` (specification of the Responses API), dated or not. */
export function isSearchType(tool: Pick<ChatRequestTool, 'function' | 'type'>): boolean {
  return isUnset(tool.function) && /^web_search(?:_preview)?(?:_\d{4}_\d{2}_\d{2})?$/.test(tool.type ?? '');
}
