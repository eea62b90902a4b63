import { describe, expect, test } from 'vitest';
import { defaultSettings, settingsSchema } from '#shared/settings/schema.ts';
import { apiKeyProblem, formErrors, fromForm, toForm, type SettingsForm } from './form.ts';

const form = toForm({ ...defaultSettings, aliases: { fast: 'claude-haiku-5-5' } });
const errorsOf = (change: Partial<SettingsForm>): Record<string, string> =>
  Object.fromEntries(formErrors({ ...form, ...change }));

describe('settings and form', () => {
  test('round-trip unchanged', () => {
    const settings = settingsSchema.parse({
      port: 9999,
      aliases: { 'gpt-4o': 'claude-opus-5-5' },
      theme: 'dark',
      allowedHosts: ['host.docker.internal'],
      allowedOrigins: ['https://a.example', 'http://b.example:3000'],
    });
    expect(fromForm(toForm(settings))).toEqual(settings);
  });

  test('the form never has the key', () => {
    expect(form.apiKey).toBe('');
  });

  test('text is trimmed, empty alias rows are skipped', () => {
    const settings = fromForm({ ...form, model: ' claude-x ', aliases: [{ name: '', model: ' ' }] });
    expect(settings).toMatchObject({ model: 'claude-x', aliases: {} });
  });
});

describe('form errors', () => {
  test('none for the defaults', () => {
    expect(errorsOf({})).toEqual({});
  });

  test.each<[string, Partial<SettingsForm>, string, RegExp]>([
    ['an empty port', { port: '' }, 'port', /whole number/],
    ['a port that is no number', { port: '90x' }, 'port', /whole number/],
    ['port 0', { port: '0' }, 'port', /start at 1/],
    ['port 70000', { port: '70000' }, 'port', /end at 65535/],
    ['an empty model', { model: '' }, 'model', /Enter a Claude model id/],
    ['a model with spaces inside', { model: 'claude sonnet' }, 'model', /letters, digits/],
    ['an endpoint that is no URL', { endpoint: 'api.anthropic.com' }, 'endpoint', /not a URL/],
    ['http to another machine', { endpoint: 'http://example.com/v1/messages' }, 'endpoint', /https/],
    ['credentials in the endpoint', { endpoint: 'https://me:pw@example.com' }, 'endpoint', /user name or password/],
    ['an alias without a model', { aliases: [{ name: 'fast', model: '' }] }, 'aliases.0.model', /Claude model/],
    ['an alias without a name', { aliases: [{ name: '', model: 'claude-x' }] }, 'aliases.0.name', /name/],
    [
      'a duplicate alias',
      {
        aliases: [
          { name: 'a', model: 'claude-x' },
          { name: 'a', model: 'claude-y' },
        ],
      },
      'aliases.1.name',
      /twice/,
    ],
    ['a host with a scheme', { allowedHosts: 'fine.example\nhttp://x' }, 'allowedHosts', /Entry 2: A host name/],
    ['an origin with a path', { allowedOrigins: 'https://a.example/x' }, 'allowedOrigins', /Entry 1: An origin/],
    ['a token of a login', { apiKey: ' sk-ant-oat01-0123456789' }, 'apiKey', /OAuth token.*Anthropic Console/],
    ['a key with a space', { apiKey: 'sk-ant-api03 abcdefgh' }, 'apiKey', /space or a line break/],
    ['the masked form of a key', { apiKey: 'sk-ant-api03-…wxyz' }, 'apiKey', /shortened form/],
    ['a key that no header carries', { apiKey: 'sk-ant-api03-äbcdefgh' }, 'apiKey', /“ä” \(U\+00E4\)/],
  ])('%s', (_, change, field, message) => {
    expect(errorsOf(change)[field]).toMatch(message);
  });
});

test.each([
  ['', true],
  ['  sk-ant-api03-abcdefgh  ', true],
  ['export ANTHROPIC_API_KEY="sk-ant-api03-abcdefgh"', true],
  ['sk-ant-\nabcdefgh', true],
  ['short', false],
  ['x'.repeat(501), false],
])('a key %j can be saved: %s', (typed, fine) => {
  expect(apiKeyProblem(typed) === null).toBe(fine);
});
