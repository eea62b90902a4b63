/** Bodies of 5 and 50 MB in the exchange view are fully reachable. The long form measures and prints the smoothness. */

import { ask, healthStatus } from './support/ask.ts';
import { expect, test } from './support/journey.ts';
import { agentSession, MEGABYTE, oneText, refused, storeExchanges } from './support/large-exchanges.ts';
import { find, panes, paneOf, toTheEnd, untilFilled, walk } from './support/pane-steps.ts';

test('an exchange of 5 MB is opened, linked, searched, folded, played back and compared', async ({ start, folder }) => {
  const session = agentSession('session', 5 * MEGABYTE);
  const other = agentSession('other', 5 * MEGABYTE, 'Stop.');
  const dataFolder = folder('large');
  storeExchanges(dataFolder, [other, session]);
  const { window } = await start({ dataFolder });
  const row = window.locator('[data-exchange="session"]');
  await expect(row).toBeVisible();
  const client = paneOf(window, 'clientRequest');
  const upstream = paneOf(window, 'upstreamRequest');
  const linkLine = window.getByTestId('link-line');
  const tab = async (name: string): Promise<void> => await window.getByRole('tab', { name }).click();
  await walk(window, [
    [
      'opened',
      async () => {
        await row.click();
        for (const name of panes) await expect(paneOf(window, name).locator('.cm-line').first()).toHaveText('{');
      },
    ],
    [
      'the first link',
      async () => {
        await untilFilled(window);
        await client.locator('.cm-line', { hasText: '"role": "system"' }).click();
        await expect(linkLine).toContainText('messages[0].role');
      },
    ],
    [
      'another link',
      async () => {
        await client.locator('.cm-line', { hasText: 'You are a coding agent.' }).click();
        await expect(linkLine).toContainText('messages[0].content moved to system');
        await expect(upstream.locator('.cm-linked')).toContainText('You are a coding agent.');
      },
    ],
    [
      'a note shown at its node',
      async () => {
        await window
          .getByTestId('notes')
          .getByRole('button', { name: /logit_bias/ })
          .click();
        await expect(client.locator('.cm-linked').first()).toContainText('logit_bias');
      },
    ],
    [
      'to the end of the request',
      async () => {
        await toTheEnd(client);
        await expect(client.locator('.cm-line').last()).toHaveText('}');
      },
    ],
    [
      'found near the end',
      async () => {
        await find(client, 'src/file-399.ts');
        // The match is linked like a click: until then the other pane has yet to scroll there.
        const linked = upstream.locator('.cm-linked', { hasText: 'src/file-399.ts' });
        await expect(linked.first()).toBeInViewport();
      },
    ],
    [
      'folded and unfolded',
      async () => {
        await upstream.locator('.cm-content').focus();
        await window.keyboard.press('Control+Home');
        // Until the beginning is drawn, the first fold marker is that of a line further down.
        await expect(upstream.locator('.cm-line').first()).toHaveText('{');
        await upstream.getByTitle('Fold line', { exact: true }).first().click();
        await expect(upstream.locator('.cm-line')).toHaveCount(1);
        await upstream.getByTitle('unfold', { exact: true }).click();
        await expect(upstream.locator('.cm-line').nth(1)).toBeVisible();
      },
    ],
    [
      'the body in one line, to its end',
      async () => {
        await client.getByText('raw', { exact: true }).click();
        await toTheEnd(client);
        await expect(client.locator('.cm-line')).toContainText('Go on.');
      },
    ],
    [
      'the events of the response, to their end',
      async () => {
        const result = paneOf(window, 'upstreamResponse');
        await result.getByText('events', { exact: true }).click();
        await toTheEnd(result);
        await expect(result.locator('.cm-content')).toContainText('message_stop');
      },
    ],
    [
      'the stream, scrubbed to its beginning',
      async () => {
        await tab('Stream');
        const slider = window.getByRole('slider', { name: 'Event of the stream' });
        await slider.focus();
        await window.keyboard.press('Home');
        await expect(window.getByTestId('stream-row').first()).toContainText('message_start');
        await expect(window.getByTestId('stream-detail')).toContainText('"content": []');
      },
    ],
    ['its timing', async () => await tab('Timing')],
    [
      'the conversation, at its end',
      async () => {
        await tab('Conversation');
        await expect(window.getByTestId('thread')).toContainText('Go on.');
      },
    ],
    [
      'a text of 3 MB unfolded',
      async () => {
        const thread = window.getByTestId('thread');
        await thread.getByRole('button', { name: /^Show 100.0 kB of/ }).click();
        await expect(thread.getByRole('button', { name: /^Show 200.0 kB of/ })).toBeVisible();
      },
    ],
    ['the headers', async () => await tab('Headers')],
    [
      'back to the panes',
      async () => {
        await tab('Translation');
        await expect(client.locator('.cm-line').first()).toHaveText('{');
      },
    ],
    [
      'compared with another one',
      async () => {
        await window.getByRole('button', { name: 'Compare' }).click();
        await window.getByRole('menuitem', { name: /in the list…/ }).click();
        await window.locator('[data-exchange="other"]').click();
        await expect(window.getByTestId('differences')).toContainText('Stop.');
      },
    ],
    [
      'a difference shown at its node',
      async () => {
        await window.getByTestId('differences').getByRole('button').first().click();
        await expect(window.getByTestId('comparison').locator('.cm-picked').first()).toContainText('Go on.');
      },
    ],
  ]);
});

test('one text of 5 MB in one line of the panes', async ({ start, folder }) => {
  const dataFolder = folder('large');
  storeExchanges(dataFolder, [oneText('text', 5 * MEGABYTE)]);
  const { window } = await start({ dataFolder });
  const row = window.locator('[data-exchange="text"]');
  await expect(row).toBeVisible();
  const client = paneOf(window, 'clientRequest');
  await walk(window, [
    [
      'opened',
      async () => {
        await row.click();
        for (const name of panes) await expect(paneOf(window, name).locator('.cm-line').first()).toHaveText('{');
      },
    ],
    [
      'linked from within the text',
      async () => {
        await untilFilled(window);
        await client.locator('.cm-line', { hasText: '"content"' }).click({ position: { x: 90, y: 9 } });
        await expect(window.getByTestId('link-line')).toContainText('messages[0].content copied to');
      },
    ],
    ['found at its end', async () => await find(client, 'The very end of the text.')],
    [
      'to the end of the response',
      async () => {
        const result = paneOf(window, 'clientResponse');
        await toTheEnd(result);
        await expect(result.locator('.cm-line').last()).toHaveText('}');
      },
    ],
  ]);
});

test('a body of 50 MB is shown in parts', async ({ start, folder }) => {
  const dataFolder = folder('large');
  storeExchanges(dataFolder, [refused('huge', 50 * MEGABYTE)]);
  const { window } = await start({ dataFolder });
  const row = window.locator('[data-exchange="huge"]');
  await expect(row).toBeVisible();
  const client = paneOf(window, 'clientRequest');
  await walk(window, [
    [
      'opened',
      async () => {
        await row.click();
        await expect(client.locator('.cm-line').first()).toHaveText('{');
        await expect(client).toContainText('Shows part 1 of 6: 10.0 MB of 5');
      },
    ],
    [
      'to the end of the first part',
      async () => {
        await toTheEnd(client);
        await expect(client.locator('.cm-content')).toContainText('line of the source');
      },
    ],
    [
      'the next part',
      async () => {
        await client.getByRole('button', { name: 'Next' }).click();
        await expect(client).toContainText('Shows part 2 of 6');
        await expect(client.locator('.cm-line').first()).toContainText('line of the source');
      },
    ],
    [
      'the last part, to its end',
      async () => {
        await client.getByRole('button', { name: 'Last' }).click();
        await toTheEnd(client);
        await expect(client.locator('.cm-line').last()).toHaveText('}');
      },
    ],
    ['found at its end', async () => await find(client, 'The very end of the text.')],
    [
      'the conversation',
      async () => {
        await window.getByRole('tab', { name: 'Conversation' }).click();
        await expect(window.getByTestId('thread').getByRole('button', { name: /^Show 100.0 kB of 5/ })).toBeVisible();
      },
    ],
  ]);
});

test('a recorded body of 5 MB is complete, a larger one is marked as truncated', async ({ start }) => {
  const { window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  const rows = window.getByTestId('exchange-row');
  const client = paneOf(window, 'clientRequest');
  const tooLong = window.getByTestId('exchange').getByText('too long to keep whole');
  let sent = 0;
  const sendAndOpen = async (content: string): Promise<void> => {
    const response = await ask(baseUrl, { model: 'gpt-4', stream: true, messages: [{ role: 'user', content }] });
    await response.text();
    sent += 1;
    await expect(rows).toHaveCount(sent);
    await rows.first().click();
  };
  const sentences = (characters: number): string => 'A "quoted" sentence. '.repeat(characters / 21);

  await sendAndOpen(`${sentences(5 * MEGABYTE)}The very end.`);
  await expect(client.locator('.cm-line').first()).toHaveText('{');
  await find(client, 'The very end.');
  await expect(tooLong).toHaveCount(0);

  await sendAndOpen('[[mock: size=3MB]] Tell me everything.');
  const result = paneOf(window, 'upstreamResponse');
  await result.getByText('events', { exact: true }).click();
  await toTheEnd(result);
  await expect(result.locator('.cm-content')).toContainText('message_stop');
  await expect(tooLong).toHaveCount(0);

  await sendAndOpen(`${sentences(9 * MEGABYTE)}The very end.`);
  await expect(client).toContainText('was truncated: it exceeded the size limit');
  await expect(client.locator('.cm-line').first()).toContainText('quoted');
  await untilFilled(window);
  await client
    .locator('.cm-line')
    .first()
    .click({ position: { x: 60, y: 9 } });
  await expect(window.getByTestId('link-line')).toContainText('was not stored completely');
});
