/** Requests of real clients from the log: the record alone reproduces their translation. */

import { expect, it } from 'vitest';
import type { Exchange } from '#shared/exchange/record.ts';
import { linkPanes } from '#shared/exchange/panes/link-panes.ts';
import { requestTarget } from '#shared/exchange/export/request-target.ts';
import { buildStreamTimeline } from '#shared/exchange/panes/stream-timeline.ts';
import { reproduceTranslation } from '#shared/exchange/retranslate/reproduce-translation.ts';
import { isEnd, openSocket } from './__fixtures__/socket-client.ts';
import { chatClients, type Fields } from './__fixtures__/chat-clients.ts';
import { questions } from './__fixtures__/chat-requests.ts';
import { responsesClients } from './__fixtures__/responses-clients.ts';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';

const served = useMockServerProxy();
const promptText = 'Use read_file and get_time.';

async function recordOf(path: string, body: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Exchange> {
  const response = await fetch(`${served.testProxy.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any', ...headers },
    body: JSON.stringify(body),
  });
  await response.text();
  const id = response.headers.get('x-dragoman-exchange') ?? '';
  const record = await served.testProxy.finished(({ summary }) => summary.id === id);
  expect(record.summary.state).toBe('done');
  return record;
}

/** The window's warning about its links; null when they match the sent body. */
function caveatOf(record: Exchange): string | null {
  const { settings, proxy } = served.testProxy;
  return linkPanes(record, { settings: settings.get(), models: proxy.knownModels() }).caveat;
}

it.each(chatClients)('$name', async (client) => {
  const { model = 'gpt-4', stream = true, top, tools, headers } = client;
  const messages = [...client.opening, client.question(promptText)];
  expect(
    caveatOf(await recordOf('/v1/chat/completions', { model, ...top, stream, tools, messages }, headers)),
  ).toBeNull();
});

it.each(questions)('a question in chat completions: $name', async ({ body }) => {
  expect(caveatOf(await recordOf('/v1/chat/completions', { model: 'gpt-4o-mini', ...body }))).toBeNull();
});

it.each(responsesClients)('$name, over a WebSocket', async ({ top, headers, opening, question }) => {
  const client = await openSocket(served.testProxy.port, { headers: { ...headers } });
  const lane = 'main';
  client.send({ type: 'response.create', ...top, input: [...opening, question(promptText)], stream_id: lane });
  await client.until(isEnd);
  await client.close();
  const record = await served.testProxy.finished(({ summary }) => summary.socket !== undefined);
  expect(record.summary).toMatchObject({ lane, state: 'done', stream: true, status: 200 });
  expect(JSON.parse(record.clientRequest.body)).toMatchObject({ type: 'response.create', stream_id: lane });
  expect(caveatOf(record)).toBeNull();
  const lines = [...(record.clientResponse?.body ?? '').matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'response.completed', stream_id: lane });
  expect(record.clientResponse?.eventTimes).toHaveLength(lines.length);
  // What the window shows beside its events, and what it sends again.
  expect(JSON.parse(record.clientResponse?.assembled ?? '')).toMatchObject({ object: 'response', status: 'completed' });
  const again = requestTarget(record, 'client', served.testProxy.origin);
  expect(again).toMatchObject({ method: 'POST', url: `${served.testProxy.origin}/v1/responses` });
  expect(JSON.parse(again?.side.body ?? '')).not.toHaveProperty('type');
  expect(streamOf(record)).toMatchObject({ exact: true });
  await served.testProxy.log.clear();
});

function streamOf(record: Exchange) {
  const { settings, proxy } = served.testProxy;
  const inputs = { settings: settings.get(), models: proxy.knownModels() };
  const { translation } = reproduceTranslation(record, inputs);
  return buildStreamTimeline({
    upstream: { body: record.upstreamResponse?.body ?? '' },
    client: { body: record.clientResponse?.body ?? '' },
    target: translation.ok ? translation.target : null,
    created: 0,
  });
}

it.each(responsesClients)('$name, in the Responses API', async ({ top, headers, opening, question }) => {
  expect(
    caveatOf(await recordOf('/v1/responses', { ...top, input: [...opening, question(promptText)] }, headers)),
  ).toBeNull();
});
