import { afterEach, describe, expect, test } from 'vitest';
import type { EndpointConfirmation, KeyOrigins, KeyService } from '#electron/services.ts';
import { DragomanError } from '#shared/errors.ts';
import { DEFAULT_ENDPOINT, defaultSettings as settings } from '#shared/settings/schema.ts';
import { memoryKeychain, type MemoryKeychain } from './__fixtures__/memory-keychain.ts';
import { createKeyService } from './api-key.ts';
import { createEndpointConfirmation, REFUSAL_PAUSE_MS } from './endpoint-confirmation.ts';

const KEY = 'sk-ant-api03-0123456789abcd';
const GATEWAY = 'https://gateway.example/v1/messages';
const OTHER = 'https://other.example/v1/messages';
const LOCAL = 'http://127.0.0.1:4000/v1/messages';
const refused = { code: 'endpoint_not_confirmed' };

interface Setting {
  readonly confirmation: EndpointConfirmation;
  readonly key: KeyService;
  readonly keychain: MemoryKeychain;
  readonly questions: KeyOrigins[];
  endpoint: string;
  answer: (origins: KeyOrigins) => boolean | Promise<boolean>;
  time: number;
}

const open: Setting[] = [];
function openSetting(secret: string | null = KEY, trusted: readonly string[] = []): Setting {
  const keychain = memoryKeychain(secret);
  const key = createKeyService({
    secrets: keychain.store,
    probe: async () => 'open',
    platform: 'linux',
    endpoint: () => setting.endpoint,
    trusted,
  });
  const setting: Setting = {
    key,
    keychain,
    questions: [],
    endpoint: DEFAULT_ENDPOINT,
    answer: () => false,
    time: 0,
    confirmation: createEndpointConfirmation({
      // The one setting it uses.
      settings: { get: () => ({ ...settings, endpoint: setting.endpoint }) },
      key,
      ask: async (origins) => {
        setting.questions.push(origins);
        return await setting.answer(origins);
      },
      now: () => setting.time,
    }),
  };
  open.push(setting);
  return setting;
}
afterEach(async () => {
  for (const { confirmation, key } of open.splice(0)) {
    confirmation.close();
    await key.close();
  }
});

describe('before the endpoint is changed', () => {
  test('the user is asked with both origins, and a refusal is an error', async () => {
    const setting = openSetting();
    await expect(setting.confirmation.beforeChange(GATEWAY)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('https://gateway.example'),
      hint: expect.stringContaining('https://api.anthropic.com'),
    });
    expect(setting.questions).toEqual([
      { from: 'https://api.anthropic.com', to: 'https://gateway.example', lastFour: 'abcd' },
    ]);
    expect(setting.keychain.secret).toBe(KEY);
  });

  test('consent is remembered with the key', async () => {
    const setting = openSetting();
    setting.answer = () => true;
    for (const endpoint of [GATEWAY, GATEWAY]) await setting.confirmation.beforeChange(endpoint);
    expect(setting.questions).toHaveLength(1);
    expect(await setting.key.read(GATEWAY)).toBe(KEY);
  });

  test.each([
    ['another path of the same server', KEY, 'https://api.anthropic.com/v2/messages', 0],
    ['this machine, with a key', KEY, LOCAL, 1],
    ['this machine, without a key', null, LOCAL, 0],
    ['another server, without a key', null, GATEWAY, 1],
  ])('%s', async (_name, secret, endpoint, times) => {
    const setting = openSetting(secret);
    await setting.confirmation.beforeChange(endpoint).catch(() => undefined);
    expect(setting.questions).toHaveLength(times);
  });

  test('a locked keyring counts as refusal', async () => {
    const setting = openSetting();
    setting.keychain.failure = 'locked';
    await expect(setting.confirmation.beforeChange(GATEWAY)).rejects.toMatchObject(refused);
    expect(setting.questions).toHaveLength(1);
  });

  test('an origin from the command line needs no confirmation', async () => {
    const setting = openSetting(KEY, ['https://gateway.example']);
    await setting.confirmation.beforeChange(GATEWAY);
    expect(setting.questions).toEqual([]);
  });

  test('without a dialog it is a refusal', async () => {
    const { key } = openSetting();
    const confirmation = createEndpointConfirmation({ settings: { get: () => settings }, key, ask: null });
    await expect(confirmation.beforeChange(GATEWAY)).rejects.toMatchObject(refused);
    confirmation.close();
  });
});

describe('one dialog at a time', () => {
  test('equal questions share one dialog, others are refused while it is open', async () => {
    const setting = openSetting();
    const decisions: ((yes: boolean) => void)[] = [];
    const opened = new Promise<void>((resolve) => {
      setting.answer = () =>
        new Promise((response) => {
          decisions.push(response);
          resolve();
        });
    });
    const first = setting.confirmation.beforeChange(GATEWAY);
    await opened;
    const second = setting.confirmation.beforeChange(GATEWAY);
    await expect(setting.confirmation.beforeChange(OTHER)).rejects.toMatchObject(refused);
    for (const response of decisions) response(true);
    await Promise.all([first, second]);
    expect(setting.questions).toHaveLength(1);
  });

  test('after five consecutive refusals no dialog opens for a minute, and the hint says so', async () => {
    const setting = openSetting();
    const hintOf = async (): Promise<unknown> =>
      await setting.confirmation.beforeChange(GATEWAY).then(
        () => null,
        (error: unknown) => error instanceof DragomanError && error.hint,
      );
    for (let times = 0; times < 5; times += 1) expect(await hintOf()).toContain('try again');
    setting.time = REFUSAL_PAUSE_MS - 1_500;
    expect(await hintOf()).toContain('asks again in 2 s');
    expect(setting.questions).toHaveLength(5);
    setting.time = REFUSAL_PAUSE_MS;
    setting.answer = () => true;
    expect(await hintOf()).toBeNull();
  });

  test('a dialog that fails is a refusal', async () => {
    const setting = openSetting();
    setting.answer = () => Promise.reject(new Error('no display'));
    await expect(setting.confirmation.beforeChange(GATEWAY)).rejects.toMatchObject(refused);
  });
});

describe('before the key is used with an endpoint from an edited settings file', () => {
  test('a dialog opens, and consent releases the key', async () => {
    const setting = openSetting();
    setting.endpoint = GATEWAY;
    await expect(setting.confirmation.beforeUse()).rejects.toMatchObject(refused);
    setting.answer = () => true;
    await setting.confirmation.beforeUse();
    expect(await setting.key.read(GATEWAY)).toBe(KEY);
    await setting.confirmation.beforeUse();
    expect(setting.questions).toHaveLength(2);
  });

  test('a gateway’s key is not sent to Anthropic without consent either', async () => {
    const setting = openSetting(null);
    setting.endpoint = GATEWAY;
    await setting.key.save(KEY, false);
    setting.endpoint = DEFAULT_ENDPOINT;
    await expect(setting.confirmation.beforeUse()).rejects.toMatchObject(refused);
    expect(setting.questions).toMatchObject([{ from: 'https://gateway.example', to: 'https://api.anthropic.com' }]);
  });

  test('client requests open one dialog, however many there are', async () => {
    const setting = openSetting();
    setting.endpoint = GATEWAY;
    for (let times = 0; times < 3; times += 1) {
      await expect(setting.key.read(GATEWAY)).rejects.toMatchObject({ code: 'key_not_confirmed' });
    }
    await expect.poll(() => setting.questions).toHaveLength(1);
    await expect(setting.confirmation.beforeUse()).rejects.toMatchObject(refused);
    expect(setting.questions.length).toBeLessThanOrEqual(2);
  });
});
