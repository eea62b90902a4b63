/** Hostile text (HTML, Markdown, control characters) from every source is shown as plain text: nothing runs, loads or hides. */

import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { healthStatus } from './support/ask.ts';
import { chooseFile } from './support/desktop/dialogs.ts';
import { disguised, markdown, markup, moreThanText, watch } from './support/hostile/hostile-content.ts';
import { expect, test as base } from './support/journey.ts';
import { openReplay } from './support/replay.ts';

const test = base.extend<{ readonly beacon: { readonly url: string; readonly connections: string[] } }>({
  // eslint-disable-next-line no-empty-pattern
  beacon: async ({}, use) => {
    const connections: string[] = [];
    const server = createServer(({ url }, response) => {
      connections.push(url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A listening TCP server has an address object.
    const { port } = server.address() as AddressInfo;
    await use({ url: `http://127.0.0.1:${port}`, connections });
    server.close();
  },
});

/** Sends raw bytes, unlike `fetch`. Header values have one byte per character. */
async function send(port: number, path: string, body: string | Buffer): Promise<string> {
  return await new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        path,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': `tool<img/src=x/onerror="globalThis.ranHere=1"> \u009B31m soft\u00ADhyphen`,
          'x-note': `"><script>globalThis.ranHere=1</script> \u0085\u009B`,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
      },
    );
    sent.on('error', reject);
    // Node would join a string body with the headers and encode both as UTF-8.
    sent.end(Buffer.from(body));
  });
}

/** A directive for the mock server with any text as its value. */
function order(name: string, value: string): string {
  return `[[mock: ${name}="${value.replaceAll(/[\\"]/g, (character) => `\\${character}`)}"]]`;
}

/** Requests of a hostile client and responses of a hostile model; one exchange each. */
async function sendAll(port: number, text: string): Promise<void> {
  const chat = '/v1/chat/completions';
  const name = `${disguised} <img src=x onerror="globalThis.ranHere=1">`;
  const tools = [
    {
      type: 'function',
      function: {
        name,
        description: text,
        parameters: {
          type: 'object',
          properties: { [name]: { type: 'string', description: text, enum: [text] } },
          required: [name],
        },
      },
    },
  ];
  const requests: object[] = [
    {
      model: name,
      [name]: text,
      metadata: { [name]: text },
      user: name,
      messages: [
        { role: 'system', content: text },
        { role: 'user', name, content: [{ type: 'text', text: `${text}${order('say', text)}` }] },
      ],
    },
    { model: name, stream: true, messages: [{ role: 'user', content: `${text}${order('say', text)}` }] },
    { model: name, stream: true, tools, messages: [{ role: 'user', content: text }] },
    {
      model: 'gpt-4o',
      tools,
      messages: [
        { role: 'user', content: text },
        { role: 'assistant', tool_calls: [{ id: name, type: 'function', function: { name, arguments: text } }] },
        { role: 'tool', tool_call_id: name, content: text },
      ],
    },
    { model: 'gpt-4o', messages: [{ role: 'user', content: `Hi ${order('message', text)} [[mock: status=400]]` }] },
    { model: 'gpt-4o', messages: [{ role: name, content: text }] },
    { model: 'gpt-4o', messages: [{ role: 'user', content: `${'<b>long'.repeat(100_000)}${order('say', text)}` }] },
  ];
  for (const body of requests) await send(port, chat, JSON.stringify(body));
  await send(port, chat, Buffer.from(`{"model": "\xFF\xFE\0<script>", ${disguised} ${text}`, 'latin1'));
  await send(port, `/v1/models/${encodeURIComponent(name.replace('\uD83D', ''))}`, '{}');
  await send(port, `/v1/<script>alert(1)</script>?%E2%80%AE"onload="x`, '{}');
}

const tabs = ['Translation', 'Stream', 'Timing', 'Conversation', 'Headers'];

test('hostile text stays text in the list, panes, menus, dialogs and files', async ({
  start,
  folder: makeFolder,
  beacon,
}) => {
  const folder = makeFolder('hostile');
  const { app, window, port, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  const watching = await watch(window);
  const found = new Map<string, string>();
  const look = async (where: string): Promise<void> => {
    for (const fault of await moreThanText(window)) if (!found.has(fault)) found.set(fault, where);
  };
  const text = `${disguised}\n${markup(beacon.url)}\n${markdown(beacon.url)}`;
  await sendAll(port, text);
  const rows = window.getByTestId('exchange-row');
  await expect(rows).toHaveCount(10);

  await window.getByRole('button', { name: 'Columns' }).click();
  for (const column of ['endpoint', 'calls']) await window.getByRole('checkbox', { name: column }).check();
  await window.keyboard.press('Escape');
  await look('the list');
  await window.getByTestId('chart-strip').getByRole('img').first().hover();
  await look('a chart');

  for (let row = 0; row < 10; row += 1) {
    await rows.nth(row).click();
    await expect(window.getByRole('region', { name: 'Exchange', exact: true })).toBeVisible();
    for (const tab of tabs) {
      await window.getByRole('tab', { name: tab }).click();
      await settled(window);
      await look(`${tab} of row ${row}`);
      if (tab !== 'Stream' || (await window.getByTestId('stream-detail').count()) === 0) continue;
      await window.getByRole('button', { name: 'raw' }).click();
      for (let event = 0; event < 8; event += 1) {
        await window.getByRole('slider', { name: 'Event of the stream' }).press('ArrowLeft');
        await look(`event ${event} from the end, of row ${row}`);
      }
    }
    await window.getByRole('tab', { name: 'Translation' }).click();
    for (const note of await window.getByTestId('notes').getByRole('button').all()) {
      await note.click();
      await look(`a note of row ${row}`);
    }
  }

  await test.step('menus, dialogs, chips and suggestions', async () => {
    const first = rows.filter({ hasText: 'sonnet' }).last();
    await first.click({ button: 'right' });
    await look('the menu of a row');
    await window
      .getByRole('menuitem', { name: /^error|^model/ })
      .first()
      .click();
    await look('a filter');
    await window.getByRole('button', { name: 'Clear the filter' }).click();
    await window.keyboard.type('model:');
    await look('the suggestions');
    await window.getByRole('button', { name: 'Clear the filter' }).click();
    await window.getByTestId('exchange-list').focus();
    await first.click();
    await openReplay(window);
    await expect(window.getByLabel('Client request to send')).toBeVisible();
    await look('the replay');
    await window.getByRole('button', { name: 'Only translate' }).click();
    await window.getByRole('button', { name: 'Translate', exact: true }).click();
    await expect(window.getByTestId('comparison')).toBeVisible();
    await settled(window);
    await look('the comparison of a replay');
    await window.getByRole('button', { name: 'Close the comparison' }).click();
    await window.getByRole('button', { name: 'Compare' }).click();
    await look('the menu of comparisons');
    await window.getByRole('menuitem', { name: 'Choose an exchange' }).click();
    await rows.nth(2).click();
    await expect(window.getByTestId('differences')).toBeVisible();
    for (const tab of await window.getByRole('tab').all()) {
      await tab.click();
      await settled(window);
      await look(`the comparison of two, ${await tab.textContent()}`);
    }
    await window.getByRole('button', { name: 'Close the comparison' }).click();
  });

  await test.step('files', async () => {
    for (const [format, item] of [
      ['jsonl', /JSONL/],
      ['har', /HAR/],
    ] as const) {
      const file = join(folder, `exported.${format}`);
      await chooseFile(app, file);
      await window.getByRole('button', { name: 'Export' }).click();
      await window.getByRole('menuitem', { name: item }).click();
      await expect(window.getByText(file)).toBeVisible();
      const bytes = readFileSync(file);
      const written = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      for (const line of format === 'har' ? [written] : written.trimEnd().split('\n')) JSON.parse(line);
      // Terminal control characters are escaped.
      expect.soft(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(written)?.[0]).toBeUndefined();
    }
    await chooseFile(app, join(folder, 'exported.jsonl'));
    await window.getByRole('button', { name: 'Export' }).click();
    await window.getByRole('menuitem', { name: 'Open an exported file' }).click();
    await expect(window.getByTestId('imported')).toBeVisible();
    await rows.first().click();
    await settled(window);
    await look('an imported exchange');
  });

  await test.step('the chat', async () => {
    await window.getByRole('link', { name: 'Chat', exact: true }).click();
    await window.getByLabel('Message').fill(`${text}${order('say', text)}`);
    await window.getByRole('button', { name: 'Send' }).click();
    await expect(window.getByTestId('usage').last()).toContainText(/\d/);
    await look('the chat');
    await expect(window.getByTestId('answer').last()).toContainText('<script>globalThis.ranHere = 1</script>');
    await window.getByLabel('Message').fill(`Hi ${order('message', text)} [[mock: status=400]]`);
    await window.getByRole('button', { name: 'Send' }).click();
    await expect(window.getByRole('alert')).toBeVisible();
    await look('an error in the chat');
  });

  expect(Object.fromEntries(found)).toEqual({});
  expect(await watching.faults()).toEqual([]);
  expect(beacon.connections).toEqual([]);
});

/** Workers and editors finish asynchronously after the click. */
async function settled(window: Page): Promise<void> {
  await expect(window.getByText(/^(Loading|Formatting|Reading both)/)).toHaveCount(0);
  await window.evaluate(
    async () => await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}
