import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANTHROPIC_ORIGIN, endpointOrigin, isLoopbackHost, validateEndpoint } from './endpoint.ts';
import { DEFAULT_ENDPOINT } from './schema.ts';

const warningOf = (endpoint: string): string | null => {
  const verdict = validateEndpoint(endpoint);
  return verdict.ok ? verdict.warning : 'refused';
};

describe('the warning of an endpoint', () => {
  it.each([
    [DEFAULT_ENDPOINT, null],
    ['https://api.anthropic.com:443/v1/messages', null],
    ['http://localhost:4000/v1/messages', null],
    ['http://127.0.0.9/v1/messages', null],
    ['https://[::1]:4000/v1/messages', null],
    ['https://gateway.example/v1/messages', 'Your key will be sent to gateway.example, which is not Anthropic.'],
    ['https://api.anthropic.com:8443/', 'Your key will be sent to api.anthropic.com:8443, which is not Anthropic.'],
    ['https://api.anthropic.com./', 'Your key will be sent to api.anthropic.com., which is not Anthropic.'],
    ['https://аpi.anthropic.com/', 'Your key will be sent to xn--pi-6kc.anthropic.com, which is not Anthropic.'],
  ])('%s: %s', (endpoint, warning) => {
    expect(warningOf(endpoint)).toBe(warning);
  });

  it('exists for every origin except Anthropic’s and loopback', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'] }), (url) => {
        const { origin, hostname } = new URL(url);
        expect(endpointOrigin(url)).toBe(origin);
        expect(warningOf(url) === null).toBe(origin === ANTHROPIC_ORIGIN || isLoopbackHost(hostname));
      }),
      { numRuns: 50 },
    );
  });
});

it('the default endpoint has the origin that keys of older versions are bound to', () => {
  expect(endpointOrigin(DEFAULT_ENDPOINT)).toBe(ANTHROPIC_ORIGIN);
});
