import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClientTokenService, SettingsStore } from '#electron/services.ts';
import { tokenStateSchema } from '#shared/settings/client-token-format.ts';
import { type MemoryKeychain, memoryKeychain } from './__fixtures__/memory-keychain.ts';
import { type ClientTokenOptions, createClientToken, TOKEN_ACCOUNT } from './client-token.ts';
import { createSettingsStore } from '../settings/settings-store.ts';
import { digestOf, matchesDigest } from './token-digest.ts';

let folder: string;
let settings: SettingsStore;
let keychain: MemoryKeychain;
const opened: ClientTokenService[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-token-'));
  settings = createSettingsStore({ dataFolder: folder });
  keychain = memoryKeychain();
});
afterEach(() => {
  for (const service of opened.splice(0)) service.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(options: Partial<ClientTokenOptions> = {}): ClientTokenService {
  const service = createClientToken({
    settings,
    secrets: keychain.store,
    probe: async () => 'open',
    platform: 'linux',
    retryMs: 0,
    ...options,
  });
  opened.push(service);
  return service;
}

const require = (requireToken: boolean): void => void settings.save({ ...settings.get(), requireToken });

/** Whether the request guard would accept it. */
function admits(service: ClientTokenService, token: string | null): boolean {
  const demand = service.demand();
  return demand === null || (demand.digest !== null && token !== null && matchesDigest(token, demand.digest));
}

test('off by default: no token is required or stored, and the keychain is not called', async () => {
  const service = open();
  expect(await service.refresh()).toMatchObject({ state: 'off' });
  expect(service.demand()).toBeNull();
  expect(await service.reveal()).toBeNull();
  expect(keychain.calls).toBe(0);
});

describe('switched on', () => {
  test('a token has our prefix and 256 random bits, stored in the keychain only', async () => {
    const service = open();
    await service.ensure();
    require(true);
    const token = keychain.secrets.get(TOKEN_ACCOUNT) ?? '';
    expect(token).toMatch(/^sk-dragoman-[\w-]{43}$/);
    expect(Buffer.from(token.slice('sk-dragoman-'.length), 'base64url')).toHaveLength(32);
    expect(service.state()).toMatchObject({ state: 'stored', lastFour: token.slice(-4) });
    expect(JSON.stringify(service.state())).not.toContain(token);
    expect(await service.reveal()).toBe(token);
    expect([admits(service, token), admits(service, `${token}x`), admits(service, null)]).toEqual([true, false, false]);
  });

  test('the token survives a restart and being off', async () => {
    const first = open();
    await first.ensure();
    require(true);
    const token = await first.reveal();
    require(false);
    expect(first.demand()).toBeNull();
    await first.ensure();
    require(true);
    expect(admits(first, token)).toBe(true);
    const second = open();
    expect(await second.refresh()).toMatchObject({ state: 'stored' });
    expect(admits(second, token)).toBe(true);
  });

  test('a new token replaces the old one immediately and is published', async () => {
    const service = open();
    await service.ensure();
    require(true);
    const old = await service.reveal();
    const published: string[] = [];
    service.onChange(({ lastFour }) => published.push(lastFour ?? ''));
    await service.rotate();
    const now = await service.reveal();
    expect(now).not.toBe(old);
    expect([admits(service, old), admits(service, now)]).toEqual([false, true]);
    expect(published).toEqual([now?.slice(-4)]);
  });

  test('tokens are unique', async () => {
    const service = open();
    const seen = new Set<string | undefined>();
    for (let round = 0; round < 20; round += 1) {
      await service.rotate();
      seen.add(keychain.secrets.get(TOKEN_ACCOUNT));
    }
    expect(seen.size).toBe(20);
  });
});

describe('a token that cannot be read', () => {
  test.each(['locked', 'refused', 'timeout', 'no-keyring'] as const)(
    'because of %s refuses every request with the reason',
    async (failure) => {
      await open().ensure();
      require(true);
      const token = keychain.secrets.get(TOKEN_ACCOUNT) ?? '';
      keychain.failure = failure;
      const service = open();
      const state = tokenStateSchema.parse(await service.refresh());
      expect(state).toMatchObject({ state: failure, lastFour: null });
      expect(state.hint).toBeTruthy();
      expect(service.demand()).toEqual({ digest: null });
      expect(admits(service, token)).toBe(false);
    },
  );

  test('is read again after the keyring is unlocked', async () => {
    await open().ensure();
    require(true);
    const token = keychain.secrets.get(TOKEN_ACCOUNT) ?? '';
    keychain.failure = 'locked';
    const service = open();
    await service.refresh();
    keychain.failure = null;
    expect(admits(service, token)).toBe(false);
    await expect.poll(() => admits(service, token)).toBe(true);
  });

  test('cannot be switched on without a stored token', async () => {
    keychain.failure = 'locked';
    await expect(open().ensure()).rejects.toMatchObject({ code: 'keychain_locked' });
  });

  test('stays unchanged when a new one cannot be stored', async () => {
    const service = open();
    await service.ensure();
    require(true);
    const token = await service.reveal();
    keychain.failure = 'refused';
    await expect(service.rotate()).rejects.toMatchObject({ code: 'keychain_refused' });
    expect(admits(service, token)).toBe(true);
  });

  test('is a session token without a keyring', async () => {
    const service = open({ probe: async () => 'no-bus' });
    await service.ensure();
    require(true);
    expect(service.state()).toMatchObject({ state: 'session', hint: expect.stringContaining('gone when') });
    expect(admits(service, await service.reveal())).toBe(true);
    expect(keychain.calls).toBe(0);
  });
});

describe('DRAGOMAN_TOKEN', () => {
  const token = 'sk-from-the-environment';

  test('is required regardless of the settings, without keychain calls', async () => {
    const service = open({ environmentToken: token });
    expect(await service.refresh()).toMatchObject({ state: 'environment', lastFour: 'ment' });
    expect(service.demand()).toEqual({ digest: digestOf(token) });
    expect(await service.reveal()).toBe(token);
    await expect(service.rotate()).rejects.toMatchObject({ code: 'fixed_token' });
    expect(keychain.calls).toBe(0);
  });
});

test('the demo requires none, regardless of the settings', async () => {
  require(true);
  const service = open({ demo: true });
  expect(await service.refresh()).toMatchObject({ state: 'demo' });
  expect(service.demand()).toBeNull();
  expect(keychain.calls).toBe(0);
});
