import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { noteCodes, translate } from '../__fixtures__/translate.ts';
import { readSearchDomains } from './search-domains.ts';

/** Notations of one domain. */
const NOTATIONS: readonly ((domain: string) => string)[] = [
  (domain) => domain,
  (domain) => `https://${domain}`,
  (domain) => `http://${domain}/`,
  (domain) => `HTTPS://${domain}//`,
  (domain) => `//${domain}`,
  (domain) => ` ${domain} \n`,
  (domain) => domain.replace(/^[^/]+/, (host) => `${host}.`),
  (domain) => domain.replace(/^[^/]+/, (host) => host.toUpperCase()),
];

const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/);
const domains = fc
  .tuple(
    fc.array(label, { minLength: 2, maxLength: 4 }),
    fc.array(fc.stringMatching(/^[\w.~-]{1,8}$/), { maxLength: 2 }),
  )
  .map(([labels, path]) => [labels.join('.'), ...path].join('/'));

const UNUSABLE = [
  '',
  'https://',
  '*.example.com',
  'a.example:8080',
  'user@a.example',
  'a.example?q=1',
  'https://a.example/#x',
  'a b.example',
  '..',
  'ftp://a.example',
  'a.example/*/*',
  '[::1]',
];

const toolOf = (filters: object): unknown => translate({ web_search_options: { filters } }).body.tools?.[0];
const notesOf = (filters: object): readonly string[] =>
  noteCodes(translate({ web_search_options: { filters } })).filter((code) => /^web-search-(?!as)/.test(code));

describe('domains of a search filter', () => {
  test('in any notation go upstream as a host, with its path', () => {
    fc.assert(
      fc.property(domains, fc.constantFrom(...NOTATIONS), (domain, written) => {
        const entry = written(domain);
        expect({ entry, ...readSearchDomains([entry]) }).toEqual({
          entry,
          domains: [domain],
          rewritten: entry !== domain,
          unusable: [],
        });
      }),
      { numRuns: runs(300) },
    );
  });

  test.each(UNUSABLE)('%j is no host with a path', (entry) => {
    expect(readSearchDomains([entry])).toEqual({ domains: [], rewritten: false, unusable: [entry] });
  });

  test.each(['allowed_domains', 'blocked_domains'])('%s with a scheme are rewritten with a note', (field) => {
    const filters = { [field]: ['https://example.com/path', 'example.org'] };
    expect(toolOf(filters)).toMatchObject({ [field]: ['example.com/path', 'example.org'] });
    expect(notesOf(filters)).toEqual(['web-search-domains-rewritten']);
  });

  test('that are unusable only narrow the search', () => {
    const filters = { allowed_domains: ['*.example.com', 'example.org'] };
    expect(toolOf(filters)).toMatchObject({ allowed_domains: ['example.org'] });
    expect(notesOf(filters)).toEqual(['web-search-domain-dropped']);
  });

  test.each([
    [{ allowed_domains: ['*.example.com'] }],
    [{ blocked_domains: ['*.example.com', 'example.org'] }],
    [{ allowed_domains: ['https://example.com'], blocked_domains: ['http://EXAMPLE.com/'] }],
  ])('%j leave the search out rather than unrestricted', (filters) => {
    expect(toolOf(filters)).toBeUndefined();
    expect(notesOf(filters)).toEqual(['web-search-dropped']);
  });

  test('an empty list restricts nothing, with a note', () => {
    expect(toolOf({ allowed_domains: [] })).not.toHaveProperty('allowed_domains');
    expect(toolOf({ allowed_domains: [] })).toMatchObject({ type: 'web_search_20250305', name: 'web_search' });
    expect(notesOf({ allowed_domains: [] })).toEqual(['web-search-filter-empty']);
  });
});
