/** The chat panel is a client like any other. */

import { startHeldStream } from './support/held-stream.ts';
import { composeWithEveryKey } from './support/input-method.ts';
import { expect, test } from './support/journey.ts';
import { openReplay } from './support/replay.ts';

test('a chat response is streamed, logged and opened as an exchange', async ({ start }) => {
  const { window } = await start({ demo: true });
  await window.getByRole('link', { name: 'Chat', exact: true }).click();
  await window.getByLabel('Message').fill('Translate the following to French: Hello, how are you?');
  await window.getByRole('button', { name: 'Send' }).click();
  await expect(window.getByTestId('answer')).toContainText('Bonjour');
  await expect(window.getByTestId('usage')).toContainText(/\d/);
  await window.getByRole('button', { name: /exchange/i }).click();
  await expect(window.getByTestId('side-clientRequest')).toContainText('"stream": true');
  await expect(window.getByTestId('side-clientResponse')).toContainText('Bonjour');
});

test('a stopped response keeps its text, and an error has a hint', async ({ start }) => {
  const { window } = await start({ demo: true });
  await window.getByRole('link', { name: 'Chat', exact: true }).click();
  await window.getByLabel('Message').fill('[[mock: slow=20000]] Tell me something long.');
  await window.getByRole('button', { name: 'Send' }).click();
  await window.getByRole('button', { name: 'Stop' }).click();
  await expect(window.getByRole('button', { name: 'Send' })).toBeVisible();
  await window.getByLabel('Message').fill('[[mock: status=529]] Hello');
  await window.getByRole('button', { name: 'Send' }).click();
  await expect(window.getByTestId('answer').last()).toContainText(/overloaded/i);

  await test.step('a rule learned from a refusal is named in the settings and cleared there', async () => {
    const refusal = 'max_tokens: 9000 > 4096, which is the maximum allowed';
    await window.getByLabel('Message').fill(`[[mock: status=400 message="${refusal}"]] Hello`);
    await window.getByRole('button', { name: 'Send' }).click();
    await expect(window.getByTestId('answer').last()).toContainText('the maximum allowed');
    await window.getByRole('link', { name: 'Settings', exact: true }).click();
    const rules = window.getByTestId('learned-rules');
    await expect(rules).toContainText('Learned rules for claude-');
    await rules.getByRole('button', { name: 'Clear learned rules' }).click();
    await expect(rules).toContainText('No learned rules');
    await expect(rules.getByRole('button')).toBeDisabled();
  });
});

test('a long table is followed to its end, unless the reader scrolled up', async ({ start, folder }) => {
  const rows = Array.from({ length: 1500 }, (_, index) => `| row ${index} | **${index * 7}** |\n`);
  const held = await startHeldStream(['| name | count |\n|---|---|\n', ...rows], folder('held'));
  const { window } = await start(held.options);
  const conversation = window.getByRole('log');
  const distance = async (): Promise<number> =>
    await conversation.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
  await window.getByRole('link', { name: 'Chat', exact: true }).click();
  for (const scrolledUp of [false, true]) {
    await window.getByLabel('Message').fill('A table, please.');
    await window.getByLabel('Message').press('Enter');
    const answer = window.getByTestId('answer').last();
    await expect(answer.locator('tbody tr')).not.toHaveCount(0);
    held.send(100);
    await expect(answer.locator('tbody tr').nth(99)).toBeAttached();
    await expect.poll(distance).toBeLessThanOrEqual(1);
    if (scrolledUp) await conversation.evaluate((element) => element.scrollBy(0, -200));
    for (let sent = 100; sent < 1400; sent += 100) held.send(100);
    held.sendRest();
    await expect(answer).toHaveAttribute('data-state', 'done');
    await expect(answer.locator('tbody tr')).toHaveCount(1500);
    await expect(answer.locator('tbody tr').last().locator('strong')).toHaveText('10493');
    if (scrolledUp) expect(await distance()).toBeGreaterThan(1000);
    else await expect.poll(distance).toBeLessThanOrEqual(1);
  }
  await held.close();
});

test('keys of an input method send, stop, clear, confirm and close nothing', async ({ start }) => {
  const { window } = await start({ demo: true });
  const message = window.getByLabel('Message');
  const answers = window.getByTestId('answer');
  await window.getByRole('link', { name: 'Chat', exact: true }).click();

  await test.step('in the composer: nothing is sent', async () => {
    await message.focus();
    await composeWithEveryKey(window, 'にほんご', '日本語');
    await expect(message).toHaveValue('日本語');
    await expect(answers).toHaveCount(0);
  });

  await test.step('in the composer: the response is not stopped', async () => {
    await message.fill('[[mock: slow=20000]] Tell me something long.');
    await message.press('Enter');
    await expect(answers).toHaveCount(1);
    await composeWithEveryKey(window, 'て', '天気');
    await expect(answers).toHaveAttribute('aria-busy', 'true');
    await expect(message).toHaveValue('天気');
    await message.press('Escape');
    await expect(answers).toHaveAttribute('data-state', 'stopped');
  });

  await test.step('in the filter: nothing is cleared, confirmed or made a chip', async () => {
    await window.getByRole('link', { name: 'Requests', exact: true }).click();
    const filter = window.getByLabel('Filter exchanges');
    await filter.click();
    await window.keyboard.type('path:');
    await composeWithEveryKey(window, 'ni hao ', '你好');
    await expect(filter).toHaveValue('path:你好');
    await expect(window.getByTestId('filter-chip')).toHaveCount(0);
    await filter.press('Escape');
    await expect(filter).toHaveValue('');
  });

  await test.step('in a panel and in a dialog: neither closes, nothing is saved or sent', async () => {
    await window.getByTestId('exchange-row').first().click();
    await openReplay(window);
    const dialog = window.getByRole('dialog', { name: 'Replay' });
    await dialog.getByRole('button', { name: 'Client request' }).click();
    const editor = dialog.getByLabel('Client request to send');
    await editor.press('Control+End');
    await composeWithEveryKey(window, 'も', '模型');
    await expect(editor).toContainText('模型');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
  });

  await test.step('in the settings: the form is not submitted', async () => {
    await window.getByRole('link', { name: 'Settings', exact: true }).click();
    const model = window.getByLabel('Model', { exact: true });
    await model.fill('');
    await composeWithEveryKey(window, 'も', '模型');
    await expect(model).toHaveValue('模型');
    await expect(window.getByText('Not saved yet')).toBeVisible();
  });
});
