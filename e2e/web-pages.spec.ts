/** Foreign web pages in an ordinary browser try to use the proxy in every way the web allows, and fail; allowed origins work. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ask, healthStatus } from './support/ask.ts';
import { attacks, elements, fetches, loadElement, submitForm, tryFetch } from './support/hostile/page-attacks.ts';
import { expect, test } from './support/browser.ts';
import type { RunningApp } from './support/app.ts';
import type { JourneyFixtures } from './support/journey.ts';

const KEY = 'sk-ant-api03-canary-that-pages-must-not-spend-5678';
const body = JSON.stringify({ model: 'gpt-4', stream: false, messages: [{ role: 'user', content: 'Spend money.' }] });

/** The app with a key, so that an accepted request reaches the upstream; the control at the end proves it. */
async function startWithKey(
  { start, folder }: Pick<JourneyFixtures, 'start' | 'folder'>,
  endpoint: string,
  settings: object = {},
): Promise<RunningApp> {
  const dataFolder = folder('pages');
  writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify(settings));
  const config = join(dataFolder, 'config.json');
  writeFileSync(config, JSON.stringify({ provider: 'anthropic', model: 'claude-sonnet-5-5', api_key: KEY }));
  const app = await start({ dataFolder, endpoint, args: ['--config', config] });
  await expect.poll(async () => await healthStatus(app.baseUrl)).toBe(200);
  return app;
}

/** Runs all attacks from the open page. @returns what each could read of a response */
async function attackFrom(page: Page, origin: string): Promise<Record<string, string>> {
  const read: Record<string, string> = {};
  for (const [name, [path, init]] of Object.entries(fetches)) {
    const call = { address: origin + path, init: init.body === undefined ? init : { ...init, body } };
    read[`fetch ${name}`] = await page.evaluate(tryFetch, { ...call, through: false });
    read[`fetch ${name}, redirected`] = await page.evaluate(tryFetch, { ...call, through: true });
  }
  for (const [name, attack] of Object.entries(attacks)) read[name] = await page.evaluate(attack, { origin, body });
  for (const [tag, attribute] of elements) {
    read[`<${tag}>`] = await page.evaluate(loadElement, [tag, attribute, `${origin}/v1/models`] satisfies [
      string,
      string,
      string,
    ]);
  }
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
    const form: [string, string, string] = [type, `${origin}/v1/chat/completions`, body];
    read[`a form as ${type}`] = await page.evaluate(submitForm, form);
  }
  return read;
}

for (const [kind, host] of [
  ['another site', 'evil.test'],
  ['another port of this machine', '127.0.0.1'],
] as const) {
  test(`a page from ${kind} cannot read or send an upstream request`, async ({
    start,
    folder,
    upstream,
    page,
    site,
  }) => {
    const { port, baseUrl, window } = await startWithKey({ start, folder }, upstream.endpoint);
    await page.goto(`http://${host}:${site.port}/`);
    for (const name of ['127.0.0.1', 'localhost']) {
      const read = await attackFrom(page, `http://${name}:${port}`);
      expect(Object.keys(read).length).toBeGreaterThan(30);
      expect(Object.entries(read).filter(([, text]) => text !== '')).toEqual([]);
    }
    expect(upstream.mockServer.requests).toEqual([]);

    await test.step('a navigation by the user neither', async () => {
      // Once the evaluation has ended: a navigation destroys the context that it runs in.
      await page.evaluate(
        (address) => void setTimeout(() => location.assign(address)),
        `http://127.0.0.1:${port}/v1/models`,
      );
      await expect.poll(() => page.url()).toContain(String(port));
      await expect.poll(async () => await page.content()).toContain('origin_not_allowed');
      expect(upstream.mockServer.requests).toEqual([]);
    });

    // Control: the same request from a program is served.
    expect((await ask(baseUrl, JSON.parse(body))).status).toBe(200);
    expect(upstream.mockServer.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);

    await test.step('refused requests are one row with advice, not an exchange', async () => {
      const refused = window.getByTestId('refused');
      await expect(refused.getByRole('button', { name: 'requests were refused' })).toBeVisible();
      await expect(window.getByTestId('exchange-list')).toHaveAttribute('aria-rowcount', '2');
      await refused.getByRole('button', { name: 'requests were refused' }).click();
      await expect(refused.getByText(`web page http://${host}:${site.port}`).last()).toBeVisible();
      await expect(refused.getByText('Allowed web pages').first()).toBeVisible();
      await refused.getByRole('button', { name: 'Open Settings' }).first().click();
      await expect(window.getByLabel('Allowed web pages')).toBeVisible();
    });
  });
}

test('DNS rebinding is refused', async ({ start, folder, upstream, page }) => {
  const { port, baseUrl } = await startWithKey({ start, folder }, upstream.endpoint);
  // The browser treats this as same-origin and would let the page read every response.
  const result = await page.goto(`http://rebind.test:${port}/`);
  expect(result?.status()).toBe(403);
  const read = await page.evaluate(async (json) => {
    const urls = [
      fetch('/v1/models'),
      fetch('/health'),
      fetch('/v1/chat/completions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: json }),
      fetch('/v1/messages', { method: 'POST', headers: { 'content-type': 'application/json' }, body: json }),
    ];
    return await Promise.all(urls.map(async (one) => ({ status: (await one).status, text: await (await one).text() })));
  }, body);
  for (const { status, text } of read) {
    expect(status).toBe(403);
    const { error } = JSON.parse(text);
    // Where the Messages API has it.
    expect(error.code ?? error.details.error_code).toBe('host_not_allowed');
    expect(text).not.toMatch(/claude|version|sk-ant/i);
  }
  expect(upstream.mockServer.requests).toEqual([]);
  expect((await ask(baseUrl, JSON.parse(body))).status).toBe(200);
});

test('only a page of an allowed origin is served', async ({ start, folder, upstream, page, site }) => {
  const friend = `http://friend.test:${site.port}`;
  const { port } = await startWithKey({ start, folder }, upstream.endpoint, { allowedOrigins: [friend] });
  const askFromPage = async (
    address: string,
  ): Promise<{ status: number; text: string; model: string | null } | null> => {
    await page.goto(address);
    return await page.evaluate(
      async ({ url, json }) => {
        try {
          const headers = { 'content-type': 'application/json', authorization: 'Bearer any' };
          const result = await fetch(url, { method: 'POST', headers, body: json });
          return { status: result.status, text: await result.text(), model: result.headers.get('x-dragoman-model') };
        } catch {
          return null;
        }
      },
      { url: `http://127.0.0.1:${port}/v1/chat/completions`, json: body },
    );
  };
  expect(await askFromPage(friend)).toMatchObject({
    status: 200,
    text: expect.stringContaining('chat.completion'),
    model: 'claude-sonnet-5-5',
  });
  expect(upstream.mockServer.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  for (const other of [
    `http://sub.friend.test:${site.port}`,
    `http://evil.test:${site.port}`,
    `http://127.0.0.1:${site.port}`,
  ]) {
    expect(await askFromPage(other)).toBeNull();
  }
  expect(upstream.mockServer.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
});
