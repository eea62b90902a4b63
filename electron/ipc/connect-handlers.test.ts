import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toolAddress } from '#electron/connect/tool-address.ts';
import { calls } from '#shared/ipc/contract.ts';
import { createChatRunner } from './chat.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createHandlers } from './handlers.ts';
import { createTestServices, type TestServices } from './__fixtures__/ipc-services.ts';

let services: TestServices;
let dispatch: Dispatch;
let clipboard: string[];

beforeEach(() => {
  services = createTestServices();
  clipboard = [];
  const chat = createChatRunner({ baseUrl: () => null, userAgent: 'test', emit: () => undefined });
  const appInfo = (): never => {
    throw new Error('not called');
  };
  const handlers = createHandlers({ services, chat, appInfo, writeClipboard: (text) => clipboard.push(text) });
  dispatch = createDispatch(handlers, () => undefined);
});
afterEach(() => services.close());

async function requireToken(): Promise<string> {
  await dispatch('settings.save', { ...services.settings.get(), requireToken: true });
  const token = await services.token.reveal();
  if (token === null) throw new Error('no token');
  return token;
}

test('connect.copy puts the snippet with the token on the clipboard and tells the window nothing', async () => {
  const input = { recipe: 'aider', snippet: 1, shell: 'posix' };
  await expect(dispatch('connect.copy', input)).resolves.toEqual({ ok: true, value: null });
  expect(clipboard[0]).toContain('openai-api-key: any-value-aider');
  const token = await requireToken();
  await expect(dispatch('connect.copy', input)).resolves.toEqual({ ok: true, value: null });
  expect(clipboard[1]).toContain(`openai-api-key: ${token}`);
  await expect(dispatch('connect.copy', { ...input, recipe: 'cursor' })).resolves.toMatchObject({
    ok: false,
    error: { code: 'unknown_snippet' },
  });
});

test('a tool is set up with the token, which no answer contains, and restored', async () => {
  const token = await requireToken();
  const answers: unknown[] = [];
  const ask = async (name: string, input?: unknown): Promise<unknown> => {
    const answer = await dispatch(name, input);
    answers.push(answer);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  };
  const plan = calls['connect.plan'].output.parse(await ask('connect.plan', { tool: 'aider', action: 'set-up' }));
  const { digest, path } = plan;
  expect(existsSync(path)).toBe(false);
  await ask('connect.apply', { tool: 'aider', action: 'set-up', digest });
  expect(readFileSync(path, 'utf8')).toContain(token);
  const states = calls['connect.states'].output.parse(await ask('connect.states'));
  expect(states.find(({ tool }) => tool === 'aider')).toMatchObject({ state: 'done', restorable: true });
  const back = calls['connect.plan'].output.parse(await ask('connect.plan', { tool: 'aider', action: 'restore' }));
  await ask('connect.apply', { tool: 'aider', action: 'restore', digest: back.digest });
  expect(existsSync(path)).toBe(false);
  expect(JSON.stringify(answers)).not.toContain(token);
});

test('a token that cannot be read is an error of its own, and nothing is written', async () => {
  await requireToken();
  const proxy = { status: () => services.proxy.status() };
  await expect(
    toolAddress({ proxy, settings: services.settings, token: { reveal: async () => null } }),
  ).rejects.toMatchObject({ code: 'token_unreadable' });
});

test('a digest that belongs to no difference writes nothing', async () => {
  await expect(dispatch('connect.apply', { tool: 'zed', action: 'set-up', digest: '' })).resolves.toMatchObject({
    ok: false,
    error: { code: 'set_up_changed' },
  });
  const { path } = await services.toolSetUp.plan('zed', 'set-up');
  expect(existsSync(path)).toBe(false);
});
