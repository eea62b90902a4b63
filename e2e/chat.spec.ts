/** The chat panel is a client like any other. */

import { expect, test } from './support/journey.ts';

test('an answer streams in, is logged, and can be opened as an exchange', async ({ start }) => {
  const { window } = await start({ demo: true });
  await window.getByRole('link', { name: 'Chat' }).click();
  await window.getByLabel('Message').fill('Translate the following to French: Hello, how are you?');
  await window.getByRole('button', { name: 'Send' }).click();
  await expect(window.getByTestId('answer')).toContainText('Bonjour');
  await expect(window.getByTestId('usage')).toContainText(/\d/);
  await window.getByRole('button', { name: /exchange/i }).click();
  await expect(window.getByTestId('side-clientRequest')).toContainText('"stream": true');
  await expect(window.getByTestId('side-clientResponse')).toContainText('Bonjour');
});

test('stopping keeps what came, and an error says what to do', async ({ start }) => {
  const { window } = await start({ demo: true });
  await window.getByRole('link', { name: 'Chat' }).click();
  await window.getByLabel('Message').fill('[[stand-in: slow=20000]] Tell me something long.');
  await window.getByRole('button', { name: 'Send' }).click();
  await window.getByRole('button', { name: 'Stop' }).click();
  await expect(window.getByRole('button', { name: 'Send' })).toBeVisible();
  await window.getByLabel('Message').fill('[[stand-in: status=529]] Hello');
  await window.getByRole('button', { name: 'Send' }).click();
  await expect(window.getByTestId('answer').last()).toContainText(/overloaded/i);
});
