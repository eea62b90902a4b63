import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTerm } from '../__fixtures__/any-filter-term.ts';
import { summary } from '../__fixtures__/exchanges.ts';
import type { ExchangeSummary } from '../record.ts';
import { matches, needsBodies, parseFilter, type Term, toQuery } from './index.ts';

const now = 1_790_000_600_000;

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
    ['transport:websocket', { socket: '3f2a00112233' }, true],
    ['transport:websocket', {}, false],
    ['transport:http', {}, true],
    ['socket:3f2a', { socket: '3f2a00112233' }, true],
    ['socket:3f2a', {}, false],
    ['-socket:3f2a', {}, true],
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
        anyTerm,
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
