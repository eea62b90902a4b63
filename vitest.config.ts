/**
 * The unit tests. Time-outs only end what hangs: no test may need a fast machine, so they are the same for all and generous.
 * `npm run test:long` runs the tests that have a short and a long form in the long one.
 */

import { defineConfig } from 'vitest/config';

const long = process.env['DRAGOMAN_TEST_LONG'] === '1';
const guardMs = long ? 600_000 : 60_000;
/** What counts the objects of a process needs one of its own. */
const alone = ['electron/proxy/resource-leaks.test.ts', 'electron/proxy/linear-streams.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    // Vitest leaves one core to the editor, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: guardMs,
    hookTimeout: guardMs,
    teardownTimeout: guardMs,
    // A little less, so that what was waited for is in the report and not only that the test took too long.
    expect: { poll: { timeout: guardMs - 5_000 } },
    projects: [
      // No state of a module outlives a test there, so that one evaluation of each module serves all files: half of the time is saved.
      { extends: true, test: { name: 'shared', include: ['shared/**/*.test.ts'], isolate: false } },
      {
        extends: true,
        test: { name: 'electron', include: ['electron/**/*.test.ts'], exclude: alone, isolate: false },
      },
      { extends: true, test: { name: 'alone', include: alone } },
      { extends: true, test: { name: 'renderer', include: ['renderer/**/*.test.{ts,tsx}'] } },
      { extends: true, test: { name: 'build', include: ['build/**/*.test.ts'] } },
    ],
  },
});
