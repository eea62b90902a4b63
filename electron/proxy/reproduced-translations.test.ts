/** Requests of real clients from the log: the record alone reproduces their translation. */

import { expect, it } from 'vitest';
import type { Exchange } from '#shared/exchange/record.ts';
import { linkPanes } from '#shared/exchange/panes/link-panes.ts';
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

it.each(responsesClients)('$name, in the Responses API', async ({ top, headers, opening, question }) => {
  expect(
    caveatOf(await recordOf('/v1/responses', { ...top, input: [...opening, question(promptText)] }, headers)),
  ).toBeNull();
});
