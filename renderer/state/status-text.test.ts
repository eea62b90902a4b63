import { describe, expect, test } from 'vitest';
import type { ProxyStatus } from '#shared/ipc/contract.ts';
import { keyStateSchema, type KeyState } from '#shared/settings/key.ts';
import { bannerFor, keyText } from './status-text.ts';

const stored: KeyState = { state: 'stored', lastFour: 'f3a9', message: 'The key is in the keychain.', hint: null };
const running: ProxyStatus = {
  state: 'running',
  port: 9080,
  baseUrl: 'http://127.0.0.1:9080/v1',
  message: 'Running on 127.0.0.1:9080',
  hint: null,
  freePort: null,
  demo: false,
  activeRequests: 0,
  tokenNeeded: false,
  since: 0,
  key: stored,
};

describe('the banner shows the most severe problem with a remedy', () => {
  test('none while running or starting', () => {
    expect(bannerFor(running)).toBeNull();
    expect(bannerFor({ ...running, state: 'starting' })).toBeNull();
  });

  test('none before the keychain responds', () => {
    expect(bannerFor({ ...running, key: { ...stored, state: 'reading', lastFour: null } })).toBeNull();
  });

  test.each<[string, Partial<ProxyStatus>, readonly string[]]>([
    ['a port in use offers the free one', { state: 'port-conflict', freePort: 9081 }, ['use-free-port', 'retry']],
    ['a port in use without a free one leads to the settings', { state: 'port-conflict' }, ['retry', 'open-settings']],
    ['a stopped proxy can be started', { state: 'stopped' }, ['start']],
    ['a failed one too', { state: 'error' }, ['start']],
    [
      'a missing key leads to the settings',
      { key: { ...stored, state: 'missing', lastFour: null } },
      ['open-settings'],
    ],
    ['a degraded proxy only tells', { state: 'degraded' }, []],
    [
      'a missing key comes before degraded',
      { state: 'degraded', key: { ...stored, state: 'locked' } },
      ['open-settings'],
    ],
    [
      'a stopped proxy comes before a missing key',
      { state: 'stopped', key: { ...stored, state: 'missing' } },
      ['start'],
    ],
  ])('%s', (_, change, actions) => {
    expect(bannerFor({ ...running, ...change })?.actions).toEqual(actions);
  });
});

test('every key state has a text with at most the last four characters of the key', () => {
  const words = keyStateSchema.shape.state.options.map((state) => keyText({ ...stored, state }));
  expect(new Set(words).size).toBe(words.length);
  expect(keyText(stored)).toBe('key in keychain (…f3a9)');
});
