/** Copied commands and snippets of an exchange run in a shell and as a program. */

import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { ask } from './support/ask.ts';
import type { RunningApp } from './support/app.ts';
import { copied } from './support/desktop/clipboard.ts';
import { expect, test } from './support/upstream.ts';

const root = resolve(import.meta.dirname, '..');
const KEY = 'sk-ant-api03-canary-key-of-the-copies-987654321-wxyz';
const OWN_KEY = 'sk-ant-api03-key-in-the-environment-of-the-shell-42';
/** Characters that are special to a shell, a program or a terminal. */
const content = `It's "quoted" \`twice\` $HOME $(id) \\ ! %s\ttab\nline é 🙂 'end' \u202E <b>`;
const request = { model: 'gpt-4o', temperature: 0.2, messages: [{ role: 'user', content }] };

/** Runs it with a key in the environment. */
async function run(program: string, args: readonly string[]): Promise<string> {
  // Playwright's FORCE_COLOR would add escape codes to the expected text.
  const environment = { ...process.env, ANTHROPIC_API_KEY: OWN_KEY, FORCE_COLOR: '0' };
  const child = spawn(program, args, { env: environment, cwd: root });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode !== 0 && output === '') throw new Error(errors);
  return output;
}

async function copy({ app, window }: RunningApp, side: RegExp, what: string): Promise<string> {
  await app.evaluate(({ clipboard }) => clipboard.clear());
  await window.getByRole('button', { name: 'Copy', exact: true }).click();
  await window.getByRole('group', { name: side }).getByRole('menuitem', { name: what }).click();
  await expect.poll(async () => await copied(app)).not.toBe('');
  return await copied(app);
}

test('copied curl commands and programs repeat the recorded request', async ({ start, upstream }) => {
  const folder = join(root, 'test-results/copied');
  mkdirSync(folder, { recursive: true });
  const running = await start({ endpoint: upstream.endpoint });
  const { app, window, baseUrl } = running;
  await window.getByRole('link', { name: 'Settings', exact: true }).click();
  await window.getByLabel('API key').fill(KEY);
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.getByTestId('key-state')).toContainText('wxyz');
  expect((await ask(baseUrl, request)).status).toBe(200);
  await window.getByRole('link', { name: 'Requests', exact: true }).click();
  const rows = window.getByTestId('exchange-row');
  await rows.first().click();
  const posts = (): readonly { readonly headers: object; readonly body: unknown }[] =>
    upstream.mockServer.requests.filter(({ method }) => method === 'POST');
  const [first] = posts();

  try {
    await test.step('the client’s curl calls the proxy', async () => {
      const command = await copy(running, /^Client request/, 'curl');
      expect(command).toContain(`${baseUrl}/chat/completions`);
      const response = JSON.parse(await run('bash', ['-c', command]));
      expect(response).toMatchObject({ object: 'chat.completion', model: 'gpt-4o' });
      expect(posts().at(-1)).toMatchObject({ headers: { 'x-api-key': KEY }, body: first?.body });
      await expect(rows).toHaveCount(2);
    });

    await test.step('so does the key c', async () => {
      await window.getByTestId('exchange-list').focus();
      await app.evaluate(({ clipboard }) => clipboard.clear());
      await window.keyboard.press('c');
      await expect.poll(async () => await copied(app)).toMatch(/^curl http/);
      expect(JSON.parse(await run('bash', ['-c', await copied(app)]))).toMatchObject({ object: 'chat.completion' });
      await expect(rows).toHaveCount(3);
    });

    await test.step('the upstream’s curl calls Anthropic with the key of the environment', async () => {
      const command = await copy(running, /^Upstream request/, 'curl');
      expect(command).toContain('$ANTHROPIC_API_KEY');
      expect(command).not.toContain('wxyz');
      // The proxy always streams from the upstream.
      expect(await run('bash', ['-c', command])).toContain('event: message_stop');
      expect(posts().at(-1)).toMatchObject({ headers: { 'x-api-key': OWN_KEY }, body: first?.body });
      await expect(rows).toHaveCount(3);
    });

    // The TypeScript of a snippet is JavaScript too.
    for (const [side, key, said] of [
      [/^Client request/, KEY, /object: 'chat.completion'/],
      [/^Upstream request/, OWN_KEY, /type: 'message_stop'/],
    ] as const) {
      await test.step(`the program for the side of ${String(side)}`, async () => {
        const file = join(folder, 'copied.mjs');
        writeFileSync(file, await copy(running, side, 'TypeScript'));
        const before = posts().length;
        expect(await run(process.execPath, [file])).toMatch(said);
        expect(posts()).toHaveLength(before + 1);
        // The SDK chooses the header.
        expect(JSON.stringify(posts().at(-1)?.headers)).toContain(key);
        expect(posts().at(-1)?.body).toEqual(first?.body);
      });
    }

    await test.step('the bug report contains the error and no secret', async () => {
      await app.evaluate(({ clipboard }) => clipboard.clear());
      await window.getByRole('button', { name: 'Copy', exact: true }).click();
      await window.getByRole('menuitem', { name: 'Bug report' }).click();
      await expect.poll(async () => await copied(app)).toContain('### What happened');
      const report = await copied(app);
      expect(report).toMatch(/temperature/);
      expect(report).not.toContain(KEY);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
