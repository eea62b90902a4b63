// Runs the journeys in the real app. Each worker opens its own display and keyring (e2e/support/desktop/desktop-session.ts).

import { freshReport } from './checks.mjs';
import { reports } from './paths.mjs';
import { countJourneys } from './reports.mjs';
import { run } from './run.mjs';
import { toolFile } from './tools.mjs';

/** @typedef {'app' | 'packaged'} Project */

/**
 * The environment variables that give Playwright the app: the runtime, or the packaged program.
 * @param {{ runtime: import('../runtime.mjs').Runtime, packaged?: string }} found
 */
function environment({ runtime, packaged }) {
  return { ELECTRON_OVERRIDE_DIST_PATH: runtime.folder, DRAGOMAN_PACKAGED_APP: packaged };
}

/**
 * @param {Project} project
 * @param {readonly string[]} args
 */
function command(project, args) {
  return [toolFile('@playwright/test', 'playwright'), 'test', `--project=${project}`, ...args];
}

/**
 * Interactive run: streams the output.
 * @param {Project} project
 * @param {readonly string[]} args filters and options, as Playwright takes them
 * @param {Parameters<typeof environment>[0]} found
 * @returns {Promise<number>} exit code
 */
export async function runJourneysInForeground(project, args, found) {
  const result = await run(process.execPath, command(project, args), {
    env: environment(found),
    limit: 3600,
    output: 'terminal',
  });
  return result.code;
}

/**
 * Run within `npm test`: streams the output and returns counts.
 * @param {string} name
 * @param {Project} project
 * @param {Parameters<typeof environment>[0]} found
 * @param {readonly string[]} [filters] all journeys where none are given
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function countedJourneys(name, project, found, filters = []) {
  const report = freshReport(`${project}.json`);
  const args = command(project, ['--reporter=list,json', ...filters]);
  const env = { ...environment(found), PLAYWRIGHT_JSON_OUTPUT_NAME: report, NO_COLOR: '1', FORCE_COLOR: undefined };
  const result = await run(process.execPath, args, { env, limit: 3600, output: 'pass' });
  const counts = countJourneys(report) ?? { passed: 0, failed: 1, skipped: 0 };
  const failed = counts.failed === 0 && result.code !== 0 ? 1 : counts.failed;
  return { name, ...counts, failed, text: `see above, and ${reports}` };
}
