// Reads the JSON reports of the two test runners into counts.

import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * A vitest report. A file that failed to load has no tests and counts as one failure.
 * @param {string} file
 * @returns {Counts | null} null when there is no report
 */
export function countUnitTests(file) {
  const report = readJson(file);
  if (report === null) return null;
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const suites = report.testResults;
  const unloadable = suites.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * A Playwright report. A journey that passed on retry counts as failed; so does an error outside of journeys.
 * @param {string} file
 * @returns {Counts | null} null when there is no report
 */
export function countJourneys(file) {
  const report = readJson(file);
  if (report === null) return null;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
