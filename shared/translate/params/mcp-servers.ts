/**
 * `mcp_servers`: the servers whose tools the API calls by itself. A server without a toolset among the tools offers all its tools,
 * so that one whose toolset was left out is left out too.
 * https://platform.claude.com/docs/en/agents-and-tools/mcp-connector
 */

import { addBeta } from '../core/beta-headers.ts';
import { sendable } from '../content/sendable-json.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { dropField, ignoreField, isUnset, traceCopy } from '../core/draft-field.ts';
import { dropRefusedField, isRefusedField } from '../core/refused-field.ts';
import { readAllowedTools, readToolChoice } from '../read/read-tool-choice.ts';
import { serverAllowList } from '../tools/server-tools.ts';

interface McpServer {
  readonly name?: string | null | undefined;
  readonly [field: string]: unknown;
}

/** Call when the tools are final. */
export function applyMcpServers(draft: Draft): void {
  const { request } = draft;
  const servers = request.mcp_servers;
  if (isUnset(servers)) return;
  if (isRefusedField(draft, 'mcp_servers')) return dropRefusedField(draft, 'mcp_servers', 'mcp_servers');
  const kept = servers.map((server, index) => permittedServer(draft, server, `mcp_servers[${index}]`));
  const isWhole = kept.every((server, index) => server === servers[index]);
  const sent = kept.filter((server) => server !== null);
  if (sent.length === 0 && servers.length > 0) return;
  addMcpBeta(draft, sent);
  Object.assign(draft.body, { mcp_servers: sendable(isWhole ? servers : sent, 'mcp_servers') });
  traceServers(draft, kept, isWhole);
}

/** A copy with fewer tools where only some are allowed; null for a server that must be left out. */
function permittedServer(draft: Draft, server: McpServer, path: string): McpServer | null {
  const { request, body } = draft;
  const name = server.name ?? '';
  if (hasToolset(request.tools ?? [], name)) {
    if (hasToolset(body.tools ?? [], name)) return server;
    ignoreField(draft, path, 'Its tools were left out.');
    return null;
  }
  if (!isUnset(request.max_tool_calls)) {
    const reason = 'The API cannot limit the number of calls of an MCP server, so it was left out.';
    dropField(draft, path, 'max-tool-calls-dropped', reason);
    return null;
  }
  const allowed = readAllowedTools(request);
  // Without declared tools there is no `tool_choice` that could forbid the call.
  if ((body.tools ?? []).length === 0 && readToolChoice(request)?.kind === 'none') {
    ignoreField(draft, path, 'No tool may be called.');
    return null;
  }
  if (allowed === null || allowed.none) return server;
  return onlyAllowed(draft, server, allowed.servers.get(name), path);
}

function onlyAllowed(
  draft: Draft,
  server: McpServer,
  names: ReadonlySet<string> | null | undefined,
  path: string,
): McpServer | null {
  if (names === null) return server;
  const reason = 'An MCP server runs upstream, so that what the list of allowed tools does not name was left out.';
  addNote(draft, { verb: 'emulated', code: 'allowed-tools-filtered', from: path, to: null, reason });
  if (names === undefined) {
    ignoreField(draft, path, reason);
    return null;
  }
  const own = serverAllowList(server);
  const allowed = own === null ? [...names] : own.filter((name) => names.has(name));
  const configuration = { ...asObject(server['tool_configuration']), allowed_tools: allowed };
  return { ...server, tool_configuration: configuration };
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function hasToolset(tools: readonly object[], name: string): boolean {
  return tools.some(
    (tool) => 'mcp_server_name' in tool && tool.mcp_server_name === name && Reflect.get(tool, 'type') === 'mcp_toolset',
  );
}

/** The newest MCP beta wants a toolset for every server among the tools; without toolsets the first beta is meant. */
function addMcpBeta(draft: Draft, servers: readonly object[]): void {
  if ([...draft.betas].some((beta) => beta.startsWith('mcp-client-'))) return;
  const toolsets = draft.request.tools?.some((tool) => tool.type === 'mcp_toolset') ?? false;
  const configured = servers.some((server) => 'tool_configuration' in server);
  addBeta(draft, toolsets && !configured ? 'mcp-client-2025-11-20' : 'mcp-client-2025-04-04');
}

function traceServers(draft: Draft, kept: readonly (McpServer | null)[], isWhole: boolean): void {
  if (isWhole) return traceCopy(draft, 'mcp_servers', draft.body, 'mcp_servers');
  const { mcp_servers: sent } = draft.body;
  let at = 0;
  for (const [index, server] of kept.entries()) {
    if (server !== null && sent) {
      draft.context.tracer?.link(`mcp_servers[${index}]`, sent, at++, 'copied', 'An MCP server that is allowed.');
    }
  }
}
