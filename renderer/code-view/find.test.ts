import { SearchQuery } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextMatch, previousMatch } from './find.ts';

const state = EditorState.create({ doc: 'one TWO\nthree (two)\nfour one\\n' });
const query = (search: string, more: object = {}): SearchQuery => new SearchQuery({ search, literal: true, ...more });

describe('the next match', () => {
  it.each([
    ['case-insensitively', query('two'), 0, { from: 4, to: 7 }],
    ['with matching case', query('two', { caseSensitive: true }), 0, { from: 15, to: 18 }],
    ['with characters special in regular expressions', query('(two)'), 0, { from: 14, to: 19 }],
    ['literally', query('\\n'), 0, { from: 28, to: 30 }],
    ['from the beginning again', query('three'), 12, { from: 8, to: 13 }],
    ['of an expression', query('t\\w+e', { regexp: true }), 0, { from: 8, to: 13 }],
    ['as a whole word', query('on', { wholeWord: true }), 0, null],
    ['nowhere', query('five'), 0, null],
  ])('%s', (_, wanted, from, expected) => expect(nextMatch(state, wanted, from)).toEqual(expected));
});

describe('the previous match', () => {
  it.each([
    ['before a position', query('two'), 14, { from: 4, to: 7 }],
    ['from the end again', query('one'), 0, { from: 25, to: 28 }],
    ['nowhere', query('five'), 20, null],
  ])('%s', (_, wanted, before, expected) => expect(previousMatch(state, wanted, before)).toEqual(expected));

  it('is found far back in megabytes, on many lines and on one', () => {
    for (const filler of ['some line\n', 'no line ']) {
      const doc = `needle ${filler.repeat(300_000)}`;
      const long = EditorState.create({ doc });
      expect(previousMatch(long, query('NEEDLE'), doc.length)).toEqual({ from: 0, to: 6 });
      expect(nextMatch(long, query('needle'), 100)).toEqual({ from: 0, to: 6 });
    }
  });
});

it('matches are those of indexOf', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, wanted, after) => {
      fc.pre(!/[\r\n]/.test(before + wanted + after));
      const doc = before + wanted + after;
      const found = nextMatch(EditorState.create({ doc }), query(wanted, { caseSensitive: true }), 0);
      expect(found?.from).toBe(doc.indexOf(wanted));
    }),
  );
});
