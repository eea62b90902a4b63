/** The journeys: the real app, as many at a time as there are workers, each with a desktop of its own. Started by `npm run e2e`. */

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  // What ends in .test.ts belongs to another runner.
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/journeys',
  // A journey waits for its app half of the time, so that three keep two cores busy.
  workers: 3,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  // Guards against hanging, for a machine that is busy with other things too: a minute for each step, five for a whole journey.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'app', testIgnore: 'packaged.spec.ts' },
    { name: 'packaged', testMatch: 'packaged.spec.ts' },
  ],
});
