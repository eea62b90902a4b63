import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createKeychainProcess, type KeychainProcessOptions } from './keychain-process.ts';
import type { SecretStore } from './secret-store.ts';
import { createNodeKeychainSpawn } from './spawn-keychain-node.ts';

const spawn = createNodeKeychainSpawn(fileURLToPath(new URL('__fixtures__/fake-keychain.mjs', import.meta.url)));
const opened: SecretStore[] = [];

function open(options: Partial<KeychainProcessOptions> = {}): SecretStore {
  const store = createKeychainProcess({ spawn, timeoutMs: 60_000, ...options });
  opened.push(store);
  return store;
}

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function pidOf(store: SecretStore): Promise<number> {
  return Number(await store.get('pid'));
}

test('sets, gets and deletes a secret in another process', async () => {
  const store = open();
  expect(await store.get('key')).toBeNull();
  await store.set('key', 'value');
  expect(await store.get('key')).toBe('value');
  expect(await store.delete('key')).toBe(true);
  expect(await store.delete('key')).toBe(false);
  expect(await pidOf(store)).not.toBe(process.pid);
});

test('a call that hangs times out, its process is killed, and the next call gets a new one', async () => {
  const store = open();
  const pid = await pidOf(store);
  await expect(store.get('hang', 50)).rejects.toMatchObject({ failure: 'timeout' });
  const next = await pidOf(store);
  expect(next).not.toBe(pid);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test('calls that wait behind a hanging one fail with it', async () => {
  const store = open();
  const both = await Promise.allSettled([store.get('hang', 50), store.get('hang', 60_000)]);
  expect(both.map((result) => result.status)).toEqual(['rejected', 'rejected']);
});

test.each([
  ['crash', 'refused'],
  ['refuse', 'refused'],
])('an account that makes it %s fails as %s', async (account, failure) => {
  await expect(open().get(account)).rejects.toMatchObject({ failure });
});

test('an unknown response is ignored', async () => {
  await expect(open().get('nonsense', 50)).rejects.toMatchObject({ failure: 'timeout' });
});

test('a worker that cannot be started is a failure, not a crash', async () => {
  const store = open({ spawn: createNodeKeychainSpawn('/does/not/exist.js') });
  await expect(store.get('key')).rejects.toMatchObject({ failure: 'refused' });
});

test('an idle process ends, and is started again when needed', async () => {
  const store = open({ idleMs: 10 });
  const pid = await pidOf(store);
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(await pidOf(store)).not.toBe(pid);
});

test('closing ends the process and refuses further calls', async () => {
  const store = open();
  const pid = await pidOf(store);
  const hanging = store.get('hang');
  await store.close();
  await expect(hanging).rejects.toMatchObject({ failure: 'refused' });
  await expect(store.get('key')).rejects.toMatchObject({ failure: 'refused' });
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test('the process inherits neither key nor token', async () => {
  const seen: NodeJS.ProcessEnv[] = [];
  const watched = createNodeKeychainSpawn(
    fileURLToPath(new URL('__fixtures__/show-environment.mjs', import.meta.url)),
    {
      ...process.env,
      ANTHROPIC_API_KEY: 'sk-ant-canary',
      DRAGOMAN_TOKEN: 'sk-dragoman-canary',
    },
  );
  const child = watched();
  await new Promise<void>((resolve) => {
    child.onMessage((message) => {
      if (typeof message === 'object' && message !== null) seen.push(Object.fromEntries(Object.entries(message)));
      resolve();
    });
  });
  child.kill();
  expect(seen[0]).toHaveProperty('PATH');
  expect(JSON.stringify(seen)).not.toContain('canary');
});
