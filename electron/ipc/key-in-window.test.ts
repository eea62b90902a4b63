import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TOKEN_ACCOUNT } from '#electron/secrets/client-token.ts';
import { DragomanError } from '#shared/errors.ts';
import type { CallName } from '#shared/ipc/contract.ts';
import { callNames } from '#shared/ipc/names.ts';
import { testExchange } from './__fixtures__/ipc-services.ts';
import { CANARY, useDispatch } from './__fixtures__/open-calls.ts';

const opened = useDispatch();
const { call } = opened;

test('no call or event contains the key', async () => {
  const shown: unknown[] = [];
  const settings = opened.current().services.settings.get();
  opened.current().services.intake.add(testExchange('one'));
  const inputs: [CallName, unknown?][] = [
    ['app.info'],
    ['status.get'],
    ['models.known'],
    ['models.forget'],
    ['proxy.start'],
    ['proxy.stop'],
    ['key.state'],
    ['key.save', { key: CANARY, session: false }],
    ['key.save', { key: CANARY, session: true }],
    ['key.test'],
    ['key.state'],
    ['settings.get'],
    ['settings.save', { ...settings, model: 'claude-opus-5-5' }],
    ['settings.import', { json: JSON.stringify({ provider: 'anthropic', api_key: CANARY }) }],
    ['settings.import', { json: JSON.stringify({ provider: CANARY, model: CANARY + ' ', api_key: CANARY }) }],
    ['settings.save', { ...settings, requireToken: true }],
    ['token.state'],
    ['token.rotate'],
    ['connect.states'],
    ['connect.plan', { tool: 'codex', action: 'set-up' }],
    ['connect.apply', { tool: 'codex', action: 'set-up', digest: 'of another difference' }],
    ['connect.copy', { recipe: 'aider', snippet: 0, shell: 'posix' }],
    ['settings.save', settings],
    ['settings.export'],
    ['exchanges.list'],
    ['exchanges.page', { filter: 'text:one', count: true }],
    ['exchanges.pin', { ids: ['one'], pinned: true }],
    ['exchanges.label', { ids: ['one'], label: 'red' }],
    ['exchanges.usage'],
    ['refused.list'],
    ['refused.clear'],
    ['exchanges.get', { id: 'one' }],
    ['export.save', { format: 'jsonl', ids: ['one'] }],
    ['export.cancel'],
    ['import.open'],
    ['import.search', { text: 'a' }],
    ['import.close'],
    ['folder.open'],
    ['exchange.replay', { of: 'one', path: '/v1/chat/completions', body: '{}', betas: null }],
    ['chat.send', { run: 'r', model: 'gpt-4', system: '', messages: [], maxTokens: null }],
    ['chat.stop', { run: 'r' }],
    ['clipboard.write', { text: 'copied' }],
    ['exchanges.clear'],
    ['key.forget'],
    ['key.state'],
  ];
  for (const [name, input] of inputs) shown.push(await call(name, input));
  expect(readFileSync(opened.current().chosenFile, 'utf8')).toContain('"id":"one"');
  shown.push(readFileSync(opened.current().chosenFile, 'utf8'));
  // The only call that returns a secret: the client token.
  expect(new Set(inputs.map(([name]) => name))).toEqual(new Set(callNames.filter((name) => name !== 'token.reveal')));
  expect(opened.current().services.keychain.secrets.get(TOKEN_ACCOUNT)).toMatch(/^sk-dragoman-/);
  shown.push(await call('token.reveal'));

  for (const breakIt of [
    () => {
      throw new Error(`failed with ${CANARY}`);
    },
    () => {
      throw new DragomanError('upstream', `refused ${CANARY}`, `use another than ${CANARY}`);
    },
  ]) {
    opened.current().services.onTestKey = breakIt;
    shown.push(await call('key.test'));
  }
  await expect.poll(() => opened.current().published.length).toBeGreaterThan(2);
  // Events have the order of their causes.
  opened.current().services.intake.add(testExchange('the-last-one'));
  await expect.poll(() => JSON.stringify(opened.current().published)).toContain('the-last-one');
  // The model is the user's own input, shown as entered; it is taken out of the comparison.
  const transcript = JSON.stringify([shown, opened.current().published]).replaceAll(`"model":"${CANARY}"`, '');
  expect(transcript).toContain('…');
  expect(transcript).not.toContain('canary');
  expect(transcript).not.toContain(opened.current().services.keychain.secrets.get(TOKEN_ACCOUNT));
});
