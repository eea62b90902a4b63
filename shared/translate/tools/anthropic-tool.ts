/**
 * Tools that Anthropic defines itself (`web_search_20250305`, `computer_20251124`): passed on unchanged, with the beta they need.
 */

import type { ToolUnion } from '../../anthropic/types.ts';
import type { ChatRequestTool } from '../../openai/chat-request.ts';
import { ignoreField } from '../core/draft-field.ts';
import { addBeta } from '../core/beta-headers.ts';
import { sendable } from '../content/sendable-json.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import type { ToolContext } from './tool-context.ts';

/** Anthropic's types contain the date of their version, except toolsets of MCP servers. */
export function isAnthropicToolType(type: string): boolean {
  return type === 'mcp_toolset' || /_\d{8}$/.test(type);
}

const betas: ReadonlyMap<string, string> = new Map([
  ['computer_20241022', 'computer-use-2024-10-22'],
  ['computer_20250124', 'computer-use-2025-01-24'],
  ['computer_20251124', 'computer-use-2025-11-24'],
  ['code_execution_20250522', 'code-execution-2025-05-22'],
  ['advisor_20260301', 'advisor-tool-2026-03-01'],
]);

/** A shallow copy: cache breakpoints are set on it later, and the client's object must not change. */
export function addNativeTool({ draft, tools, path, serverTools }: ToolContext, tool: ChatRequestTool): void {
  const type = tool.type ?? '';
  const beta = betas.get(type);
  if (beta !== undefined) addBeta(draft, beta);
  const { cache_control: _marked, ...fields } = tool;
  const sent = sendable(fields, path);
  if (!isToolUnion(sent)) return;
  const permitted = serverTools.permitNative(sent);
  if (permitted === null) return ignoreField(draft, path, 'It runs upstream, and may not be called.');
  draft.context.tracer?.link(path, tools, tools.length, 'copied', 'A tool of the Messages API itself.');
  tools.push(permitted);
}

/** A parse boundary: the API checks which of its own tools this is, and whether its fields are right. */
function isToolUnion(tool: unknown): tool is ToolUnion {
  return isRecord(tool) && 'type' in tool;
}
