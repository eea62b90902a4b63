import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ENDPOINT, defaultSettings } from './schema.ts';
import { formatAiProxyConfiguration, parseAiProxyConfiguration } from './ai-proxy-config.ts';

const guideExample = `{
    "plugins": {
        "ai-proxy": {
            "provider": "anthropic",
            "model": "claude-3-5-sonnet-20240620",
            "api_key": "your-anthropic-api-key"
        }
    }
}`;

describe('parseAiProxyConfiguration', () => {
  test('accepts the guide’s example, and recognises its api_key as a placeholder', () => {
    expect(parseAiProxyConfiguration(guideExample)).toEqual({
      settings: { provider: 'anthropic', model: 'claude-3-5-sonnet-20240620' },
      apiKey: null,
      issues: [{ path: 'plugins.ai-proxy.api_key', message: expect.stringContaining('placeholder') }],
    });
  });

  const table = { provider: 'anthropic', model: 'claude-opus-5-5', api_key: ' sk-ant-api03-abcdef ' };
  const endpoint = 'https://gateway.example/v1/messages';
  test.each([
    ['the whole', { plugins: { 'ai-proxy': { ...table, override: { endpoint } } } }],
    ['the plugin alone', { 'ai-proxy': { ...table, override: { endpoint } } }],
    ['the bare table', { ...table, override: { endpoint } }],
    ['the flat name of the endpoint', { ...table, 'override.endpoint': endpoint }],
  ])('accepts %s', (_name, content) => {
    expect(parseAiProxyConfiguration(JSON.stringify(content))).toEqual({
      settings: { provider: 'anthropic', model: 'claude-opus-5-5', endpoint },
      apiKey: 'sk-ant-api03-abcdef',
      issues: [],
    });
  });

  test('accepts what editors and other programs add: a mark, CRLF, comments, trailing commas', () => {
    const text = '\uFEFF// of the team\r\n{\r\n  "model": "claude-opus-5-5", /* x */\r\n}\r\n';
    expect(parseAiProxyConfiguration(text)).toEqual({
      settings: { model: 'claude-opus-5-5' },
      apiKey: null,
      issues: [],
    });
  });

  test.each([
    ['{', '', 'not valid JSON: line 1, column 2: a closing brace was expected'],
    ['{\n  "model" "x"\n}', '', 'not valid JSON: line 2, column 11: a colon was expected'],
    ['[]', '', 'JSON object'],
    ['null', '', 'JSON object'],
    ['{"plugins": {}}', 'plugins.ai-proxy', 'Expected an object'],
    ['{"plugins": 3}', 'plugins', 'Expected an object'],
    ['{"provider": "openai"}', 'provider', 'must be "anthropic"'],
    ['{"model": ""}', 'model', 'Enter a Claude model id'],
    ['{"model": 4}', 'model', 'expected string'],
    ['{"api_key": 4}', 'api_key', 'must be a text'],
    ['{"api_key": "$ANTHROPIC_API_KEY"}', 'api_key', 'placeholder'],
    ['{"api_key": "sk-ant-oat01-0123456789"}', 'api_key', 'OAuth token'],
    ['{"override": {"endpoint": "http://example.com/"}}', 'override.endpoint', 'Only https'],
    ['{"override": {"endpoint": "https://me:pw@example.com/"}}', 'override.endpoint', 'password'],
    ['{"override": "https://example.com"}', 'override', 'endpoint'],
    ['{"override": {"scheme": "x"}}', 'override.scheme', 'no such name'],
    ['{"options": {}}', 'options', 'no such name'],
  ])('reports an issue for %s', (json, path, message) => {
    const read = parseAiProxyConfiguration(json);
    expect(read.settings).toEqual({});
    expect(read.apiKey).toBeNull();
    expect(read.issues).toEqual([{ path, message: expect.stringContaining(message) }]);
  });

  test('imports valid values beside invalid ones', () => {
    const read = parseAiProxyConfiguration('{"provider": "openai", "model": "claude-haiku-5"}');
    expect(read.settings).toEqual({ model: 'claude-haiku-5' });
    expect(read.issues).toHaveLength(1);
  });

  test('never throws, and never shows a key in an issue', () => {
    const canary = 'sk-ant-canary-0123456789';
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('api_key', 'model', 'provider', 'override'), (inner, name) => {
        const read = parseAiProxyConfiguration(`{"${name}": ${inner}, "api_key": "${canary}"}`);
        expect(JSON.stringify(read.issues)).not.toContain(canary);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void parseAiProxyConfiguration(text)));
  });
});

describe('formatAiProxyConfiguration', () => {
  test('omits api_key and the default endpoint', () => {
    const json = formatAiProxyConfiguration(defaultSettings);
    expect(json).not.toContain('api_key');
    expect(json).not.toContain(DEFAULT_ENDPOINT);
  });

  test.each([DEFAULT_ENDPOINT, 'http://127.0.0.1:4000/v1/messages'])(
    'is parsed to the same configuration, with %s',
    (to) => {
      const settings = { provider: 'anthropic' as const, model: 'claude-opus-5-5', endpoint: to };
      const read = parseAiProxyConfiguration(formatAiProxyConfiguration(settings));
      expect(read.issues).toEqual([]);
      expect({ endpoint: DEFAULT_ENDPOINT, ...read.settings }).toEqual(settings);
    },
  );
});
