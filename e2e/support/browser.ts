/** A plain Chromium (the one inside Electron) beside the app, for tests with foreign web pages. */

import { join } from 'node:path';
import { type ElectronApplication, type Page, _electron } from '@playwright/test';
import { LAUNCH_GUARD_MS } from './app.ts';
import { familyEnded } from './desktop/process-family.ts';
import { test as base } from './upstream.ts';
import { startWebSite, type WebSite } from './hostile/web-site.ts';

export const test = base.extend<{
  /** A browser in which every name under `.test` is this machine, and its page. */
  readonly ordinaryBrowser: ElectronApplication;
  readonly page: Page;
  readonly site: WebSite;
}>({
  ordinaryBrowser: async ({ folder }, use) => {
    const browser = await _electron.launch({
      args: ['--host-resolver-rules=MAP *.test 127.0.0.1', join(import.meta.dirname, 'browser')],
      timeout: LAUNCH_GUARD_MS,
      env: { ...environment(), BROWSER_DATA_FOLDER: folder('browser') },
    });
    await use(browser);
    const main = browser.process();
    await browser.close();
    await familyEnded(main);
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
