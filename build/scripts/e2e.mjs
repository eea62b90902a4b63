// Journeys in the real app: `npm run e2e`, `npm run e2e -- FILTER… [Playwright's options]`, `-- --packaged` for the packaged app.

import { ensureDebianPackages } from './offline/debian-packages.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { runJourneysInForeground } from './lib/journeys.mjs';
import { runMain, say } from './lib/say.mjs';
import { buildOut } from './build.mjs';
import { packageApp } from './package.mjs';
import { resolveRuntime } from './runtime.mjs';

await runMain(async () => {
  endWithNpm();
  const args = process.argv.slice(2).filter((argument) => argument !== '--packaged');
  const packagedToo = process.argv.includes('--packaged');
  await ensureDependencies();
  const obstacle = await ensureDebianPackages();
  if (obstacle !== null) {
    say(`The journeys need a virtual display and a keyring. ${obstacle}`);
    return 1;
  }
  await buildOut();
  const runtime = await resolveRuntime();
  if (!packagedToo) return runJourneysInForeground('app', args, { runtime });
  const packaged = await packageApp({ runtime, forTests: true });
  return runJourneysInForeground('packaged', args, { runtime, packaged });
});
