/** Replay: exchanges are sent again as client or upstream request, edited or not, re-translated for another model, compared. */

import type { Page } from '@playwright/test';
import { ask, healthStatus } from './support/ask.ts';
import { expect, test } from './support/journey.ts';
import { openReplay } from './support/replay.ts';

/** A model with sampling parameters and without thinking by default. */
const earlier = 'claude-haiku-4-5';

function chatBody(content: string, more: object = {}): object {
  return { model: earlier, temperature: 0.2, messages: [{ role: 'user', content }], ...more };
}

/** Opens the replay and replaces the body with `change`. */
async function edit(window: Page, way: string, change: (body: string) => string): Promise<void> {
  await openReplay(window);
  await window.getByRole('button', { name: way }).click();
  const body = window.getByLabel(way === 'Upstream request' ? 'Upstream request to send' : 'Client request to send');
  const before = (await body.innerText()).replaceAll('\u200b', '');
  await body.press('ControlOrMeta+a');
  await window.keyboard.insertText(change(before));
}

async function differences(window: Page, side: string): Promise<string[]> {
  await window.getByRole('tab', { name: side }).click();
  await expect(window.getByTestId('differences')).toBeVisible();
  return await window.getByTestId('differences').getByRole('button').allInnerTexts();
}

test('an edited client request is replayed and opens beside the original', async ({ start }) => {
  const { window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  await (await ask(baseUrl, chatBody('Name a river.'))).text();
  const rows = window.getByTestId('exchange-row');
  await rows.first().click();

  await test.step('a body that is not JSON is refused before it is sent', async () => {
    await edit(window, 'Client request', () => '{"model": ');
    await window.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(window.getByRole('dialog', { name: 'Replay' }).getByRole('alert')).toContainText(
      'The body is not JSON',
    );
    await expect(rows).toHaveCount(1);
    await window.getByRole('button', { name: 'Cancel' }).click();
  });

  await edit(window, 'Client request', (body) => body.replace('Name a river.', 'Name a mountain.'));
  await window.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(window.getByTestId('comparison')).toBeVisible();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('dragoman');
  expect(await differences(window, 'Client request')).toEqual([
    'messages[0].content differs\n−\n"Name a river."\n+\n"Name a mountain."',
  ]);
  expect(await differences(window, 'Upstream request')).toEqual([expect.stringContaining('"Name a mountain."')]);
  const result = await differences(window, 'Client response');
  expect(result.join()).toContain('choices[0].message.content differs');
  expect(result.join()).not.toMatch(/\bid\b|created/);
  await window.getByTestId('differences').getByRole('button').first().click();
  await expect(window.getByTestId('comparison').locator('.cm-picked').first()).toBeVisible();

  await test.step('an unedited body is sent byte for byte', async () => {
    await window.getByRole('button', { name: 'Close the comparison' }).click();
    await openReplay(window);
    await window.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(window.getByTestId('comparison')).toBeVisible();
    await expect(rows).toHaveCount(3);
    for (const side of ['Client request', 'Upstream request', 'Client response']) {
      expect(await differences(window, side)).toEqual([]);
      await expect(window.getByTestId('differences')).toContainText('No differences besides ids and times');
    }
  });
});

test('an edited upstream request is replayed untranslated', async ({ start }) => {
  const { window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  await (await ask(baseUrl, chatBody('Name a river.'))).text();
  await window.getByTestId('exchange-row').first().click();
  await edit(window, 'Upstream request', (body) => body.replace(/"max_tokens": \d+/, '"max_tokens": 7'));
  await window.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(window.getByTestId('comparison')).toBeVisible();
  expect(await differences(window, 'Upstream request')).toEqual([expect.stringMatching(/^max_tokens differs/)]);
  expect((await differences(window, 'Upstream response')).join()).toContain('max_tokens');
  await window.getByRole('button', { name: 'Close the comparison' }).click();
  await window.getByTestId('exchange-row').first().click();
  await expect(window.getByTestId('side-clientRequest')).toContainText('/v1/messages');
  await expect(window.getByTestId('side-clientRequest')).toContainText('"max_tokens": 7');
});

test('the translation for another model is previewed without sending', async ({ start }) => {
  const { window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  await (await ask(baseUrl, chatBody('Name a river.'))).text();
  const rows = window.getByTestId('exchange-row');
  await rows.first().click();
  await edit(window, 'Only translate', (body) => body.replace('Name a river.', 'Name a lake.'));
  await window.getByLabel('Claude model').fill('claude-opus-5-5');
  await window.getByRole('button', { name: 'Translate', exact: true }).click();
  await expect(window.getByTestId('comparison')).toContainText('translated now for claude-opus-5-5 · 1 loss');
  const changed = (await differences(window, 'Upstream request')).join('\n');
  expect(changed).toContain(`model differs\n−\n"${earlier}"\n+\n"claude-opus-5-5"`);
  expect(changed).toMatch(/temperature only in the first\s+−\s+0\.2/);
  expect(changed).toContain('"Name a lake."');
  await expect(rows).toHaveCount(1);
  await expect(window.getByRole('tab', { name: /response/ })).toHaveCount(0);
});

test('two exchanges are compared pane by pane, without ids and times', async ({ start }) => {
  const { window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  for (const more of [{}, {}, { stream: true, top_p: 0.5, temperature: null }]) {
    await (await ask(baseUrl, chatBody('Name a river.', more))).text();
  }
  const rows = window.getByTestId('exchange-row');
  const compare = async (item: RegExp): Promise<void> => {
    await window.getByRole('button', { name: 'Compare' }).click();
    await window.getByRole('menuitem', { name: item }).click();
  };
  const sides = ['Client request', 'Upstream request', 'Upstream response', 'Client response'];
  await expect(rows).toHaveCount(3);

  await test.step('the same twice: no differences from the previous exchange', async () => {
    await rows.nth(1).click();
    await compare(/the previous exchange/);
    for (const side of sides) expect(await differences(window, side)).toEqual([]);
    await window.getByRole('button', { name: 'Close the comparison' }).click();
  });

  await test.step('the first and the last, selected in the list', async () => {
    await rows.nth(2).click();
    await compare(/in the list…/);
    await expect(window.getByText('Select the exchange to compare')).toBeVisible();
    await rows.nth(0).click();
    const request = (await differences(window, 'Client request')).join('\n');
    expect(request).toContain('stream only in the second');
    expect(request).toContain('top_p only in the second');
    expect(request).not.toContain('messages');
    const result = (await differences(window, 'Client response')).join('\n');
    expect(result).not.toMatch(/\bid\b|created/);
    await window.getByRole('button', { name: 'Close the comparison' }).click();
  });

  await test.step('the same two, selected', async () => {
    await rows.nth(2).click();
    await rows.nth(0).click({ modifiers: ['ControlOrMeta'] });
    await compare(/the other selected exchange/);
    expect((await differences(window, 'Client request')).join('\n')).toContain('top_p');
    await window.getByRole('button', { name: 'Close the comparison' }).click();
  });
});
