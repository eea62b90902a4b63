import { describe, expect, test } from 'vitest';
import { parseFilter, type Term } from '#shared/exchange/filter/index.ts';
import {
  committed,
  editChip,
  filterFrom,
  noFilter,
  problemToTell,
  termsOf,
  textOf,
  toggleTerm,
  typed,
  withoutChip,
  withPeriod,
  type FilterState,
} from './filter-state.ts';

/** Types letter by letter, as a person does. */
function type(text: string, start: FilterState = noFilter): FilterState {
  return Array.from(text).reduce((state, letter) => typed(state, state.draft + letter), start);
}

function term(text: string): Term {
  const [found] = parseFilter(text).terms;
  if (found === undefined) throw new Error(`no term in ${text}`);
  return found;
}

const shape = (state: FilterState): [string[], string] => [
  state.chips.map((chip) => textOf({ chips: [chip], draft: '' })),
  state.draft,
];

describe('typed text becomes chips', () => {
  test.each<[string, string[], string]>([
    ['status:>=400 ', ['status:>=400'], ''],
    ['status:>=400 model:opus ', ['status:>=400', 'model:opus'], ''],
    ['read the file ', [], 'read the file '],
    ['hello status:200 ', ['hello', 'status:200'], ''],
    ['status:lots ', [], 'status:lots '],
    ['text:"two words" ', ['"two words"'], ''],
    ['text:"two words', [], 'text:"two words'],
    ['tool: ', [], 'tool: '],
  ])('%j', (text, chips, draft) => {
    expect(shape(type(text))).toEqual([chips, draft]);
  });

  test('a filter from outside becomes chips if it is valid', () => {
    expect(shape(filterFrom('status:5xx opus'))).toEqual([['status:5xx', 'opus'], '']);
    expect(shape(filterFrom('status:5xx colr:red'))).toEqual([[], 'status:5xx colr:red']);
  });
});

test('the draft applies while it is typed, without invalid terms', () => {
  expect(termsOf(type('status:200 model:op'))).toHaveLength(2);
  expect(termsOf(type('status:200 modl:op'))).toHaveLength(1);
  expect(committed(type('modl:op'))).toBeNull();
});

test('chips are edited and removed', () => {
  const state = type('status:200 tool:cline opus');
  expect(shape(editChip(state, 0))).toEqual([['tool:cline'], 'status:200 opus']);
  expect(shape(withoutChip(state, 1))).toEqual([['status:200'], 'opus']);
  expect(textOf(state)).toBe('status:200 tool:cline opus');
});

test('an added term replaces those of its field, and is removed when added again', () => {
  const state = toggleTerm(filterFrom('tool:cline status:200'), term('tool:codex'));
  expect(textOf(state)).toBe('status:200 tool:codex');
  expect(textOf(toggleTerm(state, term('tool:codex')))).toBe('status:200');
});

test('a period replaces the previous one', () => {
  const state = withPeriod(filterFrom('opus after:10m'), {
    after: '2026-11-05T14:30:00',
    before: '2026-11-05T14:45:00',
  });
  expect(textOf(state)).toBe('opus after:2026-11-05T14:30:00 before:2026-11-05T14:45:00');
  expect(textOf(withPeriod(state, { after: '1h', before: null }))).toBe('opus after:1h');
  expect(textOf(withPeriod(state, { after: null, before: null }))).toBe('opus');
});

test('a word that may become a field name waits for the next character', () => {
  expect(termsOf(type('opus mod'))).toEqual(termsOf(type('opus ')));
  expect(termsOf(type('opus mod '))).toHaveLength(2);
  expect(termsOf(type('opus modx'))).toHaveLength(2);
});

describe('an invalid term is reported', () => {
  test.each<[string, number | null, boolean]>([
    ['stats:200', 9, false],
    ['stats:200', 3, false],
    ['stats:200 ', 10, true],
    ['stats:200 mo', 12, true],
    ['stats:200', null, true],
    ['status:200', null, false],
  ])('%j with the cursor at %j: %j', (draft, cursor, shown) => {
    expect(problemToTell(draft, cursor) !== null).toBe(shown);
  });
});
