// The static checks and unit tests: one function per kind of check.

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { single } from './outcome.mjs';
import { reports, root } from './paths.mjs';
import { countUnitTests } from './reports.mjs';
import { runTool } from './tools.mjs';

/** @typedef {import('./outcome.mjs').Check} Check */

/**
 * @param {string} name
 * @param {[string, string]} tool
 * @param {string[]} args
 * @returns {Check}
 */
function toolCheck(name, tool, args) {
  return {
    name,
    async work() {
      const result = await runTool(tool, args, { limit: 1800 });
      return single(name, result.code === 0, result.text);
    },
  };
}

/** Every tsconfig that the root one references, one per layer. */
function typeProjects() {
  /** @type {{ references: { path: string }[] }} */
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return references.map((reference) => reference.path.replace(/^\.\//, ''));
}

/** @type {Check} */
export const lint = toolCheck('lint', ['oxlint', 'oxlint'], ['--type-aware', '--quiet']);
/** @type {Check} */
export const format = toolCheck('format', ['oxfmt', 'oxfmt'], ['--check', '.']);
/** @type {Check} */
export const deadCode = toolCheck('dead code', ['knip', 'knip'], ['--no-progress']);

/** @returns {Check[]} one per layer */
export function types() {
  return typeProjects().map((project) => toolCheck(`types of ${project}`, ['typescript', 'tsc'], ['-p', project]));
}

/**
 * The unit tests, with the runner's own output shown only when something failed.
 * @param {readonly string[]} [filters]
 * @returns {Check}
 */
export function unitTests(filters = []) {
  const name = 'unit tests';
  return {
    name,
    async work() {
      const report = freshReport('unit.json');
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const result = await runTool(['vitest', 'vitest'], ['run', ...reporters, ...filters], {
        env: { NO_COLOR: '1' },
        limit: 3600,
      });
      const counts = countUnitTests(report);
      if (counts === null) return single(name, false, result.text);
      // The runner also fails outside of tests, e.g. for an unhandled rejection.
      const failed = counts.failed === 0 && result.code !== 0 ? 1 : counts.failed;
      return { name, ...counts, failed, text: failed > 0 ? result.text : `${counts.skipped} skipped` };
    },
  };
}

/** @param {string} name */
export function freshReport(name) {
  const file = join(reports, name);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/**
 * Runs jobs concurrently, one per core, and returns the results in order.
 * @template Result
 * @param {readonly (() => Promise<Result>)[]} jobs
 * @returns {Promise<Result[]>}
 */
export async function sideBySide(jobs) {
  /** @type {Result[]} */
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) {
      const mine = next;
      next += 1;
      const job = jobs[mine];
      if (job) results[mine] = await job();
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  return results;
}
