import { afterEach, describe, expect, test, vi } from 'vitest';
import type { KeyService } from '#electron/services.ts';
import { memoryKeychain } from './__fixtures__/memory-keychain.ts';
import { createKeyService, DEMO_KEY, type KeyServiceOptions } from './api-key.ts';
import { DEFAULT_ENDPOINT } from '#shared/settings/schema.ts';
import type { KeyringReading } from './keyring-probe.ts';
import type { SecretFailure } from './secret-store.ts';

const KEY = 'sk-ant-api03-0123456789abcd';
const OTHER = 'sk-ant-api03-0123456789wxyz';

const opened: KeyService[] = [];
function open(options: Partial<KeyServiceOptions> & Pick<KeyServiceOptions, 'secrets'>): KeyService {
  const service = createKeyService({
    platform: 'linux',
    probe: reading('open'),
    endpoint: () => DEFAULT_ENDPOINT,
    ...options,
  });
  opened.push(service);
  return service;
}
function reading(...readings: KeyringReading[]): () => Promise<KeyringReading> {
  return async () => (readings.length > 1 ? readings.shift() : readings[0]) ?? 'unknown';
}
afterEach(async () => {
  vi.useRealTimers();
  for (const service of opened.splice(0)) await service.close();
});

describe('sources of the API key', () => {
  test('the keychain', async () => {
    const service = open({ secrets: memoryKeychain(KEY).store });
    expect(await service.refresh()).toMatchObject({ state: 'stored', lastFour: 'abcd' });
    expect(await service.read(DEFAULT_ENDPOINT)).toBe(KEY);
  });

  test('the environment, without a call to the keychain', async () => {
    const keychain = memoryKeychain(OTHER);
    const service = open({ secrets: keychain.store, environmentKey: ` ${KEY}\n` });
    expect(service.state()).toMatchObject({ state: 'environment', lastFour: 'abcd' });
    expect(await service.refresh()).toMatchObject({ state: 'environment' });
    expect(await service.read(DEFAULT_ENDPOINT)).toBe(KEY);
    expect(keychain.calls).toBe(0);
  });

  test('the demo, which stores none', async () => {
    const keychain = memoryKeychain(KEY);
    const service = open({ secrets: keychain.store, demo: true });
    expect(await service.refresh()).toMatchObject({ state: 'demo', lastFour: null });
    expect(await service.read(DEFAULT_ENDPOINT)).toBe(DEMO_KEY);
    await expect(service.save(OTHER, false)).rejects.toMatchObject({ code: 'demo_key' });
    await expect(service.save(OTHER, true)).rejects.toMatchObject({ code: 'demo_key' });
    expect(keychain).toMatchObject({ calls: 0, secret: KEY });
  });

  test('a session key precedes the others until it is removed', async () => {
    const keychain = memoryKeychain(OTHER);
    const service = open({ secrets: keychain.store });
    expect(await service.save(KEY, true)).toMatchObject({ state: 'session', lastFour: 'abcd' });
    expect(keychain.calls).toBe(0);
    expect(await service.read(DEFAULT_ENDPOINT)).toBe(KEY);
    expect(await service.forget()).toMatchObject({ state: 'stored', lastFour: 'wxyz' });
    expect(keychain.secret).toBe(OTHER);
  });

  test('a login token is refused from any source, with the reason', async () => {
    const token = 'sk-ant-oat01-0123456789abcd';
    const message = expect.stringMatching(/^ANTHROPIC_API_KEY holds an OAuth token/);
    const hint = expect.stringContaining('Anthropic Console');
    const keychain = memoryKeychain(KEY);
    const service = open({ secrets: keychain.store, environmentKey: token });
    expect(service.state()).toMatchObject({ state: 'missing', lastFour: null, message, hint });
    expect(await service.read(DEFAULT_ENDPOINT)).toBeNull();
    expect(keychain.calls).toBe(0);
    for (const session of [true, false]) {
      await expect(service.save(token, session)).rejects.toMatchObject({ code: 'invalid_key', hint });
    }
    expect(keychain.secret).toBe(KEY);
    expect(await service.save(OTHER, true)).toMatchObject({ state: 'session' });

    const stored = open({ secrets: memoryKeychain(token).store });
    expect(await stored.refresh()).toMatchObject({
      state: 'missing',
      message: expect.stringContaining('keychain'),
      hint,
    });
    expect(await stored.read(DEFAULT_ENDPOINT)).toBeNull();
  });

  test.each([
    ['ANTHROPIC_API_KEY', `"${KEY}"`, true],
    ['the keychain', `export ANTHROPIC_API_KEY=${KEY}\r\n`, false],
  ])('%s, without its decoration', async (_name, text, environment) => {
    const service = open(
      environment
        ? { secrets: memoryKeychain(OTHER).store, environmentKey: text }
        : { secrets: memoryKeychain(text).store },
    );
    expect(await service.refresh()).toMatchObject({ lastFour: 'abcd' });
    expect(await service.read(DEFAULT_ENDPOINT)).toBe(KEY);
  });

  test.each([
    ['sk-ant-api03-…abcd', /shortened form/],
    ['sk-ant-api03-01234\u00e456789abcd', /no HTTP header/],
    ['sk-ant-api03-0123 456789abcd', /space or a line break/],
  ])('%j, invalid in a header or not a key, is refused from any source with the reason', async (text, reason) => {
    const given = open({ secrets: memoryKeychain(KEY).store, environmentKey: text });
    const stored = open({ secrets: memoryKeychain(text).store });
    for (const [service, where] of [
      [given, /^ANTHROPIC_API_KEY cannot be used/],
      [stored, /^The key in the keychain cannot be used/],
    ] as const) {
      const state = await service.refresh();
      expect(state).toMatchObject({ state: 'missing', lastFour: null, message: expect.stringMatching(where) });
      expect(state.message).toMatch(reason);
      expect(await service.read(DEFAULT_ENDPOINT)).toBeNull();
    }
    const keychain = memoryKeychain(KEY);
    for (const session of [true, false]) {
      await expect(open({ secrets: keychain.store }).save(text, session)).rejects.toMatchObject({
        code: 'invalid_key',
        message: expect.stringMatching(reason),
      });
    }
    expect(keychain.secret).toBe(KEY);
  });

  test('an empty environment variable is ignored', async () => {
    const service = open({ secrets: memoryKeychain().store, environmentKey: '  ' });
    expect(await service.refresh()).toMatchObject({ state: 'missing' });
  });
});

describe('a keychain error', () => {
  test.each<[string, KeyringReading[], SecretFailure | null, string, number]>([
    ['no session bus', ['no-bus'], null, 'no-keyring', 0],
    ['a locked keyring', ['locked'], null, 'locked', 0],
    ['an open keyring without a key', ['open'], null, 'missing', 1],
    ['a keyring that was asleep, and is locked', ['unknown', 'locked'], null, 'locked', 1],
    ['no keyring', ['unknown'], 'no-keyring', 'no-keyring', 1],
    ['a refusal', ['open'], 'refused', 'refused', 1],
    ['silence', ['open'], 'timeout', 'timeout', 1],
    ['a bus that is only slow', ['slow'], null, 'timeout', 0],
    ['silence of a keyring that turns out locked', ['unknown', 'locked'], 'timeout', 'locked', 1],
  ])('%s', async (_name, readings, failure, state, calls) => {
    const keychain = memoryKeychain();
    keychain.failure = failure;
    const service = open({ secrets: keychain.store, probe: reading(...readings) });
    const refreshed = await service.refresh();
    expect(refreshed).toMatchObject({ state, lastFour: null });
    expect(refreshed.hint).not.toBeNull();
    expect(keychain.calls).toBe(calls);
    expect(await service.read(DEFAULT_ENDPOINT)).toBeNull();
  });

  test('names both causes when a locked keyring looks the same', async () => {
    const service = open({ secrets: memoryKeychain().store, probe: reading('unknown') });
    expect((await service.refresh()).message).toMatch(/none is stored, or the keyring is locked/);
  });

  test('a key stored later is used without a reload', async () => {
    const service = open({ secrets: memoryKeychain(KEY).store, probe: reading('locked', 'open') });
    expect(await service.refresh()).toMatchObject({ state: 'locked' });
    expect(await service.read(DEFAULT_ENDPOINT)).toBe(KEY);
    expect(service.state()).toMatchObject({ state: 'stored' });
  });

  test('a failed save reports why, and a hint', async () => {
    const keychain = memoryKeychain();
    keychain.failure = 'refused';
    const service = open({ secrets: keychain.store });
    await expect(service.save(KEY, false)).rejects.toMatchObject({
      code: 'keychain_refused',
      hint: expect.stringContaining('for this run only'),
    });
    expect(await service.read(DEFAULT_ENDPOINT)).toBeNull();
  });

  test('without a bus the keychain is not called', async () => {
    const keychain = memoryKeychain();
    const service = open({ secrets: keychain.store, probe: reading('no-bus') });
    await expect(service.save(KEY, false)).rejects.toMatchObject({ code: 'keychain_no_keyring' });
    await expect(service.forget()).rejects.toMatchObject({ code: 'keychain_no_keyring' });
    expect(keychain.calls).toBe(0);
  });
});

test('until the keychain responds, the state is pending', async () => {
  const heard: string[] = [];
  let answer: (reading: KeyringReading) => void = () => undefined;
  const probe = (): Promise<KeyringReading> => new Promise((resolve) => (answer = resolve));
  const service = open({ secrets: memoryKeychain().store, probe });
  service.onChange(({ state }) => heard.push(state));
  expect(service.state()).toMatchObject({ state: 'reading', message: 'Reading the keychain…', hint: null });
  const refreshed = service.refresh();
  expect(service.state().state).toBe('reading');
  answer('no-bus');
  expect((await refreshed).state).toBe('no-keyring');
  expect(heard).toEqual(['no-keyring']);
});

describe('the memory copy', () => {
  test('serves many requests with one keychain call', async () => {
    const keychain = memoryKeychain(KEY);
    const service = open({ secrets: keychain.store });
    await Promise.all([service.read(DEFAULT_ENDPOINT), service.read(DEFAULT_ENDPOINT), service.read(DEFAULT_ENDPOINT)]);
    await service.read(DEFAULT_ENDPOINT);
    expect(keychain.calls).toBe(1);
  });

  test('expires', async () => {
    const keychain = memoryKeychain(KEY);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const service = open({ secrets: keychain.store, keepMs: 1_000 });
    await service.read(DEFAULT_ENDPOINT);
    vi.advanceTimersByTime(1_000);
    await service.read(DEFAULT_ENDPOINT);
    expect(keychain.calls).toBe(2);
  });

  test('ends with a change of the key', async () => {
    const service = open({ secrets: memoryKeychain(KEY).store });
    const reading1 = service.read(DEFAULT_ENDPOINT);
    await service.save(OTHER, false);
    await reading1;
    expect(await service.read(DEFAULT_ENDPOINT)).toBe(OTHER);
    expect(service.state()).toMatchObject({ lastFour: 'wxyz' });
    await service.forget();
    expect(await service.read(DEFAULT_ENDPOINT)).toBeNull();
  });
});

test('listeners receive changes only, and never the key', async () => {
  const published: string[] = [];
  const service = open({ secrets: memoryKeychain(KEY).store });
  service.onChange((state) => published.push(JSON.stringify(state)));
  await service.refresh();
  await service.refresh();
  await service.save(OTHER, true);
  expect(published).toHaveLength(2);
  expect(published.join()).not.toContain(KEY);
  expect(published.join()).not.toContain(OTHER);
});

test('a key is saved without surrounding white space; an empty one is refused', async () => {
  const keychain = memoryKeychain();
  const service = open({ secrets: keychain.store });
  await service.save(` ${KEY}\n`, false);
  expect(keychain.secret).toBe(KEY);
  await expect(service.save('  ', false)).rejects.toMatchObject({ code: 'invalid_key' });
});
