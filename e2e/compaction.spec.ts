/** A conversation that is compacted: marked in the list, found by the filter, and shown where it happened. */

import { healthStatus } from './support/ask.ts';
import { expect, test } from './support/journey.ts';
import { picture, seriousFaults } from './support/screenshots.ts';

const said = (content: string): object => ({ type: 'message', role: 'user', content });

test('where a conversation was compacted', async ({ start }) => {
  const { window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  const respond = async (input: readonly object[]): Promise<{ output: object[] }> => {
    const response = await fetch(`${baseUrl}/responses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'codex_exec/0.171.0' },
      body: JSON.stringify({ model: 'claude-opus-5-5', input }),
    });
    return await response.json();
  };
  const history = [said('Count the files. [[mock: summary="Three files were counted."]]')];
  const { output } = await respond([...history, { type: 'compaction_trigger' }]);
  await respond([...history, ...output, said('Which is the largest?')]);

  const rows = window.getByTestId('exchange-row');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('compaction');
  await expect(rows.nth(0)).not.toContainText('compaction');
  await rows.nth(1).click();
  await window.getByRole('tab', { name: 'Conversation' }).click();
  const thread = window.getByTestId('thread');
  await expect(thread).toContainText('A summary of everything above is requested.');
  await expect(thread).toContainText('Three files were counted.');
  await picture(window, 'compaction-requested');

  await rows.nth(0).click();
  await expect(thread).toContainText('Which is the largest?');
  const replaced = thread.getByRole('article', { name: 'User' }).first();
  await expect(replaced).toContainText('compacted');
  const summary = thread.getByRole('article', { name: 'Compaction' });
  await expect(summary).toContainText('This summary stands for everything above.');
  expect(await seriousFaults(window, 'light')).toEqual([]);
  await picture(window, 'compaction-continued');
  await summary.getByRole('button', { name: 'input[1]' }).click();
  await expect(window.getByTestId('link-line')).toContainText('messages[0]');
  await picture(window, 'compaction-links');

  await window.keyboard.press('/');
  await window.keyboard.type('is:compaction');
  await window.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);
});
