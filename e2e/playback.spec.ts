/** Stream playback: stepping by keyboard and mouse, links between events and their effects, also while streaming. */

import type { Locator, Page } from '@playwright/test';
import { ask, healthStatus } from './support/ask.ts';
import { copied } from './support/desktop/clipboard.ts';
import { startHeldStream } from './support/held-stream.ts';
import { expect, test } from './support/journey.ts';

const said = 'One sentence that comes in many pieces, so that there is something to go through.';

function streamed(content: string): object {
  return { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content }] };
}

interface Row {
  readonly at: string;
  readonly upstream: string;
  readonly joint: string;
  readonly client: string;
}

/** The cell texts of the rendered rows. */
async function drawn(window: Page): Promise<Row[]> {
  return await window.getByTestId('stream-row').evaluateAll((rows) =>
    rows.map((row) => {
      const joint = row.querySelector(':scope > .sr-only')?.textContent ?? '';
      const cells = [...row.children].filter((cell) => !cell.matches('.sr-only, svg')).map((cell) => cell.textContent);
      return { at: cells[0] ?? '', upstream: cells[1] ?? '', joint, client: cells.at(-1) ?? '' };
    }),
  );
}

function positionText(slider: Locator): Promise<string> {
  return slider.getAttribute('aria-valuetext').then((text) => text ?? '');
}

test('playback steps through a stream event by event, with the message so far and the bytes', async ({ start }) => {
  const { app, window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  await (await ask(baseUrl, streamed(`Hello [[mock: say="${said}"]]`))).text();
  await window.getByTestId('exchange-row').click();
  await window.getByRole('tab', { name: 'Stream' }).click();
  const slider = window.getByRole('slider', { name: 'Event of the stream' });
  const detail = window.getByTestId('stream-detail');
  const list = window.getByRole('listbox', { name: /Events/ });
  await expect(window.getByTestId('stream-row').last()).toContainText('[DONE]');

  await test.step('the end is shown first, and the whole message', async () => {
    await expect(slider).toHaveAttribute('aria-valuetext', /^event (\d+) of \1, \d/);
    await expect(detail).toContainText(said);
    await expect(detail).toContainText('"stop_reason": "end_turn"');
  });

  await test.step('the first event has no text', async () => {
    await slider.press('Home');
    await expect(slider).toHaveAttribute('aria-valuetext', /^event 1 of/);
    await expect(detail).toContainText('"type": "message"');
    await expect(detail).not.toContainText('One sent');
  });

  await test.step('each upstream event is beside the chunk it caused, with its delay', async () => {
    const rows = await drawn(window);
    const chunks = rows.filter(({ upstream }) => upstream.startsWith('text_delta'));
    expect(chunks.length).toBeGreaterThan(2);
    for (const { at, upstream, joint, client } of chunks) {
      expect(at).toMatch(/^\d+(\.\d+)? (ms|s)$/);
      expect(joint).toBe('caused');
      expect(client).toBe(upstream.replace('text_delta', 'content'));
    }
    expect(rows.find(({ upstream }) => upstream.startsWith('ping'))?.client ?? '').toBe('');
  });

  await test.step('a click on an event shows the message so far', async () => {
    const chunks = window.getByTestId('stream-row').filter({ hasText: 'text_delta' });
    const texts = (await drawn(window)).filter(({ upstream }) => upstream.startsWith('text_delta'));
    const soFar = texts.slice(0, 3).map(({ upstream }) => String(JSON.parse(upstream.replace('text_delta ', ''))));
    await chunks.nth(2).click();
    await expect(detail).toContainText(`"text": "${soFar.join('')}"`);
    await chunks.nth(0).click();
    await expect(detail).toContainText(`"text": "${soFar[0]}"`);
    await list.press('j');
    await list.press('ArrowDown');
    await expect(detail).toContainText(`"text": "${soFar.join('')}"`);
    await list.press('k');
    await expect(detail).toContainText(`"text": "${soFar.slice(0, 2).join('')}"`);
  });

  await test.step('the mouse drags the slider through the stream', async () => {
    const box = await slider.boundingBox();
    if (box === null) throw new Error('there is no slider');
    const middle = box.y + box.height / 2;
    await window.mouse.move(box.x + 2, middle);
    await window.mouse.down();
    await expect(slider).toHaveAttribute('aria-valuetext', /^event 1 of/);
    await window.mouse.move(box.x + box.width / 2, middle, { steps: 5 });
    await window.mouse.up();
    const [, at = 0, of = 0] = (/^event (\d+) of (\d+)/.exec(await positionText(slider)) ?? []).map(Number);
    expect(Math.abs(at - of / 2)).toBeLessThan(of / 8);
    await expect(list.locator('[aria-selected=true]')).toBeInViewport();
    expect(await list.locator('[aria-selected=true]').getAttribute('aria-posinset')).toBe(String(at));
  });

  await test.step('the raw bytes of an event are shown and copied unchanged', async () => {
    await window.getByRole('button', { name: 'raw' }).click();
    await window.getByTestId('stream-row').filter({ hasText: 'text_delta' }).first().click();
    await expect(detail).toContainText(': upstream sent');
    await expect(detail).toContainText('event: content_block_delta');
    await expect(detail).toContainText(': the client was sent');
    await expect(detail).toContainText('"object":"chat.completion.chunk"');
    await window.getByRole('button', { name: 'Copy these events' }).click();
    await expect.poll(async () => await copied(app)).toMatch(/^: upstream sent\nevent: content_block_delta\ndata: \{/);
  });

  await test.step('playback from the beginning reaches the end', async () => {
    await list.press('End');
    await window.getByRole('button', { name: 'Play the stream' }).click();
    await expect(slider).toHaveAttribute('aria-valuetext', /^event (\d+) of \1,/);
    await expect(window.getByRole('button', { name: 'Play the stream' })).toBeVisible();
  });
});

test('playback of a running stream can be followed, paused and resumed', async ({ start, folder }) => {
  const held = await startHeldStream(said.match(/.{1,7}/g) ?? [], folder('held'));
  const { window, baseUrl } = await start(held.options);
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  const result = await ask(baseUrl, streamed('Hello'));
  await window.getByTestId('exchange-row').filter({ hasText: 'live' }).click();
  await window.getByRole('tab', { name: 'Stream' }).click();
  const slider = window.getByRole('slider', { name: 'Event of the stream' });
  const count = async (): Promise<number> => Number(/of (\d+)/.exec(await positionText(slider))?.[1] ?? 0);
  await expect(slider).toHaveAttribute('aria-valuetext', /^event (\d+) of \1,/);
  const first = await count();
  held.send(2);
  await expect.poll(count).toBeGreaterThan(first);
  await expect(slider).toHaveAttribute('aria-valuetext', /^event (\d+) of \1,/);
  await expect(window.getByTestId('exchange-row')).toContainText('live');

  await slider.press('Home');
  await slider.press('ArrowRight');
  const second = await count();
  held.send(2);
  await expect.poll(count).toBeGreaterThan(second);
  await expect(slider).toHaveAttribute('aria-valuetext', /^event 2 of/);

  await slider.press('End');
  held.sendRest();
  expect(await result.text()).toContain('data: [DONE]');
  await expect(window.getByTestId('stream-row').last()).toContainText('[DONE]');
  await expect(slider).toHaveAttribute('aria-valuetext', /^event (\d+) of \1,/);
  await expect(window.getByTestId('stream-detail')).toContainText(said);
  await expect(window.getByTestId('exchange-row')).toContainText('200');
  await held.close();
});
