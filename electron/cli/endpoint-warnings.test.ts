import { afterEach, describe, expect, test } from 'vitest';
import { createEmitter } from '#electron/platform/emitter.ts';
import { memoryKeychain } from '#electron/secrets/__fixtures__/memory-keychain.ts';
import { createKeyService } from '#electron/secrets/api-key.ts';
import { bindKey, formatKeychainItem } from '#electron/secrets/bound-key.ts';
import type { KeyService } from '#electron/services.ts';
import { DEFAULT_ENDPOINT, defaultSettings, type Settings } from '#shared/settings/schema.ts';
import { watchEndpointWarnings } from './endpoint-warnings.ts';

const GATEWAY = 'https://gateway.example/v1/messages';
const LOCAL = 'http://127.0.0.1:4000/v1/messages';
const sentToGateway = 'Your key will be sent to gateway.example, which is not Anthropic.';

const opened: KeyService[] = [];
afterEach(async () => {
  for (const service of opened.splice(0)) await service.close();
});

interface Watching {
  readonly lines: string[];
  readonly checkKey: () => Promise<void>;
  choose(endpoint: string): void;
}

function watch(
  endpoint: string,
  { boundTo = 'https://api.anthropic.com', trusted = true, demo = false } = {},
): Watching {
  let settings: Settings = { ...defaultSettings, endpoint };
  const changed = createEmitter<Settings>();
  const key = createKeyService({
    secrets: memoryKeychain(formatKeychainItem(bindKey('sk-ant-api03-0123456789abcd', boundTo))).store,
    probe: async () => 'open',
    platform: 'linux',
    endpoint: () => settings.endpoint,
    ...(trusted ? { trusted: 'any' as const } : {}),
  });
  opened.push(key);
  const lines: string[] = [];
  const store = {
    get: () => settings,
    save: () => settings,
    onChange: changed.subscribe,
    recoveredFrom: null,
    damage: null,
  };
  return {
    lines,
    checkKey: watchEndpointWarnings({ demo, settings: store, key }, (line) => lines.push(line)),
    choose(next) {
      settings = { ...settings, endpoint: next };
      changed.emit(settings);
    },
  };
}

describe('terminal warnings about a third-party endpoint', () => {
  test.each([
    [DEFAULT_ENDPOINT, []],
    [LOCAL, []],
    [GATEWAY, [sentToGateway]],
    [
      'https://api.anthropic.com:8443/v1/messages',
      ['Your key will be sent to api.anthropic.com:8443, which is not Anthropic.'],
    ],
  ])('for %s', (endpoint, lines) => {
    expect(watch(endpoint).lines).toEqual(lines);
  });

  test('once for each endpoint', () => {
    const watching = watch(GATEWAY);
    for (const endpoint of [GATEWAY, LOCAL, GATEWAY]) watching.choose(endpoint);
    expect(watching.lines).toEqual([sentToGateway, sentToGateway]);
  });

  test('for a key that was entered for another server', async () => {
    const watching = watch(DEFAULT_ENDPOINT, { boundTo: 'https://gateway.example' });
    await watching.checkKey();
    expect(watching.lines).toEqual([
      'The API key was entered for https://gateway.example and is sent to https://api.anthropic.com.',
    ]);
  });

  test.each([
    ['a key that stays where it belongs', watch.bind(null, DEFAULT_ENDPOINT, {})],
    ['a key for a loopback endpoint', watch.bind(null, LOCAL, {})],
    [
      'a key that is held back',
      watch.bind(null, DEFAULT_ENDPOINT, { boundTo: 'https://gateway.example', trusted: false }),
    ],
    ['a demo', watch.bind(null, GATEWAY, { demo: true })],
  ])('none for %s', async (_name, open) => {
    const watching = open();
    await watching.checkKey();
    expect(watching.lines).toEqual([]);
  });
});
