import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { exchange, side } from '../__fixtures__/exchanges.ts';
import { alignLists, type ListItem } from './align-lists.ts';
import { compareExchanges, compareJson, compareTexts } from './compare.ts';
import { valueAt } from '../../json/unknown-json.ts';

function message(role: string, text: string): object {
  return { role, content: [{ type: 'text', text }] };
}

const history = Array.from({ length: 50 }, (_, index) =>
  message(index % 2 === 0 ? 'user' : 'assistant', `turn ${index}`),
);
const body = { model: 'm', max_tokens: 10, messages: history, tools: [{ name: 'a', input_schema: { id: 1 } }] };

/** The differences, abbreviated. */
function describeChanges(left: unknown, right: unknown): string[] {
  return compareJson(left, right).differences.map((one) => `${one.kind} ${one.left ?? '-'} ${one.right ?? '-'}`);
}

describe('compareTexts', () => {
  it('compares the digits of numbers, not doubles', () => {
    const { differences } = compareTexts(
      '{"account":1481220477346119781,"n":1.0}',
      '{"account":1481220477346119782,"n":1.0}',
    );
    expect(differences.map(({ left, before, after }) => [left, String(before), String(after)])).toEqual([
      ['account', '1481220477346119781', '1481220477346119782'],
    ]);
  });

  it('finds no difference between equal bodies with members in another order', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, one]) => [key, shuffled(one)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(compareJson(value, shuffled(value), { ignore: null }).differences).toEqual([]);
      }),
    );
  });

  it('reports every difference, each with its JSON path in both bodies', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        const { differences } = compareJson(left, right, { ignore: null });
        const [one, other] = [normal(left), normal(right)];
        expect(differences.length === 0).toBe(one === other);
        for (const { kind, before, after, left: from, right: to } of differences) {
          expect(kind === 'added' ? undefined : valueAt(left, from ?? '')).toEqual(
            kind === 'added' ? undefined : before,
          );
          expect(kind === 'removed' ? undefined : valueAt(right, to ?? '')).toEqual(
            kind === 'removed' ? undefined : after,
          );
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('reports an inserted message', () => {
    const longer = { ...body, messages: history.toSpliced(20, 0, message('user', 'new')) };
    expect(describeChanges(body, longer)).toEqual(['added - messages[20]']);
    expect(describeChanges(longer, body)).toEqual(['removed messages[20] -']);
  });

  it('reports a changed text deep inside', () => {
    const changed = { ...body, messages: history.with(30, message('user', 'turn thirty')) };
    const [difference] = compareJson(body, changed).differences;
    expect(difference).toMatchObject({
      kind: 'changed',
      left: 'messages[30].content[0].text',
      right: 'messages[30].content[0].text',
      before: 'turn 30',
      after: 'turn thirty',
      shared: { start: 5, end: 0 },
    });
  });

  it('reports members added, removed and of another type', () => {
    expect(describeChanges(body, { ...body, max_tokens: '10', stop: [] })).toEqual([
      'changed max_tokens max_tokens',
      'added - stop',
    ]);
    expect(describeChanges({ a: [1] }, { a: { b: 1 } })).toEqual(['changed a a']);
  });

  it('ignores ids and times', () => {
    const one = { id: 'a', created: 1, choices: [{ message: { tool_calls: [{ id: 'x', function: { name: 'f' } }] } }] };
    const other = {
      id: 'b',
      created: 2,
      choices: [{ message: { tool_calls: [{ id: 'y', function: { name: 'f' } }] } }],
    };
    expect(describeChanges(one, other)).toEqual([]);
    expect(compareJson(one, other, { ignore: null }).differences).toHaveLength(3);
  });

  it('reports ids that reference something, and ids in the user’s own data', () => {
    expect(describeChanges({ previous_response_id: 'a' }, { previous_response_id: 'b' })).toHaveLength(1);
    expect(describeChanges({ input: { id: 1 } }, { input: { id: 2 } })).toEqual(['changed input.id input.id']);
    expect(describeChanges(body, { ...body, tools: [{ name: 'a', input_schema: { id: 2 } }] })).toHaveLength(1);
    expect(describeChanges({ id: { a: 1 } }, { id: { a: 2 } })).toHaveLength(1);
  });

  it('reports when there are more differences than listed', () => {
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    const result = compareJson(
      numbers,
      numbers.map((number) => -number - 1),
      { most: 10 },
    );
    expect(result.differences).toHaveLength(10);
    expect(result.more).toBe(true);
    expect(compareJson(body, body).more).toBe(false);
  });

  it('compares line by line unless both are JSON', () => {
    const result = compareTexts('a\nb\nc', 'a\r\nc');
    expect(result.mode).toBe('text');
    expect(result.differences).toEqual([expect.objectContaining({ kind: 'removed', left: '[1]', before: 'b' })]);
    expect(compareTexts('{"a":1}', '{"a": 1}')).toMatchObject({ mode: 'json', differences: [] });
    expect(compareTexts('['.repeat(500_000), '[]').mode).toBe('text');
  });
});

it('compareExchanges compares pane by pane, and its result is structured-cloneable', () => {
  const other = exchange({ upstreamRequest: null, clientResponse: side({ body: '{"choices":[]}' }) });
  const result = compareExchanges(exchange(), other);
  expect(result.clientRequest?.differences).toEqual([]);
  expect(result.upstreamRequest).toBeNull();
  expect(result.clientResponse?.differences.length).toBeGreaterThan(0);
  expect(structuredClone(result)).toEqual(result);
});

it('alignLists keeps every item and the order, and pairs equal items only with equal ones', () => {
  const item: fc.Arbitrary<ListItem> = fc.record({ hash: fc.nat(8), kind: fc.constantFrom('a', 'b') });
  const items = fc.array(item, { maxLength: 30 });
  fc.assert(
    fc.property(items, items, (left, right) => {
      const pairs = alignLists(left, right);
      expect(pairs.flatMap((pair) => pair.left ?? [])).toEqual([...left.keys()]);
      expect(pairs.flatMap((pair) => pair.right ?? [])).toEqual([...right.keys()]);
      const equal = pairs.filter(({ same }) => same);
      expect(equal.map((pair) => left[pair.left ?? -1]?.hash)).toEqual(
        equal.map((pair) => right[pair.right ?? -1]?.hash),
      );
    }),
    { numRuns: runs(500) },
  );
});

/** JSON with sorted keys, in which -0 is 0. */
function normal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(normal).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${normal(member)}`).join(',')}}`;
}
