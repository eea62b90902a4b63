import type { IncomingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { digestOf } from '#electron/secrets/token-digest.ts';
import { type GuardPolicy, guardRequest } from './request-guards.ts';

const policy: GuardPolicy = { port: 9080, hosts: [], origins: [], token: null };

interface Facts {
  method?: string;
  url?: string;
  headers?: IncomingHttpHeaders;
  hosts?: readonly string[];
}

function checkGuards(facts: Facts, changed: Partial<GuardPolicy> = {}): string {
  const hosts = facts.hosts ?? ['127.0.0.1:9080'];
  const verdict = guardRequest(
    {
      method: facts.method ?? 'GET',
      url: facts.url ?? '/v1/models',
      headers: facts.headers ?? {},
      rawHeaders: hosts.flatMap((host) => ['Host', host]),
    },
    { ...policy, ...changed },
  );
  return verdict.kind === 'refuse' ? `${String(verdict.refusal.status)} ${verdict.refusal.code}` : verdict.kind;
}

const post = (headers: IncomingHttpHeaders): Facts => ({ method: 'POST', headers });

describe('the Host header', () => {
  it.each(['127.0.0.1:9080', '127.0.0.1', 'localhost:9080', 'LOCALHOST:9080', 'localhost', '[::1]:9080', '[::1]'])(
    '%s is ours',
    (host) => expect(checkGuards({ hosts: [host] })).toBe('pass'),
  );

  it.each([
    '',
    'evil.example',
    'evil.example:9080',
    '127.0.0.1:9081',
    '127.0.0.1.evil.example:9080',
    'localhost.evil.example',
    'localhost.:9080',
    'user@localhost:9080',
    'localhost:9080@evil.example',
    'localhost:9080:9080',
    ' localhost',
    'dragoman.local',
    'db.internal',
    '192.168.1.10:9080',
    '10.0.0.1',
    '0.0.0.0:9080',
    '[::]:9080',
    '127.1:9080',
    '2130706433',
    '::1',
  ])('%s is not', (host) => expect(checkGuards({ hosts: [host] })).toBe('403 host_not_allowed'));

  it('must occur once', () => {
    expect(checkGuards({ hosts: [] })).toBe('403 host_not_allowed');
    expect(checkGuards({ hosts: ['127.0.0.1:9080', 'evil.example'] })).toBe('403 host_not_allowed');
    expect(checkGuards({ hosts: ['127.0.0.1:9080', '127.0.0.1:9080'] })).toBe('403 host_not_allowed');
  });

  it('may be an added host name with our port', () => {
    const hosts = ['host.docker.internal'];
    expect(checkGuards({ hosts: ['host.docker.internal:9080'] }, { hosts })).toBe('pass');
    expect(checkGuards({ hosts: ['host.docker.internal:1'] }, { hosts })).toBe('403 host_not_allowed');
  });

  it('allows only listed host names', () => {
    const ours = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::9080)?$/i;
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.webAuthority(), fc.ipV4(), fc.ipV6()), (host) => {
        fc.pre(!ours.test(host));
        expect(checkGuards({ hosts: [host] })).toBe('403 host_not_allowed');
      }),
      { numRuns: runs(1_000) },
    );
  });

  it('is checked before method, path and content type', () => {
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS', 'DELETE', 'BREW']) {
      expect(checkGuards({ method, url: '/health', hosts: ['evil.example'] })).toBe('403 host_not_allowed');
    }
  });
});

describe('the request line', () => {
  it.each(['http://127.0.0.1:9080/v1/models', 'https://evil.example/', 'evil.example:443', '*', ''])(
    'with %s is refused',
    (url) => expect(checkGuards({ url })).toBe('400 invalid_request_target'),
  );
});

describe('web pages', () => {
  it.each([
    'null',
    'http://localhost',
    'http://localhost:9080',
    'http://127.0.0.1:9080',
    'http://localhost.evil.example',
    'https://evil.example',
    'file://',
    '',
    'not an origin',
  ])('are refused: Origin %s', (origin) => {
    expect(checkGuards({ headers: { origin } })).toBe('403 origin_not_allowed');
  });

  it.each(['cross-site', 'same-site', 'CROSS-SITE', 'future-value'])('are refused: Sec-Fetch-Site %s', (site) => {
    expect(checkGuards({ headers: { 'sec-fetch-site': site } })).toBe('403 origin_not_allowed');
  });

  it.each(['none', 'same-origin'])('are not assumed for Sec-Fetch-Site %s', (site) => {
    expect(checkGuards({ headers: { 'sec-fetch-site': site } })).toBe('pass');
  });

  const origins = ['https://chat.example.org', 'vscode-webview://abc'];
  it.each([
    ['https://chat.example.org', 'pass'],
    ['https://CHAT.example.org', 'pass'],
    ['https://chat.example.org:443', 'pass'],
    ['vscode-webview://abc', 'pass'],
    ['vscode-webview://abcd', '403 origin_not_allowed'],
    ['https://chat.example.org.evil.example', '403 origin_not_allowed'],
    ['https://chat.example.org@evil.example', '403 origin_not_allowed'],
    ['https://chat.example.org:8443', '403 origin_not_allowed'],
    ['http://chat.example.org', '403 origin_not_allowed'],
    ['https://sub.chat.example.org', '403 origin_not_allowed'],
    ['https://chat.example.org/path', '403 origin_not_allowed'],
    ['null', '403 origin_not_allowed'],
  ])('are accepted only from allowed origins: %s: %s', (origin, expected) => {
    expect(checkGuards({ headers: { origin, 'sec-fetch-site': 'cross-site' } }, { origins })).toBe(expected);
  });

  it('get CORS headers only for an allowed origin, never a wildcard', () => {
    const headersFor = (origin: string, method: string): Readonly<Record<string, string>> => {
      const verdict = guardRequest(
        {
          method,
          url: '/v1/models',
          headers: {
            origin,
            'access-control-request-headers': 'authorization, content-type',
            'access-control-request-private-network': 'true',
          },
          rawHeaders: ['host', 'localhost'],
        },
        { ...policy, origins },
      );
      return verdict.kind === 'refuse' ? {} : verdict.headers;
    };
    expect(headersFor('https://evil.example', 'OPTIONS')).toEqual({});
    expect(headersFor('https://chat.example.org', 'GET')).toMatchObject({
      vary: 'Origin',
      'access-control-allow-origin': 'https://chat.example.org',
    });
    const preflight = headersFor('https://chat.example.org', 'OPTIONS');
    expect(preflight).toMatchObject({
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-allow-private-network': 'true',
    });
    expect(preflight['access-control-allow-methods']).toContain('DELETE');
    expect(preflight).not.toHaveProperty('access-control-allow-credentials');
  });

  it('of allowed origins can read why they were refused', () => {
    const refused = (headers: IncomingHttpHeaders) =>
      guardRequest(
        { method: 'POST', url: '/v1/responses', headers, rawHeaders: ['host', 'localhost'] },
        { ...policy, origins, token: { digest: digestOf('sk-dragoman-0123456789abcdef') } },
      );
    const origin = 'https://chat.example.org';
    expect(refused({ origin })).toMatchObject({
      refusal: { status: 401 },
      headers: { vary: 'Origin', 'access-control-allow-origin': origin },
    });
    expect(refused({ origin: 'https://evil.example' })).toMatchObject({ refusal: { status: 403 }, headers: {} });
  });
});

it.each(['TRACE', 'QUERY', 'PROPFIND', 'M-SEARCH'])('the method %s, which Node parses, is refused', (method) => {
  expect(checkGuards({ method })).toBe('501 method_not_implemented');
  expect(checkGuards({ method, hosts: ['evil.example'] })).toBe('403 host_not_allowed');
});

describe('bodies', () => {
  it.each([
    ['application/json', 'pass'],
    ['application/json; charset=utf-8', 'pass'],
    ['Application/JSON', 'pass'],
    ['text/plain', '415 unsupported_media_type'],
    ['text/plain; application/json', '415 unsupported_media_type'],
    ['application/x-www-form-urlencoded', '415 unsupported_media_type'],
    ['multipart/form-data; boundary=x', '415 unsupported_media_type'],
    ['application/jsonp', '415 unsupported_media_type'],
    ['', '415 unsupported_media_type'],
    [undefined, '415 unsupported_media_type'],
  ])('of type %s: %s', (type, expected) => {
    expect(checkGuards(post(type === undefined ? {} : { 'content-type': type }))).toBe(expected);
  });

  it('are refused by their declared size before they are read', () => {
    const length = (bytes: number) => post({ 'content-type': 'application/json', 'content-length': String(bytes) });
    expect(checkGuards(length(32 * 1024 * 1024))).toBe('pass');
    expect(checkGuards(length(32 * 1024 * 1024 + 1))).toBe('413 request_too_large');
  });

  it('are refused compressed', () => {
    expect(checkGuards(post({ 'content-type': 'application/json', 'content-encoding': 'gzip' }))).toBe(
      '415 unsupported_content_encoding',
    );
  });
});

describe('the token', () => {
  const token = 'sk-dragoman-0123456789abcdef';
  const demand = { token: { digest: digestOf(token) } };
  it.each([
    [{ authorization: `Bearer ${token}` }, 'pass'],
    [{ authorization: `bearer ${token}` }, 'pass'],
    [{ 'x-api-key': token }, 'pass'],
    [{ 'x-api-key': token, authorization: 'Bearer of-a-subscription' }, 'pass'],
    [{ 'x-api-key': 'sk-ant-of-the-client', authorization: `Bearer ${token}` }, 'pass'],
    [{ 'x-api-key': 'sk-ant-of-the-client', authorization: 'Bearer of-a-subscription' }, '401 invalid_api_key'],
    [{}, '401 invalid_api_key'],
    [{ authorization: 'Bearer ' }, '401 invalid_api_key'],
    [{ authorization: token }, '401 invalid_api_key'],
    [{ authorization: `Bearer ${token}0` }, '401 invalid_api_key'],
    [{ authorization: `Bearer ${token.slice(0, -1)}` }, '401 invalid_api_key'],
    [{ authorization: `Basic ${token}` }, '401 invalid_api_key'],
  ])('when required: %o: %s', (headers, expected) => {
    expect(checkGuards({ headers }, demand)).toBe(expected);
  });

  it('is not required when off, whatever a client sends', () => {
    expect(checkGuards({ headers: { authorization: 'Bearer sk-anything' } })).toBe('pass');
  });

  it('is not required by the health check', () => {
    expect(checkGuards({ url: '/health' }, demand)).toBe('pass');
  });

  it.each(['/', '/v1/models', '/health/', '/healthy', '/v1/health', '//health', '/v1/chat/completions'])(
    'is required at %s',
    (url) => expect(checkGuards({ url }, demand)).toBe('401 invalid_api_key'),
  );

  it('refuses every request when it is unreadable', () => {
    const closed = { token: { digest: null } };
    expect(checkGuards({ headers: { authorization: `Bearer ${token}` } }, closed)).toBe('503 token_unavailable');
    expect(checkGuards({ url: '/health' }, closed)).toBe('pass');
  });

  it('accepts only itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.constant(token).map((text) => text.toUpperCase()),
        ),
        (given) => {
          fc.pre(given.trim() !== token);
          expect(checkGuards({ headers: { authorization: `Bearer ${given}` } }, demand)).toBe('401 invalid_api_key');
        },
      ),
    );
  });
});
