/** The list in the real app: filter, pin, label, export what is marked, open the file again. */

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { ask, healthStatus } from './support/ask.ts';
import { expect, test } from './support/journey.ts';

/** Answers the desktop's dialogs, which a test cannot click. */
async function answerDialogs(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: file });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
  }, path);
}

test('the dropped field is found in a busy log, pinned, exported and opened again', async ({ start }) => {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-list-'));
  const file = join(folder, 'exported.jsonl');
  try {
    const { app, window, baseUrl } = await start({ demo: true });
    await answerDialogs(app, file);
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
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
