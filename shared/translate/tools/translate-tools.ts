/**
 * Translates OpenAI's functions (also the legacy list) and custom tools, Anthropic's own tools, and bare definitions as some
 * editors send them, to the one list of the Messages API.
 * https://platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools
 */

import type { ToolUnion } from '../../anthropic/types.ts';
import { RequestRefused } from '../../errors.ts';
import { runToEnd, type Steps } from '../../steps.ts';
import type { ChatRequestTool } from '../../openai/chat-request.ts';
import { customTool } from './custom-tool.ts';
import type { Draft } from '../core/request-draft.ts';
import { dropField, ignoreField, isUnset } from '../core/draft-field.ts';
import { functionTool, type FunctionDefinition } from './function-tool.ts';
import { upstreamToolName } from './tool-names.ts';
import { addNativeTool, isAnthropicToolType } from './anthropic-tool.ts';
import { strictBudget } from './strict-tool-limit.ts';
import type { ToolContext } from './tool-context.ts';
import { declaredName, readAllowedTools, isSearchType } from '../read/read-tool-choice.ts';
import { dropRefusedField, isRefusedField } from '../core/refused-field.ts';
import { createServerToolRules, leaveOutDisallowed } from './server-tools.ts';
import { applyWebSearch, planSearch } from './web-search.ts';

/**
 * Fills `tools`, `renamedTools`, `customTools` and `wrappedTools`. Call before everything that uses names.
 *
 * @throws RequestRefused for a tool of a type that neither API has, naming it
 */
export function applyTools(draft: Draft): void {
  runToEnd(applyToolsSteps(draft));
}

/** The same in steps, one for each tool. */
export function* applyToolsSteps(draft: Draft): Steps<void> {
  const { request, context, body } = draft;
  const tools: ToolUnion[] = [];
  const taken = new Set<string>();
  const budget = strictBudget(draft);
  const allowed = readAllowedTools(request);
  const filter = context.settings.allowedTools === 'filter' ? allowed : null;
  const plan = planSearch(draft, allowed);
  const serverTools = createServerToolRules(draft, allowed, plan);
  const shared = { draft, tools, budget, serverTools };

  for (const [index, tool] of (request.tools ?? []).entries()) {
    const path = `tools[${index}]`;
    const name = declaredName(tool);
    yield;
    if (isSearchType(tool)) continue;
    if (name !== null && filter !== null && !filter.names.has(name)) {
      leaveOutDisallowed(draft, path);
    } else if (tool.type === 'mcp_toolset' && isRefusedField(draft, 'mcp_servers')) {
      dropRefusedField(draft, path, 'mcp_servers');
    } else if (isFree(draft, taken, name, path)) {
      addTool({ ...shared, path, outer: path }, tool);
    }
  }
  for (const [index, definition] of (request.functions ?? []).entries()) {
    const path = `functions[${index}]`;
    yield;
    if (!isFree(draft, taken, definition.name, path)) continue;
    tools.push(functionTool({ ...shared, path, outer: path }, definition, null));
  }
  applyWebSearch(draft, tools, plan, serverTools);
  if (tools.length > 0) body.tools = tools;
}

/** The API refuses two tools of one name. Toolsets have no name and never conflict. */
function isFree(draft: Draft, taken: Set<string>, name: string | null, path: string): boolean {
  if (name === null) return true;
  const upstream = upstreamToolName(name);
  if (taken.has(upstream)) {
    dropField(draft, path, 'duplicate-tool-dropped', `There is a tool ${name} already.`);
    return false;
  }
  taken.add(upstream);
  return true;
}

function addTool(toolContext: ToolContext, tool: ChatRequestTool): void {
  const { draft, tools, path } = toolContext;
  if (!isUnset(tool.type) && isAnthropicToolType(tool.type)) return addNativeTool(toolContext, tool);
  ignoreField(draft, `${path}.type`, 'The Messages API has one type of client tool.');
  if (!isUnset(tool.function)) {
    const inner = tool.function.strict === true ? `${path}.function.strict` : null;
    const strict = inner ?? (tool.strict === true ? `${path}.strict` : null);
    tools.push(functionTool({ ...toolContext, path: `${path}.function` }, withOuterOptions(tool), strict));
  } else if (!isUnset(tool.custom)) {
    tools.push(customTool({ ...toolContext, path: `${path}.custom` }, tool.custom));
  } else {
    addFlatTool(toolContext, tool);
  }
}

/** `{name, input_schema}` as in the Messages API, or a function of the Responses API, which is flat too. */
function addFlatTool(toolContext: ToolContext, tool: ChatRequestTool): void {
  const { tools, path } = toolContext;
  const plain = isUnset(tool.type) || tool.type === 'function' || tool.type === 'custom';
  if (!plain || isUnset(tool.name)) return refuse(tool, path);
  const schema = tool.input_schema ?? tool['parameters'];
  if (tool.type === 'custom' && isUnset(schema)) {
    tools.push(customTool(toolContext, { name: tool.name, description: tool.description, format: tool['format'] }));
    return;
  }
  const key = isUnset(tool.input_schema) ? 'parameters' : 'input_schema';
  const strict = tool.strict === true ? `${path}.strict` : null;
  tools.push(functionTool(toolContext, { ...tool, name: tool.name, parameters: schema }, strict, key));
}

/** Anthropic's options (`defer_loading`, ...) are beside `function` in this format. */
function withOuterOptions(tool: ChatRequestTool): FunctionDefinition {
  const { function: definition, ...outer } = tool;
  return { ...outer, ...definition, name: definition?.name ?? '' };
}

function refuse(tool: ChatRequestTool, path: string): never {
  const nameless = isUnset(tool.type) || tool.type === 'function' || tool.type === 'custom';
  throw new RequestRefused({
    code: nameless ? 'missing_required_parameter' : 'unsupported_value',
    param: nameless ? `${path}.function` : `${path}.type`,
    message: nameless
      ? `Missing required parameter: '${path}.function'. The tool has no definition.`
      : `Claude has no tool of the type ${tool.type}.`,
    hint: 'Declare it as a function: {"type": "function", "function": {"name": ..., "parameters": ...}}.',
  });
}
