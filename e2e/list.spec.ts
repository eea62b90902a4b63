/** The list in the real app: filter, pin, label, export of the selection, import. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ask, healthStatus } from './support/ask.ts';
import { copied } from './support/desktop/clipboard.ts';
import { chooseFile } from './support/desktop/dialogs.ts';
import { expect, test } from './support/journey.ts';
import { pressAtOnce } from './support/press-at-once.ts';

test('an exchange with a dropped field is filtered, pinned, exported and imported', async ({ start, folder }) => {
  const file = join(folder('list'), 'exported.jsonl');
  const { app, window, baseUrl } = await start({ demo: true });
  await chooseFile(app, file);
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  for (const content of ['one', 'two', 'three']) {
    await (await ask(baseUrl, { model: 'gpt-4', messages: [{ role: 'user', content }] })).text();
  }
  const lossy = {
    model: 'claude-opus-5-5',
    logprobs: true,
    messages: [{ role: 'user', content: 'a rare word: quokka' }],
  };
  await (await ask(baseUrl, lossy)).text();
  const rows = window.getByTestId('exchange-row');
  await expect(rows).toHaveCount(4);

  await window.keyboard.press('/');
  await window.keyboard.type('dropped:>0 ');
  await expect(rows).toHaveCount(1);
  await window.keyboard.type('stats:1 ');
  await expect(window.getByTestId('filter-problem')).toContainText('Did you mean status:?');
  await window.getByRole('button', { name: 'Clear the filter' }).click();
  await window.keyboard.type('quokka');
  await window.keyboard.press('Enter');
  await expect(window.getByTestId('shown-count')).toHaveText('1 of 4');

  await rows.first().click();
  await window.getByTestId('exchange-list').press('p');
  await expect(rows.first().getByRole('img', { name: 'Pinned' })).toBeVisible();
  await window.getByTestId('exchange-list').press('l');
  await window.getByRole('menuitemradio', { name: 'amber' }).click();
  await expect(rows.first()).toContainText('Label: amber');
  await window.getByRole('button', { name: 'Clear the filter' }).click();
  await window.keyboard.type('is:pinned label:amber ');
  await expect(rows).toHaveCount(1);

  await window.getByRole('button', { name: 'Export' }).click();
  await window.getByRole('menuitem', { name: /JSONL/ }).click();
  await expect(window.getByText('Exported 1 exchange')).toBeVisible();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);

  await window.getByRole('button', { name: 'Export' }).click();
  await window.getByRole('menuitem', { name: 'Open an exported file' }).click();
  await expect(window.getByTestId('imported')).toContainText('exported.jsonl');
  await expect(rows).toHaveCount(1);
  await rows.first().click();
  await expect(window.getByTestId('side-clientRequest')).toContainText('quokka');
  await window.getByRole('button', { name: 'Back to the log' }).click();
  await expect(rows).toHaveCount(4);
});

test('the keyboard alone filters, opens, selects, copies and pins', async ({ start, folder }) => {
  const file = join(folder('keys'), 'marked.har');
  const { app, window, baseUrl } = await start({ demo: true });
  const press = async (key: string): Promise<void> => await window.keyboard.press(key);
  await chooseFile(app, file);
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  for (let index = 0; index < 12; index += 1) {
    const more = index % 4 === 0 ? { logprobs: true, stream: true } : {};
    const messages = [{ role: 'user', content: `number ${index}` }];
    await (await ask(baseUrl, { model: index % 2 === 0 ? 'gpt-4' : 'claude-opus-5-5', ...more, messages })).text();
  }
  const rows = window.getByTestId('exchange-row');
  const chips = window.getByTestId('filter-chip');
  const body = window.getByTestId('side-clientRequest');
  await expect(rows).toHaveCount(12);

  await test.step('a suggestion becomes a chip, a chip becomes text again', async () => {
    await press('/');
    await window.keyboard.type('drop');
    await expect(window.getByTestId('filter-suggestions')).toContainText('dropped');
    await press('ArrowDown');
    await press('Tab');
    await window.keyboard.type('>0 ');
    await expect(chips).toHaveText(['dropped:>0']);
    await expect(rows).toHaveCount(3);
    await window.keyboard.type('model:="gpt-4" ');
    await expect(chips).toHaveCount(2);
    await press('Backspace');
    await expect(chips).toHaveCount(1);
    await expect(window.getByLabel('Filter exchanges')).toHaveValue(/gpt-4/);
    await press('Enter');
    await expect(window.getByTestId('shown-count')).toHaveText('3 of 12');
  });

  await test.step('the filter is kept under a name, and used again', async () => {
    await window.getByRole('button', { name: 'Saved filters' }).press('Enter');
    await window.getByLabel(/^Save .* as$/).fill('lossy');
    await press('Enter');
    await expect(window.getByRole('button', { name: /^lossy/ })).toBeVisible();
    await press('Escape');
    await press('Escape');
    await window.getByRole('button', { name: 'Clear the filter' }).press('Enter');
    await press('Escape');
    await expect(rows).toHaveCount(12);
    await window.getByRole('button', { name: 'Saved filters' }).press('Enter');
    await window.getByRole('button', { name: /^lossy/ }).press('Enter');
    await expect(rows).toHaveCount(3);
    await press('Escape');
    await expect(window.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('arrow keys move through the list', async () => {
    await press('j');
    await expect(body).toContainText('number 8');
    await expect(window.getByTestId('notes')).toContainText('logprobs');
    await press('j');
    await press('j');
    await expect(body).toContainText('number 0');
    await press('k');
    await expect(body).toContainText('number 4');
  });

  await test.step('pin, copy, replay, help, also from inside a pane', async () => {
    await body.getByText('"logprobs"').click();
    await press('p');
    await expect(rows.nth(1).getByRole('img', { name: 'Pinned' })).toBeVisible();
    await press('c');
    await expect.poll(async () => await copied(app)).toContain('number 4');
    for (const [key, title] of [
      ['r', 'Replay'],
      ['Shift+?', 'Keyboard shortcuts'],
    ] as const) {
      await press(key);
      const dialog = window.getByRole('dialog', { name: title });
      await expect(dialog).toBeVisible();
      // The list beneath receives no key event.
      await press('j');
      await press('f');
      await press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(body).toContainText('number 4');
      await expect(window.getByRole('button', { name: 'Pause' })).toBeVisible();
    }
  });

  await test.step('a key right after the one that opens a dialog does not reach what lies beneath', async () => {
    for (const focused of [body.locator('.cm-content').first(), window.getByTestId('exchange-list')]) {
      await focused.focus();
      await pressAtOnce(window, ['r', 'j', 'ArrowDown', 'f']);
      await expect(window.getByRole('dialog', { name: 'Replay' })).toBeVisible();
      await press('Escape');
      await expect(window.getByRole('dialog')).toHaveCount(0);
      await expect(body).toContainText('number 4');
      await expect(window.getByRole('button', { name: 'Pause' })).toBeVisible();
    }
  });

  await test.step('new exchanges while the list is paused', async () => {
    await press('f');
    await (
      await ask(baseUrl, { model: 'gpt-4', logprobs: true, messages: [{ role: 'user', content: 'late' }] })
    ).text();
    await expect(window.getByRole('button', { name: /Follow/ })).toContainText('1 new');
    await expect(rows).toHaveCount(3);
    await press('f');
    await expect(rows).toHaveCount(4);
  });

  await test.step('selected exchanges are exported with mode 0600', async () => {
    await window.getByTestId('exchange-list').focus();
    await press('Home');
    await press('Shift+ArrowDown');
    await expect(window.getByTestId('shown-count')).toContainText('2 selected');
    await press('Shift+F10');
    await window.getByRole('menuitem', { name: 'Export 2 exchanges as HAR' }).press('Enter');
    await expect(window.getByText('Exported 2 exchanges')).toBeVisible();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const archive = JSON.parse(readFileSync(file, 'utf8'));
    expect(archive.log.version).toBe('1.2');
    expect(archive.log.entries).toHaveLength(4);
  });

  await test.step('Escape closes one layer at a time', async () => {
    await window.getByTestId('exchange-list').focus();
    await press('Escape');
    await expect(window.getByTestId('shown-count')).not.toContainText('selected');
    await press('Escape');
    await expect(body).toHaveCount(0);
  });
});
