/**
 * Translates the tools of a Responses request to chat tools and records what each name stands for, so that calls become the item
 * type that the client expects. Tools that run on OpenAI's servers have no counterpart and are left out with a note.
 */

import { RequestRefused } from '../errors.ts';
import { isRecord } from '../json/sanitize-text.ts';
import type { Note } from '../notes.ts';
import type { ResponsesTool } from './request-schema.ts';

/** The Responses tool that a chat tool name stands for. */
export type ToolKind =
  | { readonly kind: 'function' | 'custom'; readonly name: string; readonly namespace: string | null }
  | { readonly kind: 'local_shell' | 'shell' | 'apply_patch' | 'tool_search' };

export interface ChatTool {
  readonly type: 'function' | 'custom';
  readonly [field: string]: unknown;
}

export interface ToolPlan {
  readonly tools: ChatTool[];
  /** Responses path of each entry of `tools`, and its name. */
  readonly paths: string[];
  readonly names: string[];
  /** By chat tool name. */
  readonly kinds: Map<string, ToolKind>;
  webSearch: Record<string, unknown> | null;
  readonly mcpServers: Record<string, unknown>[];
  readonly notes: Note[];
}

/** A namespaced tool's name in the chat request: one flat name without collisions. */
export function qualifiedName(namespace: string | null | undefined, name: string): string {
  return namespace === null || namespace === undefined || namespace === '' ? name : `${namespace}__${name}`;
}

const SHELL_SCHEMA = {
  type: 'object',
  properties: {
    commands: { type: 'array', items: { type: 'string' }, description: 'Shell commands, run one after the other.' },
    timeout_ms: { type: 'integer', description: 'Time limit of all commands together, in milliseconds.' },
    max_output_length: { type: 'integer', description: 'Longest output to return, in characters.' },
  },
  required: ['commands'],
} as const;

const LOCAL_SHELL_SCHEMA = {
  type: 'object',
  properties: {
    command: { type: 'array', items: { type: 'string' }, description: 'The program and its arguments.' },
    working_directory: { type: 'string', description: 'Where to run it.' },
    timeout_ms: { type: 'integer', description: 'Time limit in milliseconds.' },
    env: { type: 'object', additionalProperties: { type: 'string' }, description: 'Environment variables to set.' },
  },
  required: ['command'],
} as const;

const APPLY_PATCH_SCHEMA = {
  type: 'object',
  properties: {
    type: { type: 'string', enum: ['create_file', 'update_file', 'delete_file'] },
    path: { type: 'string', description: 'The file, relative to the workspace.' },
    diff: { type: 'string', description: 'A V4A diff: the content of a new file, or the changes to an existing one.' },
  },
  required: ['type', 'path'],
} as const;

/** Used where the client describes no parameters. */
const TOOL_SEARCH_SCHEMA = {
  type: 'object',
  properties: { query: { type: 'string', description: 'What the tool should be able to do.' } },
  required: ['query'],
} as const;

const wrappers = {
  shell: {
    description: 'Runs shell commands on the user\u2019s machine and returns their output.',
    parameters: SHELL_SCHEMA,
  },
  local_shell: {
    description: 'Runs one program on the user\u2019s machine and returns its output.',
    parameters: LOCAL_SHELL_SCHEMA,
  },
  apply_patch: { description: 'Creates, changes or deletes one file.', parameters: APPLY_PATCH_SCHEMA },
} as const;

export function emptyToolPlan(): ToolPlan {
  return { tools: [], paths: [], names: [], kinds: new Map(), webSearch: null, mcpServers: [], notes: [] };
}

/** Adds the tools at `path` to the plan. Source: specification of `Tool` in the `openai` package. */
export function planTools(plan: ToolPlan, tools: readonly ResponsesTool[], path: string): void {
  tools.forEach((tool, index) => planTool(plan, tool, `${path}[${index}]`, null));
}

function planTool(plan: ToolPlan, tool: ResponsesTool, path: string, namespace: string | null): void {
  switch (tool.type) {
    case 'function':
    case 'custom':
      addNamed(plan, tool, path, namespace);
      return;
    case 'namespace':
      planNamespace(plan, tool, path);
      return;
    case 'web_search':
    case 'web_search_2025_08_26':
    case 'web_search_preview':
    case 'web_search_preview_2025_03_11':
      planWebSearch(plan, tool, path);
      return;
    case 'shell':
    case 'local_shell':
    case 'apply_patch': {
      const wrapper = wrappers[tool.type];
      add(
        plan,
        { type: 'function', function: { name: tool.type, ...wrapper } },
        path,
        tool.type,
        { kind: tool.type },
        tool['cache_control'] ?? undefined,
      );
      plan.notes.push({
        verb: 'emulated',
        code: 'hosted-tool-wrapped',
        from: path,
        to: null,
        reason: `The ${tool.type} tool was described as a function; calls come back as ${tool.type} items.`,
      });
      return;
    }
    case 'mcp':
      planMcp(plan, tool, path);
      return;
    case 'tool_search':
      if (tool['execution'] === 'client') planToolSearch(plan, tool, path);
      else dropHosted(plan, tool, path);
      return;
    default:
      dropHosted(plan, tool, path);
  }
}

function dropHosted(plan: ToolPlan, tool: ResponsesTool, path: string): void {
  plan.notes.push({
    verb: 'dropped',
    code: 'hosted-tool-dropped',
    from: path,
    to: null,
    reason: `The ${tool.type} tool runs on OpenAI\u2019s servers and has no counterpart.`,
  });
}

/** The client searches among tools that it has not offered yet, and offers the matches with the result. */
function planToolSearch(plan: ToolPlan, tool: ResponsesTool, path: string): void {
  const described = {
    name: 'tool_search',
    description: tool['description'] ?? 'Looks for further tools, which can be called from then on.',
    parameters: tool['parameters'] ?? TOOL_SEARCH_SCHEMA,
  };
  add(
    plan,
    { type: 'function', function: described },
    path,
    'tool_search',
    { kind: 'tool_search' },
    tool['cache_control'] ?? undefined,
  );
  plan.notes.push({
    verb: 'emulated',
    code: 'hosted-tool-wrapped',
    from: path,
    to: null,
    reason: 'The search for tools was described as a function; calls come back as tool_search items.',
  });
}

function add(plan: ToolPlan, tool: ChatTool, path: string, name: string, kind: ToolKind, cacheControl?: unknown): void {
  plan.tools.push(cacheControl === undefined ? tool : { ...tool, cache_control: cacheControl });
  plan.paths.push(path);
  plan.names.push(name);
  if (!plan.kinds.has(name)) plan.kinds.set(name, kind);
}

/** Clients of chat completions describe a tool one level deeper, under its type. */
function flat(tool: ResponsesTool): ResponsesTool {
  const nested = tool[tool.type];
  return isRecord(nested) && (tool['name'] ?? '') === '' ? { ...tool, ...nested, type: tool.type } : tool;
}

/** @throws RequestRefused for a tool without a name, whose calls the client could not run */
function addNamed(plan: ToolPlan, described: ResponsesTool, path: string, namespace: string | null): void {
  const tool = flat(described);
  const given = tool['name'];
  if (typeof given !== 'string' || given === '') {
    throw new RequestRefused({
      code: 'missing_required_parameter',
      param: `${path}.name`,
      message: `Missing required parameter: '${path}.name'.`,
      hint: 'Give the tool a name: the model calls it by that.',
    });
  }
  const name = qualifiedName(namespace, given);
  if (tool.type === 'custom') {
    const custom = {
      name,
      ...optional('description', tool['description']),
      ...optional('format', chatFormat(tool['format'])),
    };
    add(
      plan,
      { type: 'custom', custom },
      path,
      name,
      { kind: 'custom', name: given, namespace },
      tool['cache_control'] ?? undefined,
    );
    return;
  }
  const fields = {
    name,
    ...optional('description', tool['description']),
    ...optional('parameters', tool['parameters']),
    ...optional('strict', tool['strict']),
  };
  add(
    plan,
    { type: 'function', function: fields },
    path,
    name,
    { kind: 'function', name: given, namespace },
    tool['cache_control'] ?? undefined,
  );
}

function optional(key: string, value: unknown): Record<string, unknown> {
  return value === undefined || value === null ? {} : { [key]: value };
}

/** The Responses API writes a grammar flat, chat completions one level deeper. */
function chatFormat(format: unknown): unknown {
  if (typeof format !== 'object' || format === null || !('type' in format) || format.type !== 'grammar') return format;
  const { type, ...grammar } = format;
  return { type, grammar };
}

function planNamespace(plan: ToolPlan, tool: ResponsesTool, path: string): void {
  const namespace = typeof tool['name'] === 'string' ? tool['name'] : '';
  const members = Array.isArray(tool['tools']) ? tool['tools'] : [];
  members.forEach((member: unknown, index) => {
    if (typeof member !== 'object' || member === null || !('type' in member) || typeof member.type !== 'string') return;
    planTool(plan, { ...member, type: member.type }, `${path}.tools[${index}]`, namespace);
  });
  plan.notes.push({
    verb: 'renamed',
    code: 'namespace-flattened',
    from: path,
    to: null,
    reason: `The tools of the namespace ${namespace} are offered as ${namespace}__NAME; calls come back under their own names.`,
  });
}

function planWebSearch(plan: ToolPlan, tool: ResponsesTool, path: string): void {
  if (tool['external_web_access'] === false) {
    plan.notes.push({
      verb: 'dropped',
      code: 'web-search-offline-dropped',
      from: path,
      to: null,
      reason: 'Web search without access to the web has no counterpart.',
    });
    return;
  }
  const location = tool['user_location'];
  plan.webSearch = {
    ...optional('search_context_size', tool['search_context_size']),
    ...(typeof location === 'object' && location !== null
      ? { user_location: { type: 'approximate', approximate: location } }
      : {}),
    ...optional('filters', tool['filters']),
  };
}

/** Source: the MCP connector of the Messages API (`mcp_servers`, url type). */
function planMcp(plan: ToolPlan, tool: ResponsesTool, path: string): void {
  const url = tool['server_url'];
  const name = tool['server_label'];
  if (typeof url !== 'string' || typeof name !== 'string') {
    plan.notes.push({
      verb: 'dropped',
      code: 'mcp-connector-dropped',
      from: path,
      to: null,
      reason: 'This MCP server is reached through OpenAI\u2019s own connectors, which have no counterpart.',
    });
    return;
  }
  const token = tool['authorization'];
  plan.mcpServers.push({
    type: 'url',
    url,
    name,
    ...(typeof token === 'string' ? { authorization_token: token } : {}),
  });
}
