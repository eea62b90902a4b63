/** Restrictions of tools that run upstream hold in every request of an exchange: repaired, repeated, resumed, with fallbacks, passed through. */

import { expect, it } from 'vitest';
import { useScriptedProxy } from './__fixtures__/scripted-proxy.ts';
import { json, message, type Script } from './__fixtures__/scripted-upstream.ts';

type Fields = Record<string, unknown>;

const proxied = useScriptedProxy(answers());

/** One answer for each request, then text. */
function answers(...planned: readonly { readonly status?: number; readonly body: Fields }[]): Script {
  const left = [...planned];
  return (_request, response) => {
    const { status = 200, body } = left.shift() ?? { body: message('ok') };
    response.writeHead(status, json).end(JSON.stringify(body));
  };
}

const refused = (text: string): Fields => ({ type: 'error', error: { type: 'invalid_request_error', message: text } });

/** @returns the bodies that the upstream got meanwhile */
async function ask(
  path: string,
  body: Fields,
  script: Script,
  headers: Record<string, string> = {},
): Promise<Fields[]> {
  proxied.upstream.script = script;
  const since = proxied.upstream.received.length;
  const response = await fetch(`${proxied.testProxy.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any', ...headers },
    body: JSON.stringify({ model: 'claude-opus-4-8', ...body }),
  });
  await response.text();
  return proxied.upstream.received.slice(since).map((request): Fields => {
    const sent: unknown = JSON.parse(request.body);
    return typeof sent === 'object' ? { ...sent } : {};
  });
}

const server = {
  type: 'mcp',
  server_label: 's',
  server_url: 'https://mcp.example/sse',
  require_approval: 'never',
  allowed_tools: ['read'],
};
const toolset = {
  type: 'mcp_toolset',
  mcp_server_name: 's',
  default_config: { enabled: false },
  configs: { read: { enabled: true } },
};
const search = { type: 'web_search', filters: { allowed_domains: ['a.example'] } };

it('a repair that takes the servers takes their toolsets, now and later', async () => {
  const script = answers({ status: 400, body: refused('mcp_servers: Extra inputs are not permitted') });
  const sent = await ask('/v1/responses', { input: 'x', tools: [server] }, script);
  expect(sent).toMatchObject([{ mcp_servers: [{ name: 's' }], tools: [toolset] }, {}]);
  for (const body of [...sent.slice(1), ...(await ask('/v1/responses', { input: 'x', tools: [server] }, answers()))]) {
    expect(body).not.toHaveProperty('mcp_servers');
    expect(body).not.toHaveProperty('tools');
  }
  expect(sent).toHaveLength(2);
});

it('a repair of another field leaves the allow-lists as they are', async () => {
  const model = 'claude-sonnet-4-6';
  const script = answers({ status: 400, body: refused('temperature: Extra inputs are not permitted') });
  const sent = await ask('/v1/responses', { model, input: 'x', temperature: 0.5, tools: [server, search] }, script);
  expect(sent).toHaveLength(2);
  for (const { tools } of sent) {
    expect(tools).toMatchObject([toolset, { name: 'web_search', allowed_domains: ['a.example'] }]);
  }
});

it('a restriction that the API refuses ends the request instead of being left out', async () => {
  const script = answers({
    status: 400,
    body: refused('tools.0.mcp_toolset.default_config: Extra inputs are not permitted'),
  });
  const model = 'claude-sonnet-4-6';
  expect(await ask('/v1/responses', { model, input: 'x', tools: [server] }, script)).toHaveLength(1);
});

it('a retry after an overload sends the same tools, and so does a request with fallbacks', async () => {
  const model = 'claude-sonnet-4-6';
  const overloaded = { status: 529, body: { type: 'error', error: { type: 'overloaded_error', message: 'x' } } };
  const body = {
    model,
    messages: [{ role: 'user', content: 'x' }],
    tools: [search],
    fallbacks: [{ model: 'claude-opus-4-8' }],
  };
  const sent = await ask('/v1/chat/completions', body, answers(overloaded));
  expect(sent).toHaveLength(2);
  for (const one of sent) {
    expect(one).toMatchObject({
      fallbacks: body.fallbacks,
      tools: [{ name: 'web_search', allowed_domains: ['a.example'] }],
    });
  }
});

it('a limit on the calls holds over a resumed turn', async () => {
  const content = [
    { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
    { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
  ];
  const paused = { body: message('', { content, stop_reason: 'pause_turn' }) };
  const body = { model: 'claude-sonnet-4-6', input: 'x', tools: [{ type: 'web_search' }], max_tool_calls: 2 };
  const sent = await ask('/v1/responses', body, answers(paused, paused));
  expect(sent).toMatchObject([
    { tools: [{ max_uses: 2 }] },
    { tools: [{ max_uses: 1 }] },
    { tools: [{ max_uses: 1 }], tool_choice: { type: 'none' } },
  ]);
});

it('the passthrough sends every field as it came', async () => {
  const body = {
    model: 'claude-opus-4-8',
    max_tokens: 10,
    messages: [{ role: 'user', content: 'x' }],
    mcp_servers: [{ type: 'url', url: server.server_url, name: 's', authorization_token: 'T' }],
    tools: [
      toolset,
      {
        type: 'web_fetch_20260318',
        name: 'web_fetch',
        max_uses: 1,
        blocked_domains: ['b.example'],
        url_sources: ['user'],
      },
    ],
  };
  const headers = { 'anthropic-version': '2023-06-01', 'anthropic-beta': 'mcp-client-2025-11-20' };
  const sent = await ask('/v1/messages', body, answers(), headers);
  expect(sent).toEqual([body]);
  expect(proxied.upstream.received.at(-1)?.body).toBe(JSON.stringify(body));
});
