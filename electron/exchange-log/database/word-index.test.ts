import { describe, expect, it } from 'vitest';
import { exchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { openTable } from './exchange-table.ts';
import { matchExpression } from './word-index.ts';

const said = (content: unknown) =>
  exchange({
    clientRequest: side({ body: JSON.stringify({ messages: [{ role: 'user', content }] }) }),
    upstreamRequest: null,
    upstreamResponse: null,
    clientResponse: null,
  });

/** Whether the index finds an exchange with `content`. */
function finds(content: unknown, wanted: string): boolean {
  const table = openTable(':memory:');
  table.insert([{ ...said(content), summary: summary({ id: 'it' }) }]);
  const expression = matchExpression(wanted);
  const rows =
    expression === null ? [] : table.connection.prepare('SELECT rowid FROM words WHERE words MATCH ?').all(expression);
  table.close();
  return rows.length === 1;
}

describe('the word index', () => {
  it.each([
    ['a word', 'Translate the following', 'following', true],
    ['a word in another case', 'Translate the following', 'TRANSLATE', true],
    ['words one after the other', 'Translate the following', 'the following', true],
    ['not words in another order', 'Translate the following', 'following the', false],
    ['the beginning of the last word', 'Translate the following', 'the foll', true],
    ['not the beginning of an earlier word', 'Translate the following', 'tr the', false],
    ['not a whole word by a part of it when something follows', 'Translate the following', 'foll.', false],
    ['names of tools and files', 'call read_file on src/app.tsx', 'read_file', true],
    ['accented letters by plain ones', 'naïve café', 'naive cafe', true],
    ['Chinese in the middle of a sentence', '请把下面的文字翻译成英文', '文字翻译', true],
    ['not Chinese characters apart from each other', '请把下面的文字翻译成英文', '请文字', false],
    ['Japanese', 'これはペンです', 'ペン', true],
    ['text behind line breaks', 'first\nsecond', 'second', true],
    ['text with quotes and operators', 'say "NOT" AND (OR) *', '"NOT" AND (OR', true],
    ['strings within JSON within a string', JSON.stringify({ path: 'a\nneedle' }), 'needle', true],
    ['text around a NUL', 'before\0after', 'after', true],
    ['a lone surrogate', 'x\uD800 word', 'word', true],
    ['text of a list of parts', [{ type: 'text', text: 'in a part' }], 'in a part', true],
  ])('finds %s', (_what, content, wanted, found) => {
    expect(finds(content, wanted)).toBe(found);
  });

  it.each(['', '   ', '"', '…', '{}', '***'])('has no query for %j', (text) => {
    expect(matchExpression(text)).toBeNull();
  });
});
