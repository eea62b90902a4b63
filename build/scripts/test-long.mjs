// `npm run test:long`: the full form of the tests that `npm test` runs reduced. A thousand streams whose clients leave, 200 MB
// to slow readers, properties at their full depth, 20,000 rows in the log, 100,000 in the list, and how smoothly large bodies
// are shown.

import { unitTests } from './lib/checks.mjs';
import { ensureDebianPackages } from './offline/debian-packages.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { countedJourneys } from './lib/journeys.mjs';
import { close, perform, single } from './lib/outcome.mjs';
import { runMain } from './lib/say.mjs';
import { buildOut } from './build.mjs';
import { resolveRuntime } from './runtime.mjs';

/** The journeys that have a long form. */
const longJourneys = ['large-bodies', 'many-rows'];

await runMain(async () => {
  endWithNpm();
  // Read by vitest.config.ts, shared/__fixtures__/test-depth.ts and e2e/support/depth.ts.
  process.env['DRAGOMAN_TEST_LONG'] = '1';
  await ensureDependencies();
  const obstacle = await ensureDebianPackages();
  const unit = await perform(unitTests());
  const journeys = await perform({
    name: 'long journeys',
    async work() {
      if (obstacle !== null) return single('long journeys', false, obstacle);
      await buildOut();
      return countedJourneys('long journeys', 'app', { runtime: await resolveRuntime() }, longJourneys);
    },
  });
  return close([unit, journeys]);
});
