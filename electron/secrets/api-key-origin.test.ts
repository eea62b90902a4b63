import { afterEach, describe, expect, test } from 'vitest';
import type { KeyService } from '#electron/services.ts';
import { memoryKeychain } from './__fixtures__/memory-keychain.ts';
import { createKeyService, DEMO_KEY, type KeyServiceOptions } from './api-key.ts';
import { DragomanError } from '#shared/errors.ts';
import { DEFAULT_ENDPOINT } from '#shared/settings/schema.ts';

const KEY = 'sk-ant-api03-0123456789abcd';
const OTHER = 'sk-ant-api03-0123456789wxyz';

const opened: KeyService[] = [];
function open(options: Partial<KeyServiceOptions> & Pick<KeyServiceOptions, 'secrets'>): KeyService {
  const service = createKeyService({
    platform: 'linux',
    probe: async () => 'open',
    endpoint: () => DEFAULT_ENDPOINT,
    ...options,
  });
  opened.push(service);
  return service;
}
afterEach(async () => {
  for (const service of opened.splice(0)) await service.close();
});

describe('origins of the API key', () => {
  const ANTHROPIC = 'https://api.anthropic.com';
  const GATEWAY = 'https://gateway.example/v1/messages';
  const LOCAL = 'http://127.0.0.1:4000/v1/messages';
  const elsewhere = { code: 'key_not_confirmed' };

  test.each([
    ['https://api.anthropic.com:443/v1/messages', true],
    ['https://API.anthropic.com/another/path', true],
    ['https://api.anthropic.com:8443/v1/messages', false],
    ['http://api.anthropic.com/v1/messages', false],
    ['https://api.anthropic.com./v1/messages', false],
    [GATEWAY, false],
    [LOCAL, false],
  ])('a key of an older version goes to %s: %s', async (endpoint, allowed) => {
    const service = open({ secrets: memoryKeychain(KEY).store });
    const given = await service.read(endpoint).catch((error: unknown) => error);
    expect(given === KEY).toBe(allowed);
    expect(given instanceof DragomanError && given.code === elsewhere.code).toBe(!allowed);
    expect((await service.destination(endpoint)).kind).toBe(allowed ? 'allowed' : 'elsewhere');
  });

  test.each([true, false])('an entered key is bound to the current endpoint, session: %s', async (session) => {
    let endpoint = GATEWAY;
    const keychain = memoryKeychain();
    const service = open({ secrets: keychain.store, endpoint: () => endpoint });
    const saved = service.save(KEY, session);
    endpoint = LOCAL;
    await saved;
    expect(await service.read(GATEWAY)).toBe(KEY);
    for (const other of [LOCAL, DEFAULT_ENDPOINT]) await expect(service.read(other)).rejects.toMatchObject(elsewhere);
    if (session) return;
    const later = open({ secrets: keychain.store });
    expect(await later.read(GATEWAY)).toBe(KEY);
    await expect(later.read(DEFAULT_ENDPOINT)).rejects.toMatchObject(elsewhere);
  });

  test('consent adds one origin and survives a restart', async () => {
    const keychain = memoryKeychain(KEY);
    const service = open({ secrets: keychain.store });
    const destination = await service.destination(GATEWAY);
    expect(destination).toMatchObject({
      kind: 'elsewhere',
      trusted: false,
      from: ANTHROPIC,
      to: 'https://gateway.example',
    });
    if (destination.kind === 'elsewhere') await destination.confirm();
    for (const one of [service, open({ secrets: keychain.store })]) {
      expect(await one.read(GATEWAY)).toBe(KEY);
      expect(await one.read(DEFAULT_ENDPOINT)).toBe(KEY);
      await expect(one.read(LOCAL)).rejects.toMatchObject(elsewhere);
    }
    await service.save(OTHER, false);
    await expect(service.read(GATEWAY)).rejects.toMatchObject(elsewhere);
  });

  test.each<[string, (service: KeyService) => Promise<unknown>]>([
    ['another one was saved', (service) => service.save(OTHER, false)],
    ['another one was entered for this run', (service) => service.save(OTHER, true)],
    ['it was forgotten', (service) => service.forget()],
  ])('consent is void when %s meanwhile', async (_name, meanwhile) => {
    const keychain = memoryKeychain(KEY);
    const service = open({ secrets: keychain.store });
    const destination = await service.destination(GATEWAY);
    const changing = meanwhile(service);
    if (destination.kind !== 'elsewhere') throw new Error(destination.kind);
    await expect(destination.confirm()).rejects.toMatchObject({ code: 'key_changed' });
    await changing;
    expect(keychain.secret ?? '').not.toContain('gateway');
    expect((await service.destination(GATEWAY)).kind).not.toBe('allowed');
  });

  test('consent that cannot be stored is void', async () => {
    const keychain = memoryKeychain(KEY);
    const service = open({ secrets: keychain.store });
    const destination = await service.destination(GATEWAY);
    keychain.failure = 'refused';
    if (destination.kind !== 'elsewhere') throw new Error(destination.kind);
    await expect(destination.confirm()).rejects.toMatchObject({ code: 'keychain_refused' });
    keychain.failure = null;
    await expect(service.read(GATEWAY)).rejects.toMatchObject(elsewhere);
  });

  test('consent for a session key ends with it', async () => {
    const service = open({ secrets: memoryKeychain(KEY).store });
    await service.save(OTHER, true);
    const destination = await service.destination(GATEWAY);
    if (destination.kind === 'elsewhere') await destination.confirm();
    expect(await service.read(GATEWAY)).toBe(OTHER);
    await service.forget();
    await expect(service.read(GATEWAY)).rejects.toMatchObject(elsewhere);
  });

  test('the environment can confirm further origins, or all', async () => {
    const { store } = memoryKeychain(KEY);
    const named = open({ secrets: store, trusted: ['https://gateway.example'] });
    expect(await named.read(GATEWAY)).toBe(KEY);
    expect(await named.destination(GATEWAY)).toMatchObject({ kind: 'elsewhere', trusted: true });
    await expect(named.read(LOCAL)).rejects.toMatchObject(elsewhere);
    const any = open({ secrets: store, trusted: 'any' });
    for (const endpoint of [GATEWAY, LOCAL]) expect(await any.read(endpoint)).toBe(KEY);
  });

  test('no key, the environment’s and the demo’s have no origin', async () => {
    expect(await open({ secrets: memoryKeychain().store }).destination(GATEWAY)).toEqual({ kind: 'none' });
    const environment = open({ secrets: memoryKeychain().store, environmentKey: KEY });
    expect(await environment.read(GATEWAY)).toBe(KEY);
    const demo = open({ secrets: memoryKeychain().store, demo: true });
    expect(await demo.read(LOCAL)).toBe(DEMO_KEY);
    expect(await demo.destination(GATEWAY)).toEqual({ kind: 'none' });
  });

  test('a withheld key is in the published state and still redacted', async () => {
    let endpoint = DEFAULT_ENDPOINT;
    const service = open({ secrets: memoryKeychain(KEY).store, endpoint: () => endpoint });
    const states: object[] = [];
    service.onUnconfirmed((origins) => states.push(origins));
    expect((await service.refresh()).hint).toBeNull();
    endpoint = GATEWAY;
    expect(service.state()).toMatchObject({
      state: 'stored',
      hint: expect.stringContaining('https://gateway.example'),
    });
    await expect(service.read(GATEWAY)).rejects.toMatchObject(elsewhere);
    expect(states).toEqual([{ from: ANTHROPIC, to: 'https://gateway.example', lastFour: 'abcd' }]);
    expect(await service.readForRedaction()).toBe(KEY);
  });

  test('a keychain item of another format is never sent', async () => {
    const service = open({ secrets: memoryKeychain('{"key":"sk-ant","origin":"https://evil.example"}').store });
    expect(await service.refresh()).toMatchObject({
      state: 'missing',
      message: expect.stringContaining('cannot be read'),
    });
    expect(await service.read('https://evil.example/')).toBeNull();
  });
});
