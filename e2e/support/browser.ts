/** A plain Chromium, the one inside Electron, beside the app: for what pages of other people may and may not do. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, type Page, _electron } from '@playwright/test';
import { test as base } from './upstream.ts';
import { startWebSite, type WebSite } from './web-site.ts';

export const test = base.extend<{
  /** A browser in which every name under `.test` is this machine, and its page. */
  readonly ordinaryBrowser: ElectronApplication;
  readonly page: Page;
  readonly site: WebSite;
}>({
  // eslint-disable-next-line no-empty-pattern
  ordinaryBrowser: async ({}, use) => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'dragoman-browser-'));
    const browser = await _electron.launch({
      args: ['--host-resolver-rules=MAP *.test 127.0.0.1', join(import.meta.dirname, 'browser')],
      timeout: 20_000,
      env: { ...environment(), BROWSER_DATA_FOLDER: dataFolder },
    });
    await use(browser);
    await browser.close();
    rmSync(dataFolder, { recursive: true, force: true });
  },
  page: async ({ ordinaryBrowser }, use) => {
    await use(await ordinaryBrowser.firstWindow());
  },
  // eslint-disable-next-line no-empty-pattern
  site: async ({}, use) => {
    const site = await startWebSite();
    await use(site);
    await site.close();
  },
});

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export { expect } from '@playwright/test';
