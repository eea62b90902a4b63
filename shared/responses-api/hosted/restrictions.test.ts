/**
 * No restriction of a tool that runs upstream is lost: the upstream body carries it, or lacks the tool and a note says so. The
 * expectations below are written against the two APIs, not against the translation.
 */

import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../../errors.ts';
import { profileFor } from '../../models/profile-for.ts';
import { recogniseRefusal } from '../../models/self-healing-rules.ts';
import { lossesAt, translateTools, upstreamTools } from '../__fixtures__/translated-tools.ts';
import { hostedToolFields } from './hosted-tool-fields.ts';

const server = { type: 'mcp', server_label: 's', server_url: 'https://mcp.example/sse' };
const free = { ...server, require_approval: 'never' };

describe('an MCP server', () => {
  test('that may be called without asking is connected, with its token and a toolset', () => {
    const translation = translateTools({ tools: [{ ...free, authorization: 'TOKEN' }] });
    expect(translation.body).toMatchObject({
      mcp_servers: [{ type: 'url', url: server.server_url, name: 's', authorization_token: 'TOKEN' }],
      tools: [{ type: 'mcp_toolset', mcp_server_name: 's' }],
    });
    expect(translation.betas).toEqual(['mcp-client-2025-11-20']);
    expect(translation.notes).toEqual([]);
  });

  test.each<[string, object, readonly string[]]>([
    ['a list', { allowed_tools: ['read', 'list'] }, ['read', 'list']],
    ['a filter by name', { allowed_tools: { tool_names: ['read'] } }, ['read']],
    ['the tools that need no approval', { require_approval: { never: { tool_names: ['read'] } } }, ['read']],
    [
      'both',
      { allowed_tools: ['read', 'write'], require_approval: { never: { tool_names: ['read', 'list'] } } },
      ['read'],
    ],
    [
      'tools that need none, without those that do',
      { require_approval: { never: { tool_names: ['read', 'write'] }, always: { tool_names: ['write'] } } },
      ['read'],
    ],
  ])('offers only the allowed tools: %s', (_case, fields, names) => {
    expect(upstreamTools(translateTools({ tools: [{ ...free, ...fields }] }))).toEqual([
      {
        type: 'mcp_toolset',
        mcp_server_name: 's',
        default_config: { enabled: false },
        configs: Object.fromEntries(names.map((name) => [name, { enabled: true }])),
      },
    ]);
  });

  test.each<[string, object, string]>([
    ['asks by default', server, 'require_approval'],
    ['asks always', { ...free, require_approval: 'always' }, 'require_approval'],
    ['asks for tools that write', { ...free, require_approval: { never: { read_only: true } } }, 'require_approval'],
    ['asks for some', { ...free, require_approval: { always: { tool_names: ['w'] } } }, 'require_approval'],
    ['allows only tools that read', { ...free, allowed_tools: { read_only: true } }, 'allowed_tools'],
    [
      'allows reading tools by name',
      { ...free, allowed_tools: { read_only: true, tool_names: ['r'] } },
      'allowed_tools',
    ],
    ['allows none', { ...free, allowed_tools: [] }, 'allowed_tools'],
    ['gets a header', { ...free, headers: { 'X-Tenant': '7' } }, 'headers'],
    ['gets a basic authorization', { ...free, headers: { Authorization: 'Basic eDp5' } }, 'headers'],
    ['gets two headers', { ...free, headers: { Authorization: 'Bearer T', 'X-Tenant': '7' } }, 'headers'],
    ['is called from code only', { ...free, allowed_callers: ['programmatic'] }, 'allowed_callers'],
    ['has an unknown field', { ...free, data_residency: 'eu' }, 'data_residency'],
  ])('is left out with a note when it %s', (_case, tool, field) => {
    const translation = translateTools({ tools: [tool] });
    expect(translation.body.mcp_servers).toBeUndefined();
    expect(upstreamTools(translation)).toEqual([]);
    expect(translation.notes).toMatchObject([
      { verb: 'dropped', code: 'restricted-tool-dropped', from: `tools[0].${field}` },
    ]);
    expect(() => translateTools({ tools: [tool] }, { strict: true })).toThrow(RequestRefused);
  });

  test.each([{ connector_id: 'connector_gmail' }, { tunnel_id: 't' }, { server_url: null }])(
    'is left out: %j',
    (fields) => {
      const translation = translateTools({ tools: [{ ...free, ...fields }] });
      expect(translation.body.mcp_servers).toBeUndefined();
      expect(translation.notes).toMatchObject([{ code: 'mcp-connector-dropped', from: 'tools[0]' }]);
    },
  );

  test('gets the bearer token of its headers', () => {
    const { body } = translateTools({ tools: [{ ...free, headers: { authorization: 'Bearer TOKEN' } }] });
    expect(body.mcp_servers).toMatchObject([{ authorization_token: 'TOKEN' }]);
  });

  test('is left out with its tools once the API refused the field', () => {
    const translation = translateTools({ tools: [free] }, { rules: [{ kind: 'field-refused', field: 'mcp_servers' }] });
    expect(translation.body).not.toHaveProperty('mcp_servers');
    expect(upstreamTools(translation)).toEqual([]);
    expect(translation.notes.map(({ code, from }) => [code, from])).toContainEqual([
      'refused-field-dropped',
      'tools[0]',
    ]);
  });
});

describe('the tools of one request', () => {
  const search = { type: 'web_search' };
  const run = { type: 'function', name: 'run', parameters: { type: 'object', properties: {} } };
  const only = (...tools: object[]): object => ({ type: 'allowed_tools', mode: 'auto', tools });

  test('that run upstream and are not allowed are left out, those of the client stay declared', () => {
    const other = { ...free, server_label: 'other' };
    const tools = [run, search, free, other];
    const { body, notes } = translateTools({
      tools,
      tool_choice: only({ type: 'mcp', server_label: 's', name: 'read' }),
    });
    expect(body.tools).toMatchObject([
      { name: 'run' },
      { mcp_server_name: 's', default_config: { enabled: false }, configs: { read: { enabled: true } } },
    ]);
    expect(body.mcp_servers).toMatchObject([{ name: 's' }]);
    expect(notes.filter(({ code }) => code === 'allowed-tools-filtered')).toHaveLength(3);
    expect(translateTools({ tools, tool_choice: only({ type: 'web_search' }) }).body).toMatchObject({
      tools: [{ name: 'run' }, { name: 'web_search' }],
    });
  });

  test('an allowed tool of a server is not widened by its own list', () => {
    const tools = [{ ...free, allowed_tools: ['list'] }];
    const { body } = translateTools({ tools, tool_choice: only({ type: 'mcp', server_label: 's', name: 'read' }) });
    expect(body.tools).toMatchObject([{ configs: { read: { enabled: false } } }]);
  });

  test('max_tool_calls limits the search, and tools without such a limit are left out', () => {
    const { body, notes } = translateTools({ tools: [run, search, free], max_tool_calls: 3 });
    expect(body.tools).toEqual([
      expect.objectContaining({ name: 'run' }),
      { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
    ]);
    expect(body.mcp_servers).toBeUndefined();
    expect(notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['max-tool-calls-dropped', 'max-tool-calls-as-max-uses']),
    );
    expect(translateTools({ tools: [run], max_tool_calls: 3 }).notes).toEqual([]);
    expect(upstreamTools(translateTools({ tools: [search], max_tool_calls: 0 }))).toEqual([]);
    const low = { ...search, search_context_size: 'low' };
    expect(upstreamTools(translateTools({ tools: [low], max_tool_calls: 9 }))).toMatchObject([{ max_uses: 2 }]);
  });

  test('of which two search are searched as both allow', () => {
    const one = { ...search, filters: { allowed_domains: ['a.example', 'b.example'] } };
    const two = { ...search, filters: { allowed_domains: ['docs.a.example', 'c.example'] } };
    expect(upstreamTools(translateTools({ tools: [one, two] }))).toMatchObject([
      { allowed_domains: ['docs.a.example'] },
    ]);
    expect(upstreamTools(translateTools({ tools: [search, one] }))).toMatchObject([
      { allowed_domains: ['a.example', 'b.example'] },
    ]);
    const blocking = { ...search, filters: { blocked_domains: ['a.example'] } };
    expect(upstreamTools(translateTools({ tools: [one, blocking] }))).toEqual([
      { type: 'web_search_20250305', name: 'web_search', allowed_domains: ['b.example'] },
    ]);
    expect(upstreamTools(translateTools({ tools: [two, blocking] }))).toMatchObject([
      { allowed_domains: ['c.example'] },
    ]);
    const part = { ...search, filters: { blocked_domains: ['x.c.example'] } };
    expect(upstreamTools(translateTools({ tools: [two, part] }))).toEqual([]);
  });
});

describe('a tool that the client runs', () => {
  test.each<[string, object]>([
    [
      'shell in a container',
      { type: 'shell', environment: { type: 'container_auto', network_policy: { type: 'disabled' } } },
    ],
    ['shell in a named container', { type: 'shell', environment: { type: 'container_reference', container_id: 'c' } }],
    ['shell for code only', { type: 'shell', allowed_callers: ['programmatic'] }],
    ['apply_patch for code only', { type: 'apply_patch', allowed_callers: ['programmatic'] }],
    ['apply_patch with an unknown field', { type: 'apply_patch', workspace: '/safe' }],
    ['a function for code only', { type: 'function', name: 'f', parameters: {}, allowed_callers: ['programmatic'] }],
    ['a custom tool for code only', { type: 'custom', name: 'f', allowed_callers: ['programmatic'] }],
  ])('is left out with a note: %s', (_case, tool) => {
    const translation = translateTools({ tools: [tool] });
    expect(upstreamTools(translation)).toEqual([]);
    expect(lossesAt(translation, 'tools[0]').map(({ code }) => code)).toEqual(['restricted-tool-dropped']);
  });

  test.each<[string, object]>([
    ['shell', { type: 'shell' }],
    ['shell on the machine', { type: 'shell', environment: { type: 'local' } }],
    ['apply_patch for both', { type: 'apply_patch', allowed_callers: ['direct', 'programmatic'] }],
  ])('stays: %s', (_case, tool) => {
    expect(upstreamTools(translateTools({ tools: [tool] }))).toHaveLength(1);
  });
});

test('no repair after a 400 takes a restriction from a tool', () => {
  const fields = [
    'allowed_domains',
    'blocked_domains',
    'max_uses',
    'default_config',
    'configs',
    'allowed_callers',
    'url_sources',
  ];
  const messages = fields.flatMap((field) =>
    ['web_search_20250305', 'mcp_toolset', 'custom'].map(
      (type) => `tools.0.${type}.${field}: Extra inputs are not permitted`,
    ),
  );
  const nested = [
    'mcp_servers.0.tool_configuration: Extra inputs are not permitted',
    'tool_choice.disable_parallel_tool_use: Extra inputs are not permitted',
    'tool_choice.auto.disable_parallel_tool_use: Extra inputs are not permitted',
  ];
  for (const message of [...messages, ...nested]) {
    const refusal = { status: 400, type: 'invalid_request_error', message, errorCode: null };
    expect(recogniseRefusal(refusal, profileFor('claude-opus-4-8'))).toBeNull();
  }
});

test('every tool of the SDK that OpenAI runs is left out, whatever its fields', () => {
  for (const [type, rules] of Object.entries(hostedToolFields)) {
    const isElsewhere = Object.values(rules).includes('left-out');
    if (!isElsewhere) continue;
    const filled = Object.fromEntries(Object.keys(rules).map((field) => [field, 'x']));
    const translation = translateTools({ tools: [{ type, ...filled }] });
    expect(upstreamTools(translation)).toEqual([]);
    expect(lossesAt(translation, 'tools[0]')).toMatchObject([{ code: 'hosted-tool-dropped' }]);
  }
});
