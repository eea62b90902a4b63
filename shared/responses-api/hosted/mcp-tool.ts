/**
 * Translates an MCP server of the Responses API to the MCP connector of the Messages API, which calls the server without asking.
 * Whatever OpenAI would have asked, checked or sent, and the connector does not, leaves the server out.
 * https://platform.claude.com/docs/en/agents-and-tools/mcp-connector, `Tool.Mcp` in the `openai` package
 */

import type Anthropic from '@anthropic-ai/sdk';
import { isRecord } from '../../json/sanitize-text.ts';
import type { ResponsesTool } from '../request-schema.ts';
import { isOnlyProgrammatic, unknownField } from './hosted-tool-fields.ts';

interface McpConnection {
  readonly kind: 'connection';
  readonly server: Anthropic.Beta.Messages.BetaRequestMCPServerURLDefinition;
  readonly toolset: Anthropic.Beta.Messages.BetaMCPToolset;
  /** The server has tools that need an approval; they are not offered. */
  readonly withholdsTools: boolean;
}

/** A server that may not be offered, with the client's field that is the reason; null for the tool itself. */
interface LostMcpServer {
  readonly kind: 'lost';
  readonly field: string | null;
  readonly reason: string;
}

/** Names of tools; null for all of them. */
type Names = ReadonlySet<string> | null;

export function readMcpTool(tool: ResponsesTool): McpConnection | LostMcpServer {
  const { server_label: name, server_url: url } = tool;
  if (isSet(tool['connector_id']) || isSet(tool['tunnel_id']) || typeof url !== 'string' || typeof name !== 'string') {
    return lost(null, 'it is reached through OpenAI\u2019s own connectors or tunnels, which have no counterpart');
  }
  if (isOnlyProgrammatic(tool)) return lost('allowed_callers', 'only code may call its tools');
  const unknown = unknownField(tool);
  if (unknown !== null) return lost(unknown, `its field ${unknown} is unknown and may restrict it`);
  const token = readToken(tool);
  if (token === false)
    return lost('headers', 'the API sends no other header to it than an Authorization with a bearer token');
  const allowed = readNames(tool['allowed_tools']);
  if (allowed === false) return lost('allowed_tools', 'which of its tools only read is not known here');
  const unasked = readUnasked(tool['require_approval']);
  if (unasked === false) {
    return lost('require_approval', 'the API cannot ask for an approval of its calls; "never" would let it be called');
  }
  const names = inBoth(allowed, unasked);
  if (names?.size === 0) {
    return lost(
      unasked === null ? 'allowed_tools' : 'require_approval',
      'none of its tools may be called without asking',
    );
  }
  const server: McpConnection['server'] = { type: 'url', url, name };
  if (token !== null) server.authorization_token = token;
  return { kind: 'connection', server, toolset: toolsetOf(name, names), withholdsTools: unasked !== null };
}

function lost(field: string | null, why: string): LostMcpServer {
  return { kind: 'lost', field, reason: `The MCP server was left out: ${why}.` };
}

function toolsetOf(server: string, names: Names): McpConnection['toolset'] {
  const toolset: McpConnection['toolset'] = { type: 'mcp_toolset', mcp_server_name: server };
  if (names === null) return toolset;
  const configs = Object.fromEntries([...names].map((name) => [name, { enabled: true }]));
  return { ...toolset, default_config: { enabled: false }, configs };
}

/** The bearer token; null without one; false when the server would get other headers than the client wants. */
function readToken(tool: ResponsesTool): string | null | false {
  const { authorization, headers } = tool;
  const given = isSet(headers) ? Object.entries(isRecord(headers) ? headers : { unreadable: headers }) : [];
  if (isSet(authorization) && typeof authorization !== 'string') return false;
  if (given.length === 0) return typeof authorization === 'string' ? authorization : null;
  const [[name, value] = ['', null], ...more] = given;
  const bearer = typeof value === 'string' ? /^bearer\s+(\S+)$/i.exec(value)?.[1] : undefined;
  if (more.length > 0 || name.toLowerCase() !== 'authorization' || bearer === undefined) return false;
  return isSet(authorization) && authorization !== bearer ? false : bearer;
}

/** `allowed_tools`: a list, or a filter. False for a filter that cannot be evaluated without the server. */
function readNames(given: unknown): Names | false {
  if (!isSet(given)) return null;
  if (Array.isArray(given)) return areNames(given) ? new Set(given) : false;
  if (!isRecord(given)) return false;
  const { tool_names: names, read_only: readOnly, ...more } = given;
  if (isSet(readOnly) || Object.keys(more).length > 0) return false;
  if (!isSet(names)) return null;
  return Array.isArray(names) && areNames(names) ? new Set(names) : false;
}

/** The tools that may be called without an approval. Without the field, OpenAI asks for each call. */
function readUnasked(given: unknown): Names | false {
  if (given === 'never') return null;
  if (!isRecord(given) || !isSet(given['never'])) return false;
  if (Object.keys(given).some((key) => key !== 'never' && key !== 'always')) return false;
  const never = readNames(given['never']);
  if (never === false || never === null) return false;
  const always = isSet(given['always']) ? readNames(given['always']) : new Set<string>();
  if (always === false || always === null) return false;
  return new Set([...never].filter((name) => !always.has(name)));
}

function inBoth(one: Names, two: Names): Names {
  if (one === null || two === null) return one ?? two;
  return new Set([...one].filter((name) => two.has(name)));
}

function areNames(list: readonly unknown[]): list is string[] {
  return list.every((name) => typeof name === 'string' && name !== '');
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}
