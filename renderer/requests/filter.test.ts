import { describe, expect, test } from 'vitest';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { sampleSummary } from '../testing/sample-exchanges.ts';
import { matcherFor } from './filter.ts';

const lossy: ExchangeSummary = { ...sampleSummary(1, 0), tool: 'cline', modelUsed: 'claude-opus-5-5', losses: 2 };

describe('the text filter', () => {
  test.each(['', '   '])('%j filters nothing', (text) => {
    expect(matcherFor(text)).toBeNull();
  });

  test.each([
    ['cline', true],
    ['CLINE opus', true],
    ['opus 200', true],
    ['losses', true],
    ['stream', true],
    ['/v1/chat', true],
    ['cline sonnet', false],
    ['404', false],
  ])('%j finds the row: %s', (text, found) => {
    expect(matcherFor(text)?.(lossy)).toBe(found);
  });

  test('a row that changed is looked at anew', () => {
    const matches = matcherFor('429');
    expect(matches?.(lossy)).toBe(false);
    expect(matches?.({ ...lossy, status: 429 })).toBe(true);
  });
});
