/**
 * Whatever restricts a tool that runs upstream, the upstream body carries it, or lacks the tool and a note says so. The faults are
 * found by the meaning of both APIs' fields, not by the translation.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { depth } from '../../__fixtures__/test-depth.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import { modelRules } from '../../models/rules.ts';
import type { LearnedRule } from '../../models/self-healing-rules.ts';
import { lossesAt, translateTools, upstreamTools, type Fields } from '../__fixtures__/translated-tools.ts';
import type { ResponsesTranslation } from '../translate-responses-request.ts';

const server = { type: 'mcp', server_label: 's', server_url: 'https://mcp.example/sse' };

const someNames = fc.uniqueArray(fc.constantFrom('read', 'write', 'list'), { maxLength: 3 });
const filter = fc.record({ tool_names: someNames, read_only: fc.boolean() }, { requiredKeys: [] });
const domains = fc.option(fc.uniqueArray(fc.constantFrom('a.example', 'b.example', 'x.a.example'), { maxLength: 3 }));
const someCallers = fc.constantFrom(undefined, null, ['direct'], ['programmatic'], ['direct', 'programmatic']);
const unknown = fc.record({ data_residency: fc.constant('eu') }, { requiredKeys: [] });

const mcpTool = fc
  .record(
    {
      require_approval: fc.oneof(
        fc.constantFrom('never', 'always', null),
        fc.record({ never: filter, always: filter }, { requiredKeys: [] }),
      ),
      allowed_tools: fc.oneof(fc.constant(null), someNames, filter),
      headers: fc.constantFrom(null, {}, { Authorization: 'Bearer T' }, { 'X-Tenant': '7' }),
      authorization: fc.constantFrom('T', undefined),
      connector_id: fc.constantFrom(undefined, undefined, undefined, 'connector_gmail'),
      allowed_callers: someCallers,
    },
    { requiredKeys: [] },
  )
  .chain((fields) => unknown.map((more) => Object.assign({}, server, fields, more)));
const searchTool = fc.record(
  {
    type: fc.constantFrom('web_search', 'web_search_2025_08_26', 'web_search_preview'),
    filters: fc.record(
      { allowed_domains: domains, blocked_domains: domains, regions: fc.constant(['eu']) },
      { requiredKeys: [] },
    ),
    external_web_access: fc.boolean(),
    search_context_size: fc.constantFrom('low', 'high'),
    user_location: fc.constant({ type: 'approximate', city: 'Bonn' }),
    safe_search: fc.constant('strict'),
  },
  { requiredKeys: ['type'] },
);
const hostedElsewhere = fc.constantFrom(
  { type: 'file_search', vector_store_ids: ['v'], filters: { type: 'eq', key: 'k', value: 'v' } },
  { type: 'code_interpreter', container: { type: 'auto', network_policy: { type: 'disabled' } } },
  { type: 'computer_use_preview', environment: 'browser', display_width: 1, display_height: 1 },
  { type: 'computer' },
  { type: 'image_generation', moderation: 'auto' },
  { type: 'programmatic_tool_calling' },
  { type: 'tool_search', execution: 'server' },
  { type: 'tool_of_next_year', only: 'some' },
);
const choices = fc.constantFrom(
  undefined,
  'none',
  'auto',
  { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'mcp', server_label: 's', name: 'read' }] },
  { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'web_search' }] },
  { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'run' }] },
);
const learned = fc.constantFrom<LearnedRule[]>(
  [],
  [{ kind: 'no-web-search' }],
  ...['mcp_servers', 'tools', 'tool_choice', 'container'].map((field): LearnedRule[] => [
    { kind: 'field-refused', field },
  ]),
  ...['mcp-client-2025-11-20', 'mcp-client-2025-04-04'].map((beta): LearnedRule[] => [
    { kind: 'betas-refused', betas: [beta] },
  ]),
);
const request = fc.record({
  mcp: mcpTool,
  search: searchTool,
  other: hostedElsewhere,
  tool_choice: choices,
  max_tool_calls: fc.constantFrom(undefined, null, 0, 2),
});

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The tools of the server that the request lets be called unasked; null when that cannot be told from the request. */
function callableTools(tool: Fields): ReadonlySet<unknown> | 'all' | null {
  const { require_approval: approval, allowed_tools: allowed } = tool;
  if (isRecord(allowed) && !Array.isArray(allowed) && 'read_only' in allowed) return null;
  const listed = Array.isArray(allowed) ? allowed : isRecord(allowed) ? allowed['tool_names'] : undefined;
  if (approval === 'never') return listed === undefined ? 'all' : new Set(listOf(listed));
  if (!isRecord(approval) || !isRecord(approval['never'])) return null;
  const always = isRecord(approval['always']) ? approval['always'] : { tool_names: [] };
  if ('read_only' in approval['never'] || 'read_only' in always || !('tool_names' in always)) return null;
  const withheld = listOf(always['tool_names']);
  const unasked = listOf(approval['never']['tool_names']).filter((name) => !withheld.includes(name));
  return new Set(unasked.filter((name) => listed === undefined || listOf(listed).includes(name)));
}

type Asked = typeof request extends fc.Arbitrary<infer Value> ? Value : never;

/** The types of the allowed tools; null for a choice that is no list, or where the upstream may call none at all. */
function allowedTypes({ tool_choice: choice }: Asked, { body }: ResponsesTranslation): readonly string[] | null {
  if (body.tool_choice?.type === 'none') return null;
  return typeof choice === 'object' ? choice.tools.map(({ type }) => type) : null;
}

function isFiltered({ notes }: ResponsesTranslation): boolean {
  return notes.some(({ code }) => code === 'allowed-tools-filtered' || code === 'max-tool-calls-dropped');
}

/** What the upstream could do with the server that the request forbids; a missing note. */
function faultsOfServer(asked: Asked, translation: ResponsesTranslation): string[] {
  const toolset = upstreamTools(translation).find(({ mcp_server_name: name }) => name === 's');
  const isConnected = translation.body.mcp_servers !== undefined;
  if (toolset === undefined) {
    if (isConnected) return ['a server without its toolset'];
    return lossesAt(translation, 'tools[1]').length > 0 || isFiltered(translation) ? [] : ['no note'];
  }
  const tool: Fields = asked.mcp;
  const callers = tool['allowed_callers'] ?? ['direct'];
  const callable = callableTools(tool);
  const allowed = allowedTypes(asked, translation);
  const isOpen = toolset['default_config'] === undefined;
  const configs = isRecord(toolset['configs']) ? toolset['configs'] : {};
  const on = Object.keys(configs).filter((name) => isRecord(configs[name]) && configs[name]['enabled'] === true);
  const faults: Readonly<Record<string, boolean>> = {
    'a toolset without its server': !isConnected,
    'a limit on calls': typeof asked.max_tool_calls === 'number',
    'an unknown field': 'data_residency' in tool,
    'a connector': tool['connector_id'] !== undefined,
    'a header': isRecord(tool['headers']) && 'X-Tenant' in tool['headers'],
    'calls from code only': !Array.isArray(callers) || !callers.includes('direct'),
    'an approval': callable === null,
    'all tools': isOpen && (callable !== 'all' || allowed !== null),
    'tools on by default': !isOpen && JSON.stringify(toolset['default_config']) !== '{"enabled":false}',
    'a tool that may not be called': callable instanceof Set && on.some((name) => !callable.has(name)),
    'a tool that is not among the allowed ones':
      allowed !== null && (allowed[0] !== 'mcp' || on.some((name) => name !== 'read')),
  };
  return Object.keys(faults).filter((name) => faults[name]);
}

function faultsOfSearch(asked: Asked, translation: ResponsesTranslation): string[] {
  const tool = upstreamTools(translation).find(({ name }) => name === 'web_search');
  if (tool === undefined) {
    const isTold = translation.notes.some(({ code }) => /^web-search(?:-offline)?-dropped$/.test(code));
    return isTold || isFiltered(translation) ? [] : ['no note'];
  }
  const { search } = asked;
  const { allowed_domains: allowed, blocked_domains: blocked, regions } = search.filters ?? {};
  const within = listOf(tool['allowed_domains']);
  const types = allowedTypes(asked, translation);
  const isListed = allowed !== null && allowed !== undefined && allowed.length > 0;
  const faults: Readonly<Record<string, boolean>> = {
    'an unknown filter': regions !== undefined,
    'an unknown field': search.safe_search !== undefined,
    'the web': search.external_web_access === false,
    'all domains': isListed && within.length === 0,
    'another domain': isListed && within.some((domain) => !allowed.some((one) => one === domain)),
    'a blocked domain': isListed
      ? within.some((domain) => blocked?.some((one) => one === domain || String(domain).endsWith(`.${one}`)) === true)
      : (blocked ?? []).some((one) => !listOf(tool['blocked_domains']).includes(one)),
    'more calls': typeof asked.max_tool_calls === 'number' && tool['max_uses'] !== asked.max_tool_calls,
    'a tool that is not among the allowed ones': types !== null && types[0] !== 'web_search',
  };
  return Object.keys(faults).filter((name) => faults[name]);
}

test('no restriction is lost, for any tools, on any model, under any learned rule', () => {
  fc.assert(
    fc.property(request, fc.constantFrom(...modelRules.map(({ id }) => id)), learned, (asked, model, rules) => {
      const { mcp, search, other, ...fields } = asked;
      const tools = [{ type: 'function', name: 'run', parameters: {} }, mcp, search, other];
      const translation = translateTools({ tools, ...fields }, { model, rules });
      const names = upstreamTools(translation).map(({ name, mcp_server_name: of }) => String(of ?? name));
      expect({
        server: faultsOfServer(asked, translation),
        search: faultsOfSearch(asked, translation),
        others: names.filter((name) => !['run', 's', 'web_search'].includes(name)),
        isOtherTold: lossesAt(translation, 'tools[3]').length > 0,
        isNone: fields.tool_choice !== 'none' || translation.body.tool_choice?.type === 'none',
      }).toEqual({ server: [], search: [], others: [], isOtherTold: true, isNone: true });
    }),
    { numRuns: depth(4_000, 300) },
  );
});
