/** Dialogs, menus and error states, light and dark: accessibility checks while open, and pictures with `npm run gallery`. */

import { ask, healthStatus } from './support/ask.ts';
import { expect, test } from './support/journey.ts';
import { narrow, picture, resize, schemes, seriousFaults, sizesIn } from './support/screenshots.ts';
import { openReplay } from './support/replay.ts';

function chatBody(content: string, more: object = {}): object {
  return { model: 'gpt-4o', messages: [{ role: 'user', content }], ...more };
}

const troubles = [
  '[[mock: status=400 message="messages: too odd to answer"]]',
  '[[mock: status=401]]',
  '[[mock: status=429 retry-after=1 times=9]]',
  '[[mock: error-event say="It had begun to answer when it broke."]]',
  '[[mock: truncate=middle say="It had begun to answer when it broke."]]',
];

for (const scheme of schemes) {
  test(`what opens, ${scheme}`, async ({ start }) => {
    const running = await start({ demo: true });
    const { window, baseUrl } = running;
    await window.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
    const faults: Record<string, string[]> = {};
    const show = async (name: string): Promise<void> => {
      await picture(window, `open-${name}-${scheme}`);
      // Dialogs and menus have the same content at any window size.
      const found = name.endsWith('1440') ? [] : await seriousFaults(window, scheme);
      if (found.length > 0) faults[name] = found;
    };
    const button = async (name: string): Promise<void> => {
      await window.getByRole('button', { name, exact: true }).first().click();
    };
    const close = async (): Promise<void> => {
      // Escape reaches the open element only once it has the focus.
      await expect(
        window.locator(':is([role="menu"], [role="dialog"], [role="alertdialog"]):focus-within'),
      ).not.toHaveCount(0);
      await window.keyboard.press('Escape');
      await expect(window.getByRole('menu')).toHaveCount(0);
      await expect(window.getByRole('dialog')).toHaveCount(0);
    };

    for (const trouble of troubles) {
      const stream = /event|truncate/.test(trouble);
      await (await ask(baseUrl, chatBody(`Hello ${trouble}`, { stream, seed: 3, logprobs: true }))).text();
    }
    for (const content of ['one', 'two', 'three']) await (await ask(baseUrl, chatBody(content))).text();
    const rows = window.getByTestId('exchange-row');
    await expect(rows).toHaveCount(troubles.length + 3);

    for (const size of sizesIn(scheme, narrow)) {
      await resize(running, size);
      const at = (name: string): string => `${name}-${size.width}`;

      // Beside an open exchange a low window hides the charts and their menu.
      const opened = window.getByRole('button', { name: 'Close the exchange' });
      if (await opened.isVisible()) await opened.click();

      await test.step(`above the list, ${size.width}`, async () => {
        for (const name of ['Columns', 'Saved filters', 'Export', 'Period']) {
          await button(name);
          await show(at(name.toLowerCase().replace(' ', '-')));
          await close();
        }
        await button('Clear');
        await show(at('clear'));
        await close();
        await window.getByRole('button', { name: 'Keyboard shortcuts' }).click();
        await show(at('help'));
        await close();
        await window.keyboard.press('/');
        await window.keyboard.type('status:>=400 sta');
        await expect(window.getByTestId('filter-suggestions')).toBeVisible();
        await show(at('suggestions'));
        await window.keyboard.type('ts:1 ');
        await expect(window.getByTestId('filter-problem')).toContainText('Did you mean');
        await show(at('filter-problem'));
        await button('Clear the filter');
        await window.keyboard.type('nothing-has-this');
        await expect(window.getByText('Nothing matches')).toBeVisible();
        await show(at('nothing-matches'));
        await window.getByRole('button', { name: 'Show all' }).click();
      });

      await test.step(`of a row and an exchange, ${size.width}`, async () => {
        await rows.first().click();
        for (const name of ['Compare', 'Copy']) {
          await button(name);
          await show(at(name.toLowerCase()));
          await close();
        }
        await rows.first().click({ button: 'right' });
        await show(at('row-menu'));
        await close();
        await window.getByTestId('exchange-list').press('l');
        await show(at('label-menu'));
        await close();
        await openReplay(window);
        await expect(window.getByLabel('Client request to send')).toBeVisible();
        await show(at('replay'));
        await window.getByRole('button', { name: 'Only translate' }).click();
        await window.getByLabel('Claude model').click();
        await show(at('replay-models'));
        // Once for the suggestions, once for the dialog.
        await window.keyboard.press('Escape');
        await close();
        await button('Compare');
        await window.getByRole('menuitem', { name: /in the list…/ }).click();
        await show(at('choose-second'));
        await rows.nth(1).click();
        for (const tab of ['Upstream request', 'Upstream response', 'Client response']) {
          await window.getByRole('tab', { name: tab }).click();
          await expect(window.getByTestId('differences')).toBeVisible();
          await show(at(`compare-${tab.toLowerCase().replace(' ', '-')}`));
        }
        await button('Close the comparison');
      });

      await test.step(`in trouble, ${size.width}`, async () => {
        for (let index = 0; index < troubles.length; index += 1) {
          await rows.nth(troubles.length + 2 - index).click();
          const tabs = index < 3 ? ['Translation', 'Conversation'] : ['Translation', 'Stream', 'Timing'];
          for (const tab of tabs) {
            await window.getByRole('tab', { name: tab }).click();
            await show(at(`trouble-${index}-${tab.toLowerCase()}`));
          }
          await window.getByRole('tab', { name: 'Translation' }).click();
        }
      });
    }

    await window.getByRole('link', { name: 'Settings', exact: true }).click();
    await window.getByLabel('Model', { exact: true }).click();
    await show('settings-models');
    await window.keyboard.press('Escape');
    await window.getByLabel('Endpoint').fill('http://example.com');
    await window.getByLabel('Endpoint').blur();
    await button('Save');
    await show('settings-problem');
    await window.getByRole('link', { name: 'Chat', exact: true }).click();
    await show('unsaved');
    expect(faults).toEqual({});
  });
}
