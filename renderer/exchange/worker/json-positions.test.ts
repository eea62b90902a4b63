import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forEachLeaf } from '#shared/json/json-leaves.ts';
import { formatJson } from '../../code-view/format-json.ts';
import { jsonPositions } from './json-positions.ts';

describe('positions in JSON text', () => {
  it('every leaf is found, and again from its position', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = formatJson(JSON.stringify(value)) ?? '';
        const positions = jsonPositions(text);
        forEachLeaf(value, '', (path) => {
          const span = positions.find(path);
          expect(span).not.toBeNull();
          expect(positions.at((span?.to ?? 0) - 1)?.path).toBe(path);
        });
      }),
    );
  });

  const text = formatJson('{"a":{"b":[1,{"c":"x"}]},"a.b":2,"twice":1,"twice":{"d":3}}') ?? '';
  const positions = jsonPositions(text);
  const shown = (path: string): string | null => {
    const span = positions.find(path);
    return span === null ? null : text.slice(span.from, span.to);
  };

  it.each([
    ['a.b[1].c', '"c": "x"'],
    ['a.b[0]', '1'],
    ['["a.b"]', '"a.b": 2'],
    ['twice.d', '"d": 3'],
  ])('%s is %s', (path, expected) => expect(shown(path)).toBe(expected));

  it.each(['a.c', 'a.b[7]', 'a.b[0].x', 'nothing'])('%s has no position', (path) => expect(shown(path)).toBeNull());

  it('a key is its property, a bracket its container', () => {
    expect(positions.at(text.indexOf('"c"') + 1)?.path).toBe('a.b[1].c');
    expect(positions.at(text.indexOf('['))?.path).toBe('a.b');
    expect(positions.at(0)?.path).toBe('');
  });

  it('the end and indentation of a line are its node', () => {
    const end = text.indexOf('2,') + 2;
    expect(positions.at(end)?.path).toBe('["a.b"]');
    expect(positions.at(text.indexOf('1,') + 2)?.path).toBe('a.b[0]');
    expect(positions.at(text.indexOf('  "twice": 1'))?.path).toBe('twice');
  });

  it('truncated text has the positions up to its end', () => {
    const broken = jsonPositions('{"a": [1, 2, {"b": "unfin');
    expect(broken.find('a[1]')).not.toBeNull();
    expect(broken.find('a[2].b')).toEqual({ from: 14, to: 25 });
    expect(jsonPositions('{"a": 1, "only a key').find('["only a key"]')).toBeNull();
    expect(jsonPositions('').at(0)).toBeNull();
  });

  it('truncated megabytes with many quotes are read in one pass', () => {
    const begun = '{"model": "m", "text": "';
    const begunPositions = jsonPositions(begun + String.raw`say \"hello\" {`.repeat(200_000));
    expect(begunPositions.find('model')).not.toBeNull();
    expect(begunPositions.at(2_000_000)).toMatchObject({ path: 'text', from: begun.indexOf('"text"') });
  });

  it('endless nesting does not overflow the stack', () => {
    const nested = jsonPositions('['.repeat(100_000));
    expect(nested.find('[0][0][0]')).toMatchObject({ from: 3 });
  });
});
