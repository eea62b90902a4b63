/**
 * Every view, light and dark, wide and narrow, checked for accessibility. `npm run gallery` also takes pictures of them, into
 * `test-results/gallery`, and puts the README's among them into `docs/screenshots`.
 */

import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { ask, healthStatus, readmeRequest } from './support/ask.ts';
import { expect, test } from './support/journey.ts';
import { picture, resize, root, schemes, seriousFaults, sizesIn, wide } from './support/screenshots.ts';

const shown = new Set(
  ['requests', 'exchange', 'chat', 'connect', 'settings'].flatMap((name) => [
    `${name}-light-1440`,
    `${name}-dark-1440`,
  ]),
);

async function take(window: Page, name: string): Promise<void> {
  const file = await picture(window, name);
  if (file === null || !shown.has(name)) return;
  mkdirSync(join(root, 'docs/screenshots'), { recursive: true });
  copyFileSync(file, join(root, 'docs/screenshots', basename(file).replace('-1440', '')));
}

const tools = [
  {
    type: 'function',
    function: {
      name: 'read_file',
      description: 'Reads a file.',
      parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
    },
  },
];

/** A typical list: several clients, streams, losses, an error. */
async function work(baseUrl: string): Promise<void> {
  const requests: readonly (readonly [tool: string, body: object])[] = [
    [
      'Continue/1.3',
      {
        model: 'gpt-4o',
        stream: true,
        temperature: 0.2,
        messages: [{ role: 'user', content: 'Explain this function.' }],
      },
    ],
    ['Aider/0.86', { model: 'gpt-4o', tools, seed: 7, messages: [{ role: 'user', content: 'Read README.md.' }] }],
    [
      'Cline/3.40',
      {
        model: 'claude-opus-5-5',
        temperature: 0.2,
        tools,
        tool_choice: 'required',
        messages: [
          { role: 'system', content: 'You are a careful pair programmer.' },
          { role: 'user', content: 'Read README.md and sum it up.' },
        ],
      },
    ],
    [
      'Open-WebUI/0.6',
      { model: 'gpt-4', messages: [{ role: 'user', content: '[[mock: status=429 retry-after=1 times=9]] Hello' }] },
    ],
    ['curl/8.5.0', readmeRequest],
  ];
  for (const [tool, body] of requests) await (await ask(baseUrl, body, tool)).text();
}

for (const scheme of schemes) {
  test(`the gallery, ${scheme}`, async ({ start }) => {
    const running = await start({ demo: true });
    const { window, baseUrl } = running;
    await window.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
    const faults: Record<string, string[]> = {};
    const show = async (name: string): Promise<void> => {
      for (const size of sizesIn(scheme, wide)) {
        await resize(running, size);
        await take(window, `${name}-${scheme}-${size.width}`);
        const found = await seriousFaults(window, scheme);
        if (found.length > 0) faults[`${name} at ${size.width}`] = found;
      }
    };

    await test.step('an injected accessibility fault is found', async () => {
      await window.evaluate(() => {
        const planted = document.createElement('p');
        Object.assign(planted, { id: 'planted', textContent: 'Hardly to be read' });
        Object.assign(planted.style, {
          color: '#777',
          backgroundColor: '#888',
          position: 'fixed',
          top: 0,
          zIndex: 999,
        });
        document.body.append(planted);
      });
      expect(await seriousFaults(window, scheme)).toContain('color-contrast: #planted');
      await window.evaluate(() => document.querySelector('#planted')?.remove());
    });
    await show('requests-empty');
    await work(baseUrl);
    await expect(window.getByTestId('exchange-row')).toHaveCount(5);
    await show('requests');
    await window.getByTestId('exchange-row').filter({ hasText: 'opus' }).first().click();
    await expect(window.getByTestId('side-clientResponse')).toContainText('chat.completion');
    await window.getByTestId('side-clientRequest').getByText('"temperature"').click();
    await expect(window.getByTestId('link-line')).toContainText('temperature');
    await show('exchange');
    for (const tab of ['Timing', 'Conversation', 'Headers']) {
      await window.getByRole('tab', { name: tab }).click();
      await show(tab.toLowerCase());
    }

    await window.getByTestId('exchange-row').last().click();
    await window.getByRole('tab', { name: 'Stream' }).click();
    await expect(window.getByTestId('stream-row').last()).toContainText('[DONE]');
    await expect(window.getByTestId('stream-detail')).toContainText('message');
    await show('stream');

    await window.getByRole('button', { name: 'Replay' }).click();
    await window.getByRole('button', { name: 'Only translate' }).click();
    await window.getByLabel('Claude model').fill('claude-opus-5-5');
    await show('replay');
    await window.getByRole('button', { name: 'Translate', exact: true }).click();
    await expect(window.getByTestId('differences')).toContainText('model');
    await show('compare');
    await window.getByRole('button', { name: 'Close the comparison' }).click();

    await window.getByRole('link', { name: 'Chat', exact: true }).click();
    await window.getByLabel('Message').fill('Translate the following to French: Hello, how are you?');
    await window.getByRole('button', { name: 'Send' }).click();
    await expect(window.getByTestId('usage')).toContainText(/\d/);
    await show('chat');
    await window.getByRole('link', { name: 'Connect', exact: true }).click();
    await show('connect');
    await window.getByRole('link', { name: 'Settings', exact: true }).click();
    await show('settings');
    expect(faults).toEqual({});
  });
}
