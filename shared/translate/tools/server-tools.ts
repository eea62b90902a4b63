/**
 * Tools that run upstream: nobody can stop a call of theirs, so that a restriction which the API cannot enforce leaves the tool out.
 * Source: `BetaToolUnion` in the official SDK, `allowed_tools` and `max_tool_calls` in the `openai` package.
 */

import type { ToolUnion } from '../../anthropic/types.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { dropField, ignoreField, isUnset } from '../core/draft-field.ts';
import type { AllowedTools } from '../read/read-tool-choice.ts';
import type { SearchPlan } from './search-request.ts';

type Toolset = Extract<ToolUnion, { type: 'mcp_toolset' }>;

/** Whether Anthropic, or an MCP server that it calls, runs the tool. The search for tools only loads definitions. */
function runsOnServer({ type }: { readonly type?: unknown }): boolean {
  return typeof type === 'string' && /^(?:web_search|web_fetch|code_execution|advisor)_\d{8}$|^mcp_toolset$/.test(type);
}

/** `mcp_toolset` has the name of its server in place of one of its own. */
function isToolset(tool: ToolUnion): tool is Toolset {
  return 'mcp_server_name' in tool;
}

/** Whether a tool that runs upstream may be offered. */
export interface ServerToolRules {
  /**
   * Call once for each tool, in the order of the upstream list. A note says what is left out.
   *
   * @returns the tool itself, a copy that is restricted further, or null for one that must be left out
   */
  permit(tool: ToolUnion): ToolUnion | null;
  /** The same for a tool that the client wrote in the Messages API's own form. */
  permitNative(tool: ToolUnion): ToolUnion | null;
}

/**
 * @param allowed tools that `tool_choice.allowed_tools` does not list are left out. The other tools run at the client, which sees each
 * call, so that they may stay declared for the sake of the cache
 * @param plan the search that the client asks for beside its tools: one of the Messages API would search without its restrictions
 */
export function createServerToolRules(
  draft: Draft,
  allowed: AllowedTools | null,
  plan: SearchPlan | null,
): ServerToolRules {
  const limit = draft.request.max_tool_calls;
  let isCounted = false;
  if (!isUnset(limit)) ignoreField(draft, 'max_tool_calls', 'It limits tools that run upstream.');

  function limited(tool: ToolUnion): ToolUnion | null {
    if (isUnset(limit)) return tool;
    if (limit < 1 || isCounted || !canCount(tool)) {
      dropField(draft, 'max_tool_calls', 'max-tool-calls-dropped', NO_LIMIT);
      return null;
    }
    isCounted = true;
    return withMaxUses(draft, tool, limit);
  }

  function permit(tool: ToolUnion): ToolUnion | null {
    if (!runsOnServer(tool)) return tool;
    const permitted = listed(draft, tool, allowed);
    return permitted === null ? null : limited(permitted);
  }

  return {
    permit,
    permitNative: (tool) => (plan !== null && isNativeSearch(tool) && contradicts(draft, plan) ? null : permit(tool)),
  };
}

/** A search tool of the Messages API, of any version. */
export function isNativeSearch({ type }: { readonly type?: unknown }): boolean {
  return typeof type === 'string' && /^web_search_\d{8}$/.test(type);
}

function contradicts(draft: Draft, { search }: SearchPlan): boolean {
  if (search.kind === 'lost') return true;
  if (search.allowed === null && search.blocked.length === 0) return false;
  const reason = 'The web search was left out: two definitions of it differ in the domains that may be searched.';
  dropField(draft, search.from, 'web-search-dropped', reason);
  return true;
}

/** With an empty list, no tool may be called: `tool_choice` says so. */
function listed(draft: Draft, tool: ToolUnion, allowed: AllowedTools | null): ToolUnion | null {
  if (allowed === null || allowed.none) return tool;
  const name = 'name' in tool ? tool.name : '';
  const permitted = isToolset(tool) ? allowedToolset(tool, allowed) : allowed.names.has(name) ? tool : null;
  if (permitted === tool) return tool;
  if (permitted !== null) draft.context.tracer?.replace(tool, permitted);
  const what = isToolset(tool) ? `tools of the MCP server ${tool.mcp_server_name}` : `tool ${name}`;
  const reason = `The ${what} runs upstream, so that what the list of allowed tools does not name was left out.`;
  addNote(draft, { verb: 'emulated', code: 'allowed-tools-filtered', from: 'tool_choice', to: null, reason });
  return permitted;
}

/** Leaves out the client's tool at `path`, which is not in the list of allowed ones. */
export function leaveOutDisallowed(draft: Draft, path: string): void {
  const reason = 'The tool is not among the allowed ones.';
  addNote(draft, { verb: 'emulated', code: 'allowed-tools-filtered', from: path, to: null, reason });
  draft.context.tracer?.drop(path, reason);
}

function allowedToolset(tool: Toolset, { servers }: AllowedTools): Toolset | null {
  const names = servers.get(tool.mcp_server_name);
  if (names === undefined) return null;
  return names === null ? tool : restrictToolset(tool, names);
}

/** The toolset with only these tools enabled, of those that it enables itself. */
function restrictToolset(tool: Toolset, names: Iterable<string>): Toolset {
  const isOn = tool.default_config?.enabled !== false;
  const configs = [...names].map((name) => {
    const own = tool.configs?.[name];
    return [name, { ...own, enabled: own?.enabled ?? isOn }] as const;
  });
  return { ...tool, default_config: { ...tool.default_config, enabled: false }, configs: Object.fromEntries(configs) };
}

const NO_LIMIT = 'The API cannot limit the number of calls of this tool, so it was left out.';

/**
 * `max_tool_calls` limits the calls of all tools together that run upstream. The API has such a limit for one search or fetch tool:
 * the first keeps it, and every other tool that runs upstream is left out.
 */
function canCount(tool: ToolUnion): boolean {
  return /^web_(?:search|fetch)_/.test(String(tool.type));
}

function withMaxUses(draft: Draft, tool: ToolUnion, limit: number): ToolUnion {
  const own: unknown = Reflect.get(tool, 'max_uses');
  const uses = Math.min(Math.floor(limit), typeof own === 'number' ? own : Number.POSITIVE_INFINITY);
  const limited = { ...tool, max_uses: uses };
  const reason = 'The limit became the limit of the only tool that runs upstream.';
  addNote(draft, { verb: 'emulated', code: 'max-tool-calls-as-max-uses', from: 'max_tool_calls', to: 'tools', reason });
  draft.context.tracer?.replace(tool, limited);
  draft.context.tracer?.link('max_tool_calls', limited, 'max_uses', 'renamed', reason);
  return limited;
}

/** The names in the allow-list of a server in `mcp_servers`; null when it has none. */
export function serverAllowList(server: object): readonly string[] | null {
  const configuration: unknown = Reflect.get(server, 'tool_configuration');
  const names: unknown = isRecord(configuration) ? configuration['allowed_tools'] : null;
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : null;
}
