import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { KeyService } from '#electron/services.ts';
import { canRunKeyring, openPrivateBus, type PrivateBus } from '../platform/__fixtures__/session-bus.ts';
import { createKeyService } from './api-key.ts';
import { createKeychainProcess } from './keychain-process.ts';
import { DEFAULT_ENDPOINT } from '#shared/settings/schema.ts';
import { createKeyringProbe } from './keyring-probe.ts';
import { createNodeKeychainSpawn } from './spawn-keychain-node.ts';

const KEY = 'sk-ant-api03-0123456789abcd';
const root = fileURLToPath(new URL('../..', import.meta.url));
// Inside the repository, so that the worker finds keytar.
const folder = join(root, 'node_modules', `.dragoman-worker-${process.pid}`);

beforeAll(async () => {
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: 'electron/secrets/keychain-worker.ts',
      outDir: folder,
      rolldownOptions: { external: ['keytar'], output: { entryFileNames: 'keychain-worker.js' } },
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const services: KeyService[] = [];
const buses: PrivateBus[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
  for (const bus of buses.splice(0)) await bus.close();
});

async function openBus(keyring: boolean): Promise<PrivateBus> {
  const bus = await openPrivateBus(keyring);
  buses.push(bus);
  return bus;
}

function openService(environment: NodeJS.ProcessEnv): KeyService {
  const service = createKeyService({
    secrets: createKeychainProcess({
      spawn: createNodeKeychainSpawn(join(folder, 'keychain-worker.js'), environment),
    }),
    probe: createKeyringProbe('linux', environment),
    endpoint: () => DEFAULT_ENDPOINT,
    platform: 'linux',
  });
  services.push(service);
  return service;
}

describe.runIf(canRunKeyring)('the real keychain process with a real keyring', () => {
  test('stores the key for the next run, and removes it on demand', async () => {
    const { environment } = await openBus(true);
    const first = openService(environment);
    expect(await first.refresh()).toMatchObject({ state: 'missing', message: 'No API key is stored yet.' });
    expect(await first.save(KEY, false)).toMatchObject({ state: 'stored', lastFour: 'abcd' });

    const second = openService(environment);
    expect(await second.refresh()).toMatchObject({ state: 'stored', lastFour: 'abcd' });
    expect(await second.read(DEFAULT_ENDPOINT)).toBe(KEY);
    expect(await second.forget()).toMatchObject({ state: 'missing' });
    expect(await openService(environment).refresh()).toMatchObject({ state: 'missing' });
  });

  test('distinguishes a locked keyring from an empty one', async () => {
    const bus = await openBus(true);
    await openService(bus.environment).save(KEY, false);
    bus.lock();
    const service = openService(bus.environment);
    expect(await service.refresh()).toMatchObject({ state: 'locked' });
    await expect(service.save(KEY, false)).rejects.toMatchObject({ code: 'keychain_locked' });
    expect(await service.refresh()).toMatchObject({ state: 'locked' });
  });

  test('a bus without any keyring has none', async () => {
    const { environment } = await openBus(false);
    const service = openService(environment);
    await expect(service.save(KEY, false)).rejects.toMatchObject({ code: 'keychain_no_keyring' });
    expect(await service.refresh()).toMatchObject({
      state: 'missing',
      message: expect.stringContaining('or the keyring is locked'),
    });
  });
});

test.runIf(process.platform === 'linux')('a bus that is gone counts as no keyring', async () => {
  const service = openService({ ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/does/not/exist' });
  expect(await service.refresh()).toMatchObject({ state: 'no-keyring' });
});
