/** The packaged app, except for the fuse that test drivers need. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { fuses } from '../build/fuses.mjs';
import { callBridge } from './support/window-calls.ts';
import { expect, test } from './support/journey.ts';

const program = process.env['DRAGOMAN_PACKAGED_APP'] ?? '';
const resources = join(dirname(program), 'resources');

/** The package with the native part of libsql. */
function libsqlForThisPlatform(): string {
  const { platform, arch } = process;
  return `@libsql/${platform}-${arch}${platform === 'linux' ? '-gnu' : platform === 'win32' ? '-msvc' : ''}`;
}

test('the packaged app starts and translates the first request', async ({ start }) => {
  const { window, baseUrl } = await start({ demo: true, program });
  await expect(window).toHaveTitle(/Dragoman/);

  const ask = async (): Promise<Response> =>
    await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 500 }),
    });
  await expect
    .poll(
      async () =>
        await ask().then(
          (response) => response.status,
          () => 0,
        ),
    )
    .toBe(200);
  const response = await ask();
  expect(response.headers.get('x-dragoman-demo')).toBe('1');
  expect(await response.json()).toMatchObject({
    object: 'chat.completion',
    choices: [{ message: { role: 'assistant' } }],
  });

  // The exchange worker runs from the asar archive, with its native module beside it.
  await expect
    .poll(async () => await callBridge(window, 'exchanges.usage'))
    .toMatchObject({ ok: true, value: { problem: null, count: expect.any(Number) } });
});

test('its fuses are those of build/fuses.mjs, except the inspector', async () => {
  // The wire holds the characters 0 and 1.
  const wire = await getCurrentFuseWire(program);
  const expected = { ...fuses, [FuseV1Options.EnableNodeCliInspectArguments]: true };
  for (const [option, isOn] of Object.entries(expected)) {
    const state: unknown = Reflect.get(wire, option);
    expect(state, `fuse ${option}`).toBe((isOn ? '1' : '0').charCodeAt(0));
  }
});

test('the archive holds the bundles, keytar and libsql for this platform, and nothing else', () => {
  const files = listPackage(join(resources, 'app.asar'), { isPack: false }).map((file) => file.replaceAll('\\', '/'));
  const outside = files.filter((file) => !/^\/(out|node_modules|package\.json|LICENSE)/.test(file));
  expect(outside).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining(['/package.json', '/out/main.js', '/out/preload.cjs', '/out/renderer/index.html']),
  );
  const unwanted = /\.map$|\.ts$|\.tsx$|\.env|\/test|__fixtures__|\.stamp|binding\.gyp|\.cc$/;
  expect(files.filter((file) => unwanted.test(file))).toEqual([]);
  const modules = new Set(files.flatMap((file) => /^\/node_modules\/([^/]+)/.exec(file)?.[1] ?? []));
  expect([...modules].toSorted()).toEqual(['@libsql', '@neon-rs', 'detect-libc', 'keytar', 'libsql']);
  const scoped = new Set(files.flatMap((file) => /^\/node_modules\/(@[^/]+\/[^/]+)/.exec(file)?.[1] ?? []));
  expect([...scoped].toSorted()).toEqual([libsqlForThisPlatform(), '@neon-rs/load']);
  const unpacked = join(resources, 'app.asar.unpacked/node_modules');
  expect(existsSync(join(unpacked, 'keytar/prebuilds'))).toBe(true);
  expect(existsSync(join(unpacked, libsqlForThisPlatform(), 'index.node'))).toBe(true);
  expect(existsSync(join(resources, 'default_app.asar'))).toBe(false);
});
