import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { anyTerm } from '../__fixtures__/any-filter-term.ts';
import { formatFilter, formatTerm, parseFilter } from './index.ts';

describe('a filter as text', () => {
  it('is parsed to the same terms', () => {
    fc.assert(
      fc.property(fc.array(anyTerm, { maxLength: 5 }), (terms) => {
        const parsed = parseFilter(formatFilter(terms));
        expect(parsed.problems).toEqual([]);
        expect(parsed.terms).toEqual(terms);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('never makes the parser throw, and formatted terms parse to the same terms', () => {
    const fragments = fc.constantFrom(
      'status:',
      '>=',
      '..',
      '"',
      '\\',
      '-',
      ',',
      ':',
      ' ',
      'model:',
      '2s',
      '400',
      'is:',
      'error',
      '=',
      'after:',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fragments, { maxLength: 12 }).map((all) => all.join('')),
        ),
        (written) => {
          const { terms, spans, problems } = parseFilter(written);
          expect(parseFilter(formatFilter(terms)).terms).toEqual(terms);
          expect(spans).toHaveLength(terms.length);
          for (const { from, to } of [...spans, ...problems]) {
            expect(from).toBeLessThanOrEqual(to);
            expect(to).toBeLessThanOrEqual(written.length);
          }
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  it.each([
    ['status:>=400', 'status:>=400'],
    ['status:4xx', 'status:4xx'],
    ['status:400..499', 'status:4xx'],
    ['status:400,429', 'status:400,429'],
    ['ttft:>2000ms', 'ttft:>2s'],
    ['ttft:>2s', 'ttft:>2s'],
    ['DURATION:>1.5S', 'duration:>1.5s'],
    ['after:10min', 'after:10m'],
    ['tokens:>1000', 'tokens:>1k'],
    ['size:>2mb', 'size:>2MB'],
    ['size:>1KiB', 'size:>1.024kB'],
    ['cost:>$0.01', 'cost:>0.01'],
    ['losses:>0', 'dropped:>0'],
    ['text:"two words"', '"two words"'],
    ['-text:one', '-one'],
    ['model:opus,"a,b"', 'model:opus,"a,b"'],
    ['tokens:1k..', 'tokens:>=1k'],
    ['IS:Streaming', 'is:streaming'],
    ['https://example.org/a?b', '"https://example.org/a?b"'],
    ['-ws://x', '-"ws://x"'],
    ['"OR" and', '"OR" and'],
    ['text:NOT', '"NOT"'],
  ])('%s is formatted as %s', (written, canonical) => {
    const { terms, problems } = parseFilter(written);
    expect(problems).toEqual([]);
    expect(formatFilter(terms)).toBe(canonical);
  });

  it('has the text range of each term', () => {
    const { terms, spans } = parseFilter('  model:opus   "a b" ');
    expect(spans.map(({ from, to }) => [from, to])).toEqual([
      [2, 12],
      [15, 20],
    ]);
    expect(terms.map(formatTerm)).toEqual(['model:opus', '"a b"']);
  });
});

describe('a bad filter', () => {
  it.each([
    ['stauts:200', 0, 6, 'There is no filter called stauts.', 'Did you mean status:?'],
    ['https:example.org', 0, 5, 'There is no filter called https.', 'in quotes'],
    ['status:!=200', 7, 12, 'There is no !=. All others are -status:200', 'status:>=400'],
    ['ttft:<>2s', 5, 9, 'There is no <>. All others are -ttft:2s', 'ttft:>2s'],
    ['status:200-299', 7, 14, 'A range is written 200..299', 'status:>=400'],
    ['status:>=', 7, 9, 'status:>= needs a number.', 'status:>=400'],
    ['OR', 0, 2, 'OR is not part of this language', 'status:429,529'],
    ['-NOT', 0, 4, 'NOT is not part of this language', 'in quotes'],
    ['&&', 0, 2, '&& is not part of this language', 'in quotes'],
    ['a status:', 2, 9, 'status: needs a value.', 'status:>=400'],
    ['status:abc', 7, 10, '"abc" is not a number.', 'status:>=400'],
    ['ttft:>2', 5, 7, '"2" needs a unit: write it like 250ms, 2s or 10m.', 'ttft:>2s'],
    ['ttft:2kg', 5, 8, '"kg" is no unit here.', 'ttft:>2s'],
    ['tokens:9..1', 7, 11, 'The range 9..1 is empty', 'tokens:'],
    ['tokens:..', 7, 9, 'The range has no ends.', 'tokens:'],
    ['is:fine', 3, 7, '"fine" is not known to is:.', 'pinned, error'],
    ['is:error,fine', 9, 13, '"fine" is not known to is:.', 'pinned'],
    ['after:soon', 6, 10, '"soon" is no time.', ''],
    ['after:2026-02-30', 6, 16, 'no day of the calendar', ''],
    ['after:1h,2h', 9, 11, 'one time only', ''],
    ['model:"opus', 6, 11, 'The quote is not closed.', 'Add "'],
    ['model:opus,,x', 0, 13, 'model: needs a value.', 'model:opus'],
    ['""', 0, 2, 'There is no text to search for.', 'words in quotes'],
  ])('the problem of %s is at %i..%i', (written, from, to, message, hint) => {
    const { problems } = parseFilter(written);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ from, to, message: expect.stringContaining(message) });
    expect(problems[0]?.hint ?? '').toContain(hint);
  });

  it('keeps the other terms', () => {
    const { terms, problems } = parseFilter('model:opus stauts:200 is:error');
    expect(terms.map(formatTerm)).toEqual(['model:opus', 'is:error']);
    expect(problems).toHaveLength(1);
  });
});
