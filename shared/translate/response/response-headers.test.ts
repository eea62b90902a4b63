import { describe, expect, it } from 'vitest';
import { formatDuration, notesHeader, requestIdOf, translateHeaders } from './response-headers.ts';

const note = (code: string) => ({ verb: 'dropped', code, from: null, to: null, reason: '' }) as const;
const now = Date.parse('2026-11-22T12:00:00Z');

describe('response headers', () => {
  it('have OpenAI’s names', () => {
    expect(
      translateHeaders(
        {
          'request-id': 'req_1',
          'retry-after': '7',
          'x-should-retry': 'false',
          'anthropic-organization-id': 'org_secret',
          'anthropic-ratelimit-requests-limit': '50',
          'anthropic-ratelimit-requests-remaining': '0',
          'anthropic-ratelimit-requests-reset': '2026-11-22T12:01:03Z',
          'anthropic-ratelimit-tokens-limit': '80000',
          'anthropic-ratelimit-tokens-remaining': '70000',
          'anthropic-ratelimit-tokens-reset': '2026-11-22T12:00:00.250Z',
          'anthropic-ratelimit-input-tokens-remaining': '1',
        },
        { now },
      ),
    ).toEqual({
      'openai-version': '2020-10-01',
      'x-request-id': 'req_1',
      'retry-after': '7',
      'x-should-retry': 'false',
      'x-ratelimit-limit-requests': '50',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1m3s',
      'x-ratelimit-limit-tokens': '80000',
      'x-ratelimit-remaining-tokens': '70000',
      'x-ratelimit-reset-tokens': '250ms',
    });
  });

  it.each([
    ['10', '20', '10'],
    ['30', '20', '20'],
    [undefined, '20', '20'],
  ])('show the token limit that runs out first (input %s, output %s)', (input, output, expected) => {
    const headers = translateHeaders(
      { 'anthropic-ratelimit-input-tokens-remaining': input, 'anthropic-ratelimit-output-tokens-remaining': output },
      { now },
    );
    expect(headers['x-ratelimit-remaining-tokens']).toBe(expected);
  });

  it.each([
    ['+63s', '1m3s'],
    ['2026-11-22T11:59:00Z', '0s'],
    ['soon', undefined],
  ])('translate a reset of %s to %s', (reset, expected) => {
    const headers = translateHeaders({ 'anthropic-ratelimit-requests-reset': reset }, { now });
    expect(headers['x-ratelimit-reset-requests']).toBe(expected);
  });

  it.each([
    [0, '0s'],
    [0.2, '1ms'],
    [999, '999ms'],
    [1000, '1s'],
    [1001, '2s'],
    [63_000, '1m3s'],
    [360_000, '6m0s'],
    [3_723_000, '1h2m3s'],
  ])('write %d ms as %s', (milliseconds, expected) => {
    expect(formatDuration(milliseconds)).toBe(expected);
  });
});

describe('oversized or invalid headers', () => {
  const long = '1'.repeat(9_000);

  it.each(['request-id', 'x-request-id', 'retry-after', 'retry-after-ms', 'x-should-retry'])(
    'the upstream’s %s of 9 kB is dropped',
    (name) => {
      expect(Object.values(translateHeaders({ [name]: long }, { now })).filter((value) => value === long)).toEqual([]);
    },
  );

  it.each(['limit', 'remaining', 'reset'])('the upstream’s rate-limit %s of 9 kB is dropped', (part) => {
    const headers = translateHeaders({ [`anthropic-ratelimit-requests-${part}`]: long }, { now });
    expect(JSON.stringify(headers).length).toBeLessThan(1_000);
  });

  it.each(['req 1', 'req\n1', 'réq', '', 5, null, long])(
    'a request id that is invalid in a header is dropped: %j',
    (id) => {
      expect(requestIdOf(id)).toBeNull();
    },
  );
});

describe('the x-dragoman-notes header', () => {
  it('lists each code once, in order', () => {
    expect(notesHeader([note('b'), note('a'), note('b')])).toBe('b,a');
    expect(notesHeader([])).toBe('');
  });

  it('is cut after a whole code within 1 KB', () => {
    const value = notesHeader(Array.from({ length: 200 }, (_, index) => note(`code-number-${index}`)));
    expect(value.length).toBeLessThanOrEqual(1024);
    expect(value.split(',').every((code) => /^code-number-\d+$/.test(code))).toBe(true);
  });
});
