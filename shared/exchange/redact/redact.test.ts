import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { hideSecret, redactHeader, redactHeaders, redactText } from './redact.ts';

const secretCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const secret = fc.string({
  unit: fc.constantFrom(...secretCharacters.split('')),
  minLength: 24,
  maxLength: 60,
});

describe('headers', () => {
  it.each([
    ['authorization', 'Bearer sk-1234567890abcdef', 'Bearer …cdef'],
    ['Authorization', 'Basic dXNlcjpwYXNzd29yZDE=', 'Basic …'],
    ['authorization', 'opaque-key-of-a-gateway-9876', '…9876'],
    ['proxy-authorization', 'Negotiate YIIabcdefghijklm', 'Negotiate …jklm'],
    ['x-api-key', 'sk-ant-api03-abcdefghijkl', '…ijkl'],
    ['api-key', 'short', '…'],
    ['cookie', 'session=abc; other=def', '…'],
    ['set-cookie', 'session=abc', '…'],
    ['x-csrf-token', '0123456789abcdef', '…cdef'],
    ['x-goog-api-key', 'AIzaSyA1234567890abcdef', '…cdef'],
    [
      'sec-websocket-protocol',
      'realtime, openai-insecure-api-key.0123456789ab',
      'realtime, openai-insecure-api-key.…89ab',
    ],
    ['anthropic-ratelimit-tokens-remaining', '79000', '79000'],
    ['x-ratelimit-limit-tokens', '80000', '80000'],
    ['user-agent', 'OpenAI/JS 6.1.0', 'OpenAI/JS 6.1.0'],
    ['referer', 'https://host/path?token=abcdefghijklmnop', 'https://host/path?token=…mnop'],
  ])('%s: %s', (name, value, expected) => {
    expect(redactHeader(name, value)).toBe(expected);
  });

  it('contain no known secret, whatever the header’s name', () => {
    const headers = redactHeaders({ 'x-note': 'the key is hunter2-hunter2-hunter2' }, ['hunter2-hunter2-hunter2']);
    expect(headers['x-note']).toBe('the key is …ter2');
  });
});

describe('text', () => {
  it.each([
    ['an Anthropic key', 'key sk-ant-api03-AbCdEfGhIjKlMnOpQrSt!', 'key sk-ant-api03-…QrSt!'],
    ['an OpenAI project key', '"sk-proj-AbCdEfGhIjKlMnOpQrSt"', '"sk-proj-…QrSt"'],
    ['our own client token', 'sk-dragoman-AbCdEfGhIjKlMnOpQrSt', 'sk-dragoman-…QrSt'],
    ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'eyJ…dXJl'],
    [
      'a bearer value in a command',
      "curl -H 'Authorization: Bearer abcdefghijkl'",
      "curl -H 'Authorization: Bearer …ijkl'",
    ],
    ['a member with a telling name', '{"api_key": "abcdefghijklmnop"}', '{"api_key": "…mnop"}'],
    ['the token of an MCP server', '{"authorization_token":"abcdefghijklmnop"}', '{"authorization_token":"…mnop"}'],
    [
      'JSON inside a JSON string',
      String.raw`{"arguments":"{\"password\":\"abcdefghijklmnop\"}"}`,
      String.raw`{"arguments":"{\"password\":\"…mnop\"}"}`,
    ],
    ['a value with escapes', String.raw`{"password":"abc\nabcdefghijklmnop"}`, '{"password":"…mnop"}'],
    [
      'JSON two strings deep',
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ token: 'abcdefghijklmnop' }) }) }),
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ token: '…mnop' }) }) }),
    ],
    ['a query secret', 'GET /v1/messages?key=abcdefghijklmnop&beta=true', 'GET /v1/messages?key=…mnop&beta=true'],
    ['credentials in a URL', 'https://user:password@host/path', 'https://…@host/path'],
  ])('hides %s', (_what, text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    '{"max_tokens":500,"messages":[{"role":"user","content":"Translate: Hello, how are you?"}]}',
    'A task-oriented sk-learn pipeline, risk-averse.',
    'pip install sk-learn-contrib-packages',
    '.sk-folding-cube-container { display: grid }',
    '{"token":"identifier"}',
    'Basic understanding and a bearer certificate.',
    'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Bonjour"}}\n\n',
    '{"completion_tokens":12,"total_tokens":30}',
  ])('leaves ordinary text alone: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  const contexts: readonly ((secret: string) => string)[] = [
    (value) => JSON.stringify({ headers: { Authorization: `Bearer ${value}` } }),
    (value) => JSON.stringify({ note: `my key is sk-ant-api03-${value}, keep it` }),
    (value) => JSON.stringify({ api_key: value, nested: [{ access_token: value }] }),
    (value) => JSON.stringify({ arguments: JSON.stringify({ client_secret: value }) }),
    (value) => JSON.stringify({ arguments: JSON.stringify({ inner: JSON.stringify({ token: value }) }) }),
    (value) => JSON.stringify({ url: `https://example.org/a?b=c&access_token=${value}#part` }),
    (value) => JSON.stringify({ remote: `https://bot:${value}@git.example.org/repository.git` }),
    (value) => JSON.stringify({ jwt: `eyJhbGciOiJIUzI1NiJ9.${value}.${value}` }),
  ];

  it('redacts every canary, keeps JSON valid, and is idempotent', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...contexts), fc.json(), (canary, context, noise) => {
        const text = `[${noise},${context(canary)}]`;
        const once = redactText(text);
        expect(once).not.toContain(canary);
        expect(() => JSON.parse(once)).not.toThrow();
        expect(redactText(once)).toBe(once);
      }),
      { numRuns: runs(500) },
    );
  });

  it('is idempotent and keeps JSON valid for any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const once = redactText(text);
        expect(() => JSON.parse(once)).not.toThrow();
        expect(redactText(once)).toBe(once);
      }),
      { numRuns: runs(500) },
    );
  });

  it('redacts a known secret in every encoding', () => {
    const key = 'gateway+key/0123456789';
    const forms = [
      key,
      key.replaceAll('/', String.raw`\/`).replaceAll('+', String.raw`\u002B`),
      encodeURIComponent(key),
      ...['', 'a', 'ab'].map((before) => btoa(before + key)),
    ];
    for (const form of forms)
      expect(redactText(`{"message":"bad ${form} here"}`, [key])).toMatch(/^\{"message":"bad \S{0,8}…\S{0,8} here"\}$/);
  });

  it('redacts a known secret of any form everywhere', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (canary, before, after) => {
        expect(redactText(before + canary + after, [canary])).not.toContain(canary);
      }),
    );
  });
});

describe('a hidden secret', () => {
  it.each([
    ['abcdefghijkl', '…ijkl'],
    ['abcdefghijk', '…'],
    ['', '…'],
    ['…ijkl', '…ijkl'],
    ['abcdefghijklm"no', '…'],
  ])('%s becomes %s', (text, expected) => {
    expect(hideSecret(text)).toBe(expected);
  });
});
