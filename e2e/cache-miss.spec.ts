/** A client changes `tools` between two turns: the window shows the prompt cache miss, links to the change and shows its cost. */

import { ask, healthStatus } from './support/ask.ts';
import { expect, test } from './support/journey.ts';

const tool = (name: string): object => ({ type: 'function', function: { name, parameters: { type: 'object' } } });
const rules = { role: 'system', content: 'The handbook says a great deal about everything. '.repeat(100) };

test('why the prompt cache missed', async ({ start }) => {
  const { window, baseUrl } = await start({ demo: true });
  await expect.poll(async () => await healthStatus(baseUrl)).toBe(200);
  const first = {
    model: 'claude-opus-5-5',
    tools: [tool('look')],
    messages: [rules, { role: 'user', content: 'Look.' }],
  };
  const { choices } = await (await ask(baseUrl, first)).json();
  const { content, tool_calls: calls } = choices[0].message;
  const results = calls.map(({ id }: { id: string }) => ({ role: 'tool', tool_call_id: id, content: 'green' }));
  const messages = [...first.messages, { role: 'assistant', content, tool_calls: calls }, ...results];
  const changed = await ask(baseUrl, { ...first, tools: [tool('other'), tool('look')], messages });
  expect(changed.headers.get('x-dragoman-notes')).toContain('cache-missed-tools');
  await changed.text();

  await expect(window.getByTestId('exchange-row')).toHaveCount(2);
  await window.getByTestId('exchange-row').first().click();
  const note = window
    .getByTestId('notes')
    .getByRole('button')
    .filter({ hasText: 'Your client changed the list of tools' });
  await expect(note).toContainText('were not read from the cache');
  await note.click();
  await expect(window.getByTestId('link-line')).toContainText('tools');
  await window.getByRole('tab', { name: 'Timing' }).click();
  await expect(window.getByTestId('timing')).toContainText('Your client changed the list of tools');
});
