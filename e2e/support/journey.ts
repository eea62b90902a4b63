/** The `test` fixture of the journeys: starts apps on the worker's private desktop and ends them after the test. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { type AppOptions, type RunningApp, startApp } from './app.ts';
import { type Desktop, openDesktop } from './desktop/desktop-session.ts';
import { forgetSecrets } from './desktop/keyring.ts';

export interface JourneyFixtures {
  /** Creates a folder that is deleted when the test and all its apps have ended. */
  readonly folder: (name: string) => string;
  /** Starts an app; may be called several times. */
  readonly start: (options?: AppOptions) => Promise<RunningApp>;
}

interface WorkerFixtures {
  readonly desktop: Desktop;
}

export const test = base.extend<JourneyFixtures, WorkerFixtures>({
  desktop: [
    // Playwright reads the names of the fixtures that a fixture needs out of this pattern; it needs none.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const desktop = await openDesktop();
      await use(desktop);
      await desktop.close();
    },
    { scope: 'worker', auto: true },
  ],
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const made: string[] = [];
    await use((name) => {
      const path = mkdtempSync(join(tmpdir(), `dragoman-${name}-`));
      made.push(path);
      return path;
    });
    for (const path of made) rmSync(path, { recursive: true, force: true });
  },
  // Needs `folder` so that the folders are deleted after the apps have ended: an app writes until then.
  start: async ({ folder }, use, info) => {
    const running: RunningApp[] = [];
    forgetSecrets('dragoman');
    await use(async (options = {}) => {
      const app = await startApp({ ...options, dataFolder: options.dataFolder ?? folder('journey') });
      running.push(app);
      return app;
    });
    if (info.status !== info.expectedStatus) {
      for (const app of running)
        await info.attach('what the app said', { body: app.output(), contentType: 'text/plain' });
    }
    for (const app of running.toReversed()) await app.end();
  },
});

export { expect } from '@playwright/test';
