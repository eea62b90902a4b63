/**
 * Translates the tools of a Responses request to chat tools and records what each name stands for, so that calls become the item
 * type that the client expects. Tools that run on OpenAI's servers have no counterpart and are left out with a note.
 */

import { RequestRefused } from '../errors.ts';
import { isRecord } from '../json/sanitize-text.ts';
import type { Note } from '../notes.ts';
import { isOnlyProgrammatic, unknownField } from './hosted/hosted-tool-fields.ts';
import { readMcpTool } from './hosted/mcp-tool.ts';
import { TOOL_SEARCH_SCHEMA, wrappedTools } from './hosted/wrapped-tools.ts';
import type { ResponsesTool } from './request-schema.ts';

/** The Responses tool that a chat tool name stands for. */
export type ToolKind =
  | { readonly kind: 'function' | 'custom'; readonly name: string; readonly namespace: string | null }
  | { readonly kind: 'local_shell' | 'shell' | 'apply_patch' | 'tool_search' };

export interface ChatTool {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface PlacedMcpServer {
  readonly server: object;
  /** Responses path of the tool. */
  readonly path: string;
}

export interface ToolPlan {
  readonly tools: ChatTool[];
  /** Responses path of each entry of `tools`, and its name; empty for one that runs upstream. */
  readonly paths: string[];
  readonly names: string[];
  /** By chat tool name. */
  readonly kinds: Map<string, ToolKind>;
  readonly mcpServers: PlacedMcpServer[];
  readonly notes: Note[];
}

/** A namespaced tool's name in the chat request: one flat name without collisions. */
export function qualifiedName(namespace: string | null | undefined, name: string): string {
  return namespace === null || namespace === undefined || namespace === '' ? name : `${namespace}__${name}`;
}

export function emptyToolPlan(): ToolPlan {
  return { tools: [], paths: [], names: [], kinds: new Map(), mcpServers: [], notes: [] };
}

/** Adds the tools at `path` to the plan. Source: specification of `Tool` in the `openai` package. */
export function planTools(plan: ToolPlan, tools: readonly ResponsesTool[], path: string): void {
  tools.forEach((tool, index) => planTool(plan, tool, `${path}[${index}]`, null));
}

function planTool(plan: ToolPlan, tool: ResponsesTool, path: string, namespace: string | null): void {
  switch (tool.type) {
    case 'function':
    case 'custom':
      if (isOnlyProgrammatic(tool)) leaveOut(plan, tool, path, 'allowed_callers', ONLY_PROGRAMMATIC);
      else addNamed(plan, tool, path, namespace);
      return;
    case 'namespace':
      planNamespace(plan, tool, path);
      return;
    case 'web_search':
    case 'web_search_2025_08_26':
    case 'web_search_preview':
    case 'web_search_preview_2025_03_11':
      // The translation of chat requests reads the tool itself.
      addUpstreamTool(plan, tool, path);
      return;
    case 'shell':
    case 'local_shell':
    case 'apply_patch':
      planWrapped(plan, tool, tool.type, path);
      return;
    case 'mcp':
      planMcp(plan, tool, path);
      return;
    case 'tool_search':
      if (tool['execution'] === 'client') planToolSearch(plan, tool, path);
      else dropHosted(plan, tool, path);
      return;
    default:
      // The translation of chat requests passes the tools of the Messages API on.
      if (ANTHROPIC_TOOL.test(tool.type)) addUpstreamTool(plan, tool, path);
      else dropHosted(plan, tool, path);
  }
}

/** `code_execution_20250825`: a version as one number, which no tool of OpenAI has. */
const ANTHROPIC_TOOL = /_\d{8}$/;

const ONLY_PROGRAMMATIC = 'only code may call it, and there is no such code here';

/** Leaves out a tool because of the restriction in one of its fields. */
function leaveOut(plan: ToolPlan, tool: ResponsesTool, path: string, field: string, why: string): void {
  const reason = `The ${tool.type} tool was left out: ${why}.`;
  plan.notes.push({ verb: 'dropped', code: 'restricted-tool-dropped', from: `${path}.${field}`, to: null, reason });
}

/** A tool that the client runs itself, and that restricts nothing which the client does not see. */
function planWrapped(
  plan: ToolPlan,
  tool: ResponsesTool,
  type: 'shell' | 'local_shell' | 'apply_patch',
  path: string,
): void {
  if (isOnlyProgrammatic(tool)) return leaveOut(plan, tool, path, 'allowed_callers', ONLY_PROGRAMMATIC);
  const unknown = unknownField(tool);
  if (unknown !== null)
    return leaveOut(plan, tool, path, unknown, `its field ${unknown} is unknown and may restrict it`);
  const { environment } = tool;
  if (environment !== null && environment !== undefined) {
    if (!isRecord(environment) || environment['type'] !== 'local') {
      const why = 'it runs in a container of OpenAI\u2019s, for which the user\u2019s machine is no substitute';
      return leaveOut(plan, tool, path, 'environment', why);
    }
    addSkillsNote(plan, environment, `${path}.environment`);
  }
  const described = { type: 'function', function: { name: type, ...wrappedTools[type] } };
  add(plan, described, path, type, { kind: type }, tool['cache_control'] ?? undefined);
  plan.notes.push({
    verb: 'emulated',
    code: 'hosted-tool-wrapped',
    from: path,
    to: null,
    reason: `The ${type} tool was described as a function; calls come back as ${type} items.`,
  });
}

function addSkillsNote(plan: ToolPlan, environment: Record<string, unknown>, path: string): void {
  const { skills } = environment;
  if (!Array.isArray(skills) || skills.length === 0) return;
  const reason = 'The model is not told of the skills of the shell.';
  plan.notes.push({ verb: 'dropped', code: 'shell-skills-dropped', from: `${path}.skills`, to: null, reason });
}

function addUpstreamTool(plan: ToolPlan, tool: ChatTool, path: string): void {
  plan.tools.push(tool);
  plan.paths.push(path);
  plan.names.push('');
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
    ...optional('input_examples', tool['input_examples']),
    ...optional('eager_input_streaming', tool['eager_input_streaming']),
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

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function optional(key: string, value: unknown): Record<string, unknown> {
  return isSet(value) ? { [key]: value } : {};
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
  // A mark on the namespace means the end of its tools.
  const last = plan.tools.length - 1;
  const marked = plan.tools[last];
  if (isSet(tool['cache_control']) && marked !== undefined && plan.paths[last]?.startsWith(`${path}.`) === true) {
    plan.tools[last] = { cache_control: tool['cache_control'], ...marked };
  }
  plan.notes.push({
    verb: 'renamed',
    code: 'namespace-flattened',
    from: path,
    to: null,
    reason: `The tools of the namespace ${namespace} are offered as ${namespace}__NAME; calls come back under their own names.`,
  });
}

/** The server with its tools as a toolset, which carries the list of allowed tools. */
function planMcp(plan: ToolPlan, tool: ResponsesTool, path: string): void {
  const read = readMcpTool(tool);
  if (read.kind === 'lost') {
    const { field, reason } = read;
    const [from, code] =
      field === null ? [path, 'mcp-connector-dropped'] : [`${path}.${field}`, 'restricted-tool-dropped'];
    plan.notes.push({ verb: 'dropped', code, from, to: null, reason });
    return;
  }
  const { server, toolset, withholdsTools } = read;
  if (plan.mcpServers.some((known) => Reflect.get(known.server, 'name') === server.name)) {
    const reason = `There is an MCP server ${server.name} already.`;
    plan.notes.push({ verb: 'dropped', code: 'duplicate-tool-dropped', from: path, to: null, reason });
    return;
  }
  plan.mcpServers.push({ server, path });
  addUpstreamTool(plan, { ...toolset, ...optional('cache_control', tool['cache_control']) }, path);
  const note = (code: string, field: string, reason: string): void => {
    plan.notes.push({ verb: 'dropped', code, from: `${path}.${field}`, to: null, reason });
  };
  if (withholdsTools) {
    const reason = 'The tools of the MCP server that need an approval were left out: the API cannot ask for one.';
    note('restricted-tool-dropped', 'require_approval', reason);
  }
  if (typeof tool['server_description'] === 'string' && tool['server_description'] !== '') {
    note('mcp-description-dropped', 'server_description', 'The API takes no description of an MCP server.');
  }
}
