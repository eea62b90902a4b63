/** The `test` of the journeys: starts apps that are ended with the test, whatever became of it. */

import { test as base } from '@playwright/test';
import { type AppOptions, type RunningApp, startApp } from './app.ts';
import { forgetSecrets } from './keyring.ts';

interface JourneyFixtures {
  /** Starts an app; may be called several times. */
  readonly start: (options?: AppOptions) => Promise<RunningApp>;
}

export const test = base.extend<JourneyFixtures>({
  // Playwright reads the names of the fixtures that a fixture needs out of this pattern; it needs none.
  // eslint-disable-next-line no-empty-pattern
  start: async ({}, use, info) => {
    const running: RunningApp[] = [];
    forgetSecrets('dragoman');
    await use(async (options) => {
      const app = await startApp(options);
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
