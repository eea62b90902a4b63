/** What keeps the tests short, and independent of how fast the machine is. CONTRIBUTING gives the reasons. */

import { describe, expect, it } from 'vitest';
import { readSources } from './architecture.ts';

const tests = readSources(['shared', 'electron', 'renderer', 'build', 'e2e']).filter(
  ({ path }) => /\.(?:test|spec)\.tsx?$|^e2e\/support\//.test(path) && !/^e2e\/clients\/|^build\/test-rules/.test(path),
);

/** Matching lines with path and number. */
function found(pattern: RegExp): string[] {
  return tests.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

describe('no test', () => {
  it('has a time limit of its own: vitest.config.ts and playwright.config.ts have one for all', () => {
    expect(found(/\btimeout: [\d_]+\s*\}|\btest\.setTimeout\(|\bvi\.wait(?:For|Until)\(|^ *\}, [\d_]{4,}\);$/)).toEqual(
      [],
    );
  });

  it('waits for a time in place of an event or a clock of its own', () => {
    const pauses = found(/=> setTimeout\((\w+), |from 'node:timers\/promises'|\.waitForTimeout\(/);
    expect(pauses.filter((line) => !allowedPauses.some((file) => line.startsWith(`${file}:`)))).toEqual([]);
  });

  it('runs a property more than 150 times without runs(), which has a short form', () => {
    expect(found(/numRuns: (?:1[5-9]\d|[2-9]\d\d|[\d_]{4,})\b/).filter((line) => !line.includes('seed'))).toEqual([]);
  });
});

/** Files that measure, or poll state without a change event. */
const allowedPauses = ['e2e/support/watch-window.ts', 'e2e/support/desktop/process-family.ts'];
