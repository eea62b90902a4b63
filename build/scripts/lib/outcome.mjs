// The outcome of a check, its output, and the closing summary.

import { bold, dim, duration, green, red, say, yellow } from './say.mjs';

/**
 * @typedef {object} Outcome
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} text details of failures and skips, for people
 *
 * @typedef {{ name: string, work: () => Promise<Outcome> }} Check
 */

/**
 * The outcome of a yes-or-no check.
 * @param {string} name
 * @param {boolean} holds
 * @param {string} text
 * @returns {Outcome}
 */
export function single(name, holds, text) {
  return { name, passed: holds ? 1 : 0, failed: holds ? 0 : 1, skipped: 0, text };
}

/**
 * Runs a check and prints its outcome. A check that throws has failed.
 * @param {Check} check
 * @returns {Promise<Outcome>}
 */
export async function perform({ name, work }) {
  const started = Date.now();
  /** @type {Outcome} */
  let outcome;
  try {
    outcome = await work();
  } catch (error) {
    outcome = single(name, false, error instanceof Error ? error.message : String(error));
  }
  printOutcome(outcome, Date.now() - started);
  return outcome;
}

/**
 * @param {Outcome} outcome
 * @param {number} took milliseconds
 */
function printOutcome(outcome, took) {
  const { name, passed, failed, skipped, text } = outcome;
  const mark = failed > 0 ? red('✗') : skipped > 0 && passed === 0 ? yellow('–') : green('✓');
  const counts = passed + failed + skipped > 1 ? `${passed} passed${failed ? `, ${failed} failed` : ''}` : '';
  say(`${mark} ${name}  ${dim([counts, duration(took)].filter(Boolean).join(', '))}`);
  if (failed > 0 || skipped > 0) say(text.trimEnd().replace(/^/gm, '    '));
}

/**
 * Prints the closing line on stdout.
 * @param {readonly Outcome[]} outcomes
 * @returns {number} the exit code
 */
export function close(outcomes) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) => outcomes.reduce((all, one) => all + one[key], 0);
  const failed = sum('failed');
  if (failed > 0) {
    const names = outcomes.filter((outcome) => outcome.failed > 0).map((outcome) => outcome.name);
    say(`\n${bold(red('Failed:'))} ${names.join(', ')}`);
  }
  say('');
  process.stdout.write(`${sum('passed')} passed, ${failed} failed, ${sum('skipped')} skipped\n`);
  return failed > 0 ? 1 : 0;
}
