import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { summary } from '../__fixtures__/exchanges.ts';
import type { ExchangeSummary } from '../record.ts';
import { formatFilter, formatTerm, matches, needsBodies, parseFilter, type Term, toQuery } from './index.ts';
import { hasFlags, isFlags, numberFields, wordFields, type NumberTest, type Word } from './term.ts';

const now = 1_790_000_600_000;

const negated = fc.boolean();
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('-x', '"', '\\', 'a:b', 'a,b', '=', '=x', 'two words', '-', ' ', '\\"', 'https://a.b/c', 'ü 日本'),
);
const amount = fc.oneof(
  fc.nat(),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, max: 1e250 }),
  fc.constantFrom(0, 1000, 2000, 60_000, 0.01, 1_500_000, 86_400_000),
);
const numberTest: fc.Arbitrary<NumberTest> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    operator: fc.constantFrom('=', '>', '>=', '<', '<='),
    value: amount,
  }),
  fc
    .tuple(amount, amount)
    .map(([one, other]) => ({ kind: 'range' as const, from: Math.min(one, other), to: Math.max(one, other) })),
);
const word: fc.Arbitrary<Word> = fc.record({ text, exact: fc.boolean() });
const list = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(value, { minLength: 1, maxLength: 3 });
const moment = fc.oneof(
  fc.record({ kind: fc.constant('ago' as const), milliseconds: fc.oneof(fc.nat(), amount) }),
  fc.record({
    kind: fc.constant('at' as const),
    iso: fc.constantFrom('2026-11-05', '2026-11-05T14:30', '2026-02-28T00:00:01Z', '2026-02-28T00:00:01.5+02:00'),
  }),
);
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), negated, text }),
  fc.record({ kind: fc.constant('word' as const), negated, field: fc.constantFrom(...wordFields), values: list(word) }),
  fc.record({
    kind: fc.constant('number' as const),
    negated,
    field: fc.constantFrom(...numberFields),
    values: list(numberTest),
  }),
  fc.record({ kind: fc.constant('is' as const), negated, values: list(fc.constantFrom(...isFlags)) }),
  fc.record({ kind: fc.constant('has' as const), negated, values: list(fc.constantFrom(...hasFlags)) }),
  fc.record({ kind: fc.constant('moment' as const), negated, field: fc.constantFrom('after', 'before'), moment }),
);

describe('a filter as text', () => {
  it('is parsed to the same terms', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 5 }), (terms) => {
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

describe('an exchange', () => {
  const pending = { status: null, tokens: null, firstTextMs: null, totalMs: null, state: 'open' } as const;
  const cases: readonly (readonly [string, Partial<ExchangeSummary>, boolean])[] = [
    ['', {}, true],
    ['status:200', {}, true],
    ['status:>=400', {}, false],
    ['status:>=400', { status: 429 }, true],
    ['status:4xx', { status: 499 }, true],
    ['status:4xx', { status: 500 }, false],
    ['status:200', pending, false],
    ['-status:200', pending, true],
    ['status:400,200', {}, true],
    ['model:OPUS', {}, true],
    ['model:gpt', {}, true],
    ['model:=gpt', {}, false],
    ['model:=GPT-4o', {}, true],
    ['-model:gpt', {}, false],
    ['model:haiku,opus', {}, true],
    ['tool:cline', {}, true],
    ['tool:read_file', {}, false],
    ['tool:read_file', { calledTools: ['write_file', 'read_file'] }, true],
    ['call:=read', { calledTools: ['read_file'] }, false],
    ['call:=read_file', { calledTools: ['read_file'] }, true],
    ['app:read_file', { calledTools: ['read_file'] }, false],
    ['dropped:>0', {}, true],
    ['dropped:>0', { losses: 0 }, false],
    ['ttft:>2s', {}, false],
    ['ttft:>600ms', {}, true],
    ['ttft:>600ms', pending, false],
    ['duration:4s..5s', {}, true],
    ['tokens:1150', {}, true],
    ['in:1100', {}, true],
    ['cached:>=1k', {}, true],
    ['cost:>0.01', {}, false],
    ['cost:>0.01', { cost: 0.02 }, true],
    ['has:cost', { cost: null }, false],
    ['has:cost', { cost: 0 }, true],
    ['has:cache', {}, true],
    ['has:calls', { calledTools: [] }, false],
    ['is:stream', {}, true],
    ['is:streaming', {}, false],
    ['is:streaming', { state: 'streaming' }, true],
    ['is:pinned', {}, false],
    ['is:pinned', { pinned: true }, true],
    ['-is:pinned', {}, true],
    ['is:error', { status: 500 }, true],
    ['is:error', { errorCode: 'no_api_key' }, true],
    ['is:error', {}, false],
    ['label:red', { label: 'red' }, true],
    ['label:red', {}, false],
    ['path:/v1', {}, true],
    ['endpoint:chat', {}, true],
    ['after:11m', {}, true],
    ['after:9m', {}, false],
    ['before:9m', {}, true],
    ['before:11m', {}, false],
    ['after:2026-01-01', {}, true],
    ['before:2026-01-01', {}, false],
    ['cline', {}, true],
    ['"gpt-4o"', {}, true],
    ['-cline', {}, false],
    ['nothing-like-it', {}, false],
    ['model:opus status:200 dropped:>0', {}, true],
    ['model:opus status:404 dropped:>0', {}, false],
  ];

  it.each(cases)('matches "%s" %o', (written, changes, expected) => {
    const { terms, problems } = parseFilter(written);
    expect(problems).toEqual([]);
    expect(matches(terms, summary(changes), now)).toBe(expected);
  });

  it('matches a negated term exactly when it does not match the term', () => {
    fc.assert(
      fc.property(
        term,
        fc.record({
          status: fc.constantFrom(null, 200, 404),
          cost: fc.constantFrom(null, 0, 1),
          label: fc.constantFrom(null, 'red'),
          firstTextMs: fc.constantFrom(null, 0, 100),
        }),
        (one, changes) => {
          const row = summary(changes);
          const opposite: Term = { ...one, negated: !one.negated };
          expect(matches([opposite], row, now)).toBe(!matches([one], row, now));
        },
      ),
    );
  });

  it('matches text: by its bodies when a body search is given', () => {
    const { terms } = parseFilter('bonjour -secret');
    expect(needsBodies(terms)).toBe(true);
    expect(needsBodies(parseFilter('model:opus').terms)).toBe(false);
    expect(matches(terms, summary(), now)).toBe(false);
    expect(matches(terms, summary(), now, (_row, wanted) => wanted === 'bonjour')).toBe(true);
    expect(matches(terms, summary(), now, () => true)).toBe(false);
  });
});

describe('a query', () => {
  it('is data that a store can turn into SQL', () => {
    expect(toQuery(parseFilter('status:>=400 -model:=Opus tokens:1..2 after:10m "a b"').terms, now)).toEqual({
      conditions: [
        { negated: false, any: [[{ column: 'status', operator: '>=', value: 400 }]] },
        {
          negated: true,
          any: [
            [{ column: 'modelAsked', operator: 'equals', value: 'opus' }],
            [{ column: 'modelUsed', operator: 'equals', value: 'opus' }],
          ],
        },
        {
          negated: false,
          any: [
            [
              { column: 'tokens', operator: '>=', value: 1 },
              { column: 'tokens', operator: '<=', value: 2 },
            ],
          ],
        },
        { negated: false, any: [[{ column: 'startedAt', operator: '>=', value: now - 600_000 }]] },
      ],
      phrases: [{ negated: false, text: 'a b', columns: expect.arrayContaining(['path', 'calls', 'id']) }],
    });
  });

  it('treats a bare date as the start of that day in local time', () => {
    const start = new Date(2026, 10, 5).getTime();
    expect(toQuery(parseFilter('before:2026-11-05').terms, now).conditions[0]?.any).toEqual([
      [{ column: 'startedAt', operator: '<', value: start }],
    ]);
  });
});
