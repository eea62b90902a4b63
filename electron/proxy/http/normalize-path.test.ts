import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceUrl } from '../upstream/resource-url.ts';
import { normaliseTarget } from './normalize-path.ts';

describe('the request target', () => {
  it.each([
    ['/v1/chat/completions', '/v1/chat/completions'],
    ['/v1/chat/completions/', '/v1/chat/completions'],
    ['/v1/v1/chat/completions', '/v1/chat/completions'],
    ['/v1//v1/models/?limit=5', '/v1/models?limit=5'],
    ['//v1/models', '/v1/models'],
    ['/v1/v10', '/v1/v10'],
    ['/v1/v1', '/v1'],
    ['/', '/'],
    ['//', '/'],
    ['/?x=/v1/v1/', '/?x=/v1/v1/'],
  ])('%s means %s', (url, expected) => {
    expect(normaliseTarget(url)).toBe(expected);
  });
});

describe('upstream URLs', () => {
  it.each([
    ['https://api.anthropic.com/v1/messages', 'messages', '', 'https://api.anthropic.com/v1/messages'],
    ['https://api.anthropic.com/v1/messages', 'count_tokens', '', 'https://api.anthropic.com/v1/messages/count_tokens'],
    ['https://api.anthropic.com/v1/messages/', 'models', 'limit=5', 'https://api.anthropic.com/v1/models?limit=5'],
    [
      'https://gateway.example/anthropic/v1/messages?team=a',
      'messages',
      '?beta=true',
      'https://gateway.example/anthropic/v1/messages?team=a&beta=true',
    ],
    ['https://gateway.example/claude', 'models', '', 'https://gateway.example/v1/models'],
  ] as const)('%s, %s %s', (endpoint, resource, query, expected) => {
    expect(resourceUrl(endpoint, resource, query).href).toBe(expected);
  });

  it('have the configured host and path for any client query', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webQueryParameters(), fc.constant('@evil.example/#?')), (query) => {
        const url = resourceUrl('https://api.anthropic.com/v1/messages', 'messages', query);
        expect(`${url.origin}${url.pathname}`).toBe('https://api.anthropic.com/v1/messages');
        expect(url.username + url.hash).toBe('');
      }),
    );
  });
});
