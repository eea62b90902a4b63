import { expect, test } from 'vitest';
import { sampleSummary } from '../../testing/sample-exchanges.ts';
import { knownValues } from './known-values.ts';

test('the most frequent values come first, each once, without missing ones', () => {
  const summary = (tool: string | null, calledTools: string[]): ReturnType<typeof sampleSummary> => ({
    ...sampleSummary(0, 0),
    tool,
    calledTools,
  });
  const known = knownValues(
    [summary('cline', []), summary('codex', ['read_file']), summary('codex', ['read_file', 'bash']), summary(null, [])],
    ['red'],
  );
  expect(known).toMatchObject({ apps: ['codex', 'cline'], calls: ['read_file', 'bash'], labels: ['red'] });
});
