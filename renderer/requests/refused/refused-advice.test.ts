import { describe, expect, it } from 'vitest';
import { adviceFor, headline } from './refused-advice.ts';

const group = (code: string, source: string | null = null) => ({
  code,
  status: 403,
  source,
  message: 'What was answered.',
  hint: 'What was advised.',
  count: 2,
  firstAt: 1,
  lastAt: 2,
  lastRequest: 'POST /v1/chat/completions',
});

describe('the row of refused requests', () => {
  it.each([
    [
      1,
      [group('origin_not_allowed', 'https://evil.example')],
      '1 request was refused',
      'web page https://evil.example',
    ],
    [
      1500,
      [group('host_not_allowed', 'rebind.example'), group('invalid_api_key', 'curl')],
      '1\u2009500 requests were refused',
      'host name rebind.example and 1 other',
    ],
    [3, [group('invalid_api_key')], '3 requests were refused', 'other tools'],
  ])('has the count and the source: %i', (total, groups, count, sources) => {
    expect(headline({ total, groups })).toEqual({ count, sources });
  });

  it.each([
    ['origin_not_allowed', 'Allowed web pages', true],
    ['host_not_allowed', 'More host names', true],
    ['invalid_api_key', 'Copy the token', true],
    ['invalid_request_target', 'base URL', false],
    ['token_unavailable', 'What was advised.', true],
    ['anything_else', 'What was advised.', false],
  ])('has advice for %s', (code, remedy, inSettings) => {
    const advice = adviceFor(group(code));
    expect(advice.remedy).toContain(remedy);
    expect(advice.inSettings).toBe(inSettings);
    expect(advice.meaning).not.toBe('');
  });
});
