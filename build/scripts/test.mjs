// `npm test`: everything, from a fresh clone to journeys in the real app, with one closing summary line.

import { deadCode, format, lint, sideBySide, types, unitTests } from './lib/checks.mjs';
import { ensureDebianPackages } from './offline/debian-packages.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { countedJourneys } from './lib/journeys.mjs';
import { close, perform, single } from './lib/outcome.mjs';
import { runMain, say } from './lib/say.mjs';
import { buildOut } from './build.mjs';
import { packageApp } from './package.mjs';
import { resolveRuntime } from './runtime.mjs';

/** @typedef {import('./lib/outcome.mjs').Outcome} Outcome */

await runMain(async () => {
  endWithNpm();
  await ensureDependencies();
  const obstacle = await ensureDebianPackages();

  const build = await perform({
    name: 'build',
    async work() {
      await buildOut();
      return single('build', true, '');
    },
  });
  const code = await sideBySide([format, lint, deadCode, ...types()].map((check) => () => perform(check)));
  const unit = await perform(unitTests());
  const journeys = build.failed > 0 ? [] : await runJourneys(obstacle);
  return close([build, ...code, unit, ...journeys]);
});

/**
 * The journeys, in the built and in the packaged app.
 * @param {string | null} obstacle why they cannot run here
 * @returns {Promise<Outcome[]>}
 */
async function runJourneys(obstacle) {
  if (obstacle !== null) return [await perform({ name: 'journeys', work: async () => withoutJourneys(obstacle) })];
  const runtime = await resolveRuntime();
  say('Journeys:');
  const inApp = await perform({ name: 'journeys', work: () => countedJourneys('journeys', 'app', { runtime }) });
  const name = 'journey in the packaged app';
  const inPackage = await perform({
    name,
    async work() {
      const packaged = await packageApp({ runtime, forTests: true });
      return countedJourneys(name, 'packaged', { runtime, packaged });
    },
  });
  return [inApp, inPackage];
}

/**
 * A developer may skip the journeys; CI may not.
 * @param {string} obstacle
 * @returns {Outcome}
 */
function withoutJourneys(obstacle) {
  const text = `They need a virtual display and a keyring. ${obstacle}`;
  if (process.env['CI']) return single('journeys', false, text);
  return { name: 'journeys', passed: 0, failed: 0, skipped: 1, text };
}
