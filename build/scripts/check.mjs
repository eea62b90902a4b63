// The fast loop: format, lint, types, unit tests. `npm run check`, or `npm run check -- FILTER…` for some of the unit tests.

import { format, lint, sideBySide, types, unitTests } from './lib/checks.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { close, perform } from './lib/outcome.mjs';
import { runMain } from './lib/say.mjs';

await runMain(async () => {
  endWithNpm();
  await ensureDependencies();
  const checks = [format, lint, ...types(), unitTests(process.argv.slice(2))];
  return close(await sideBySide(checks.map((check) => () => perform(check))));
});
