/** The smoke test: the app starts, shows its window, and serves the OpenAI API on its port. */

import { expect, test } from './support/journey.ts';

test('the app starts, shows its window and serves its port', async ({ start }) => {
  const { app, window, baseUrl } = await start({ demo: true });

  await expect(window).toHaveTitle(/Dragoman/);
  expect(window.url()).toMatch(/^app:\/\/main\//);

  await expect
    .poll(
      async () =>
        await fetch(`${baseUrl}/models`).then(
          (response) => response.status,
          () => 0,
        ),
    )
    .toBe(200);
  const isReady = await app.evaluate(({ app: electronApp }) => electronApp.isReady());
  expect(isReady).toBe(true);
});
