/** Tools that run upstream, as chat completions declare them: what restricts them reaches the upstream, or they do not. */

import { describe, expect, test } from 'vitest';
import { translate } from '../__fixtures__/translate.ts';

const sent = (body: object) => translate({ max_tokens: 10, ...body }, { settings: { promptCaching: false } });
const codes = (body: object): string[] => sent(body).notes.map(({ code }) => code);
const run = { type: 'function', function: { name: 'run', parameters: { type: 'object', properties: {} } } };
const server = { type: 'url', url: 'https://mcp.example', name: 's' };
const toolset = { type: 'mcp_toolset', mcp_server_name: 's' };
const only = (...tools: object[]): object => ({ type: 'allowed_tools', allowed_tools: { mode: 'auto', tools } });

describe('a tool of the Messages API', () => {
  const web = { max_uses: 2, allowed_domains: ['a.example'], allowed_callers: ['direct'] };
  test.each<[string, object]>([
    ['web_search', { type: 'web_search_20260318', name: 'web_search', ...web, user_location: { type: 'approximate' } }],
    ['web_search that excludes', { type: 'web_search_20250305', name: 'web_search', blocked_domains: ['b.example'] }],
    [
      'web_fetch',
      {
        type: 'web_fetch_20260318',
        name: 'web_fetch',
        ...web,
        max_content_tokens: 9,
        url_sources: ['user'],
        use_cache: false,
      },
    ],
    ['code_execution', { type: 'code_execution_20260120', name: 'code_execution', allowed_callers: ['direct'] }],
    ['advisor', { type: 'advisor_20260301', name: 'advisor', model: 'claude-opus-5-5', max_uses: 1 }],
    [
      'mcp_toolset',
      {
        ...toolset,
        default_config: { enabled: false },
        configs: { read: { enabled: true } },
        tools: [{ name: 'read' }],
      },
    ],
    ['bash', { type: 'bash_20250124', name: 'bash', allowed_callers: ['code_execution_20260120'] }],
    ['text_editor', { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool', max_characters: 5 }],
    ['memory', { type: 'memory_20250818', name: 'memory', strict: true }],
    ['computer', { type: 'computer_20251124', name: 'computer', display_width_px: 1, display_height_px: 1 }],
    ['browser_toolset', { type: 'browser_toolset_20260801', default_config: { enabled: false } }],
  ])('keeps every field: %s', (_case, tool) => {
    expect(sent({ tools: [tool], mcp_servers: [server] }).body.tools).toEqual([tool]);
  });
});

describe('a search tool of OpenAI’s', () => {
  test('keeps its filters and its location', () => {
    const tool = {
      type: 'web_search',
      filters: { allowed_domains: ['a.example'] },
      user_location: { type: 'approximate', country: 'DE' },
      search_context_size: 'low',
    };
    expect(sent({ tools: [tool] }).body.tools).toEqual([
      {
        type: 'web_search_20250305',
        name: 'web_search',
        allowed_domains: ['a.example'],
        user_location: { type: 'approximate', country: 'DE' },
        max_uses: 2,
      },
    ]);
  });

  test.each<[string, object]>([
    ['external_web_access', { external_web_access: false }],
    ['filters', { filters: { allowed_regions: ['eu'] } }],
    ['search_content_types', { search_content_types: ['image'] }],
    ['safe_search', { safe_search: 'strict' }],
  ])('is left out when %s cannot be kept, and the native one with it', (field, fields) => {
    const native = { type: 'web_search_20250305', name: 'web_search' };
    const translation = sent({ tools: [{ type: 'web_search', ...fields }, native] });
    expect(translation.body.tools).toBeUndefined();
    const [note] = translation.notes;
    expect(note?.from).toBe(field === 'external_web_access' ? 'tools[0]' : `tools[0].${field}`);
  });

  test('beside one of the Messages API without its filters leaves the search out', () => {
    const native = { type: 'web_search_20250305', name: 'web_search' };
    const options = { filters: { allowed_domains: ['a.example'] } };
    expect(sent({ tools: [native], web_search_options: options }).body.tools).toBeUndefined();
    expect(codes({ tools: [native], web_search_options: options })).toEqual(['web-search-dropped']);
  });
});

describe('an MCP server without a toolset', () => {
  test('is not offered when no tool may be called', () => {
    expect(sent({ mcp_servers: [server], tool_choice: 'none' }).body).not.toHaveProperty('mcp_servers');
    expect(sent({ tools: [run], mcp_servers: [server], tool_choice: 'none' }).body).toMatchObject({
      mcp_servers: [server],
      tool_choice: { type: 'none' },
    });
  });

  test('is offered as far as the allowed tools name it', () => {
    const other = { ...server, name: 'other', tool_configuration: { allowed_tools: ['read', 'list'] } };
    const body = { tools: [run], mcp_servers: [server, other] };
    const choice = only({ type: 'mcp', server_label: 'other', name: 'read' });
    expect(sent({ ...body, tool_choice: choice }).body.mcp_servers).toEqual([
      { ...other, tool_configuration: { allowed_tools: ['read'] } },
    ]);
    expect(sent({ ...body, tool_choice: only({ type: 'mcp', server_label: 's' }) }).body.mcp_servers).toEqual([server]);
    const translation = sent({ ...body, tool_choice: only(run) });
    expect(translation.body.mcp_servers).toBeUndefined();
    expect(translation.notes.filter(({ code }) => code === 'allowed-tools-filtered')).toHaveLength(2);
  });

  test('is left out under a limit on the calls', () => {
    expect(sent({ mcp_servers: [server], max_tool_calls: 2 }).body).not.toHaveProperty('mcp_servers');
    expect(codes({ mcp_servers: [server], max_tool_calls: 2 })).toEqual(['max-tool-calls-dropped']);
  });

  test('gets a note where one call at a time was asked for', () => {
    expect(codes({ mcp_servers: [server], parallel_tool_calls: false })).toEqual(['parallel-tool-calls-dropped']);
    const { body } = sent({ mcp_servers: [server], tools: [toolset], parallel_tool_calls: false });
    expect(body.tool_choice).toEqual({ type: 'auto', disable_parallel_tool_use: true });
  });
});

test('a server goes with its toolset', () => {
  const tools = [run, toolset];
  const { body } = sent({ tools, mcp_servers: [server], tool_choice: only(run) });
  expect(body.tools).toMatchObject([{ name: 'run' }]);
  expect(body).not.toHaveProperty('mcp_servers');
});

test('a limit counts for the only search or fetch tool', () => {
  const fetching = { type: 'web_fetch_20250910', name: 'web_fetch', max_uses: 9 };
  const running = { type: 'code_execution_20250825', name: 'code_execution' };
  const { body, notes } = sent({ tools: [running, fetching, { type: 'web_search' }], max_tool_calls: 4 });
  expect(body.tools).toEqual([{ ...fetching, max_uses: 4 }]);
  expect(notes.filter(({ code }) => code === 'max-tool-calls-dropped')).toHaveLength(2);
});

test('cache_control of a toolset and of a search marks the tool', () => {
  const mark = { cache_control: { type: 'ephemeral' } };
  const tools = [{ ...toolset, ...mark }, run, { type: 'web_search', ...mark }];
  expect(sent({ tools, mcp_servers: [server] }).body.tools).toEqual([
    { ...toolset, ...mark },
    expect.not.objectContaining(mark),
    { type: 'web_search_20250305', name: 'web_search', ...mark },
  ]);
});
