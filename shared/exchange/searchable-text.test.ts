import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchange, side } from './__fixtures__/exchanges.ts';
import { createTextSearch, exchangeText, foldText, holdsText } from './searchable-text.ts';

const said = (content: unknown) =>
  exchange({
    clientRequest: side({ body: JSON.stringify({ messages: [{ role: 'user', content }] }) }),
    upstreamRequest: null,
    upstreamResponse: null,
    clientResponse: null,
  });

describe('the text of an exchange', () => {
  it('holds text common to two bodies once', () => {
    const text = 'the same sentence on both sides';
    const both = exchange({
      clientRequest: side({ body: JSON.stringify({ content: text }) }),
      upstreamRequest: side({ body: JSON.stringify({ content: [{ text }] }) }),
      upstreamResponse: null,
      clientResponse: null,
    });
    expect(exchangeText(both).split(text)).toHaveLength(2);
  });

  it('contains the assembled message of a stream, not its deltas', () => {
    const streamed = exchange({
      clientRequest: side(),
      upstreamRequest: null,
      upstreamResponse: null,
      clientResponse: side({ events: true, body: 'data: {"delta":"Bon"}\n\n', assembled: '{"content":"Bonjour"}' }),
    });
    expect(exchangeText(streamed)).toContain('Bonjour');
    expect(exchangeText(streamed)).not.toContain('delta');
  });

  it('omits base64 files, and takes text that is not JSON as it is', () => {
    const file = 'iVBORw0KGgo'.repeat(100);
    expect(exchangeText(said([{ data: file }, { url: `data:image/png;base64,${file}` }, 'x']))).not.toContain('iVBOR');
    const page = exchange({ ...said(''), upstreamResponse: side({ body: '<h1>Bad gateway</h1>' }) });
    expect(exchangeText(page)).toContain('Bad gateway');
  });

  it('survives JSON of any depth', () => {
    const body = `${'['.repeat(5000)}"deep"${']'.repeat(5000)}`;
    expect(() => exchangeText(exchange({ ...said(''), clientRequest: side({ body }) }))).not.toThrow();
  });

  it('contains request-id headers, and no other header', () => {
    const withResponse = exchange({
      ...said(''),
      upstreamResponse: side({ headers: { 'request-id': 'req_011CQ', server: 'cloud' } }),
    });
    expect(exchangeText(withResponse)).toContain('req_011CQ');
    expect(exchangeText(withResponse)).not.toContain('cloud');
  });
});

describe('createTextSearch', () => {
  it.each([
    ['a part of a word', 'call read_file on it', 'ead_fi', true],
    ['a part of a URL', 'see https://example.com/v1/items?page=2', 'ample.com/v1/it', true],
    ['half an id', 'toolu_01A09q90qw90lq917835lq9', '90lq9178', true],
    ['one letter', 'axb', 'x', true],
    ['another case', 'call read_file', 'EAD_FI', true],
    ['accents', 'une naïveté', 'aivet', true],
    ['a capital that lower case makes two of', 'İstanbul', 'stanb', true],
    ['Korean inside of a word', '한국어번역기', '번역', true],
    ['Chinese without spaces', '请把下面的文字翻译成英文', '文字翻译', true],
    ['words with other signs between them', 'first,\n  second', 'first second', true],
    ['a line break where the text has one', 'first\nsecond', 'irst\nsec', true],
    ['not a part of a word and then another', 'first,\n  second', 'irst second', false],
    ['not letters in another order', 'call read_file', 'file_read', false],
    ['punctuation', 'a {} b', '{}', true],
    ['nothing at all in it', 'a b', '…', false],
  ])('finds %s', (_what, content, wanted, found) => {
    expect(holdsText(said(content), wanted)).toBe(found);
  });

  it('finds every substring of a text, case-insensitively', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', '_', ' ', 'é', '文', '한', '.', 'İ'),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, fc.nat(11), fc.nat(11), fc.boolean(), (whole, one, other, upper) => {
        const needle = whole.slice(Math.min(one, other), Math.max(one, other) + 1);
        fc.pre(needle !== '');
        expect(createTextSearch(upper ? needle.toUpperCase() : needle)(foldText(whole))).toBe(true);
      }),
    );
  });
});
