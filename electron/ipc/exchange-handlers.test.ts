import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestServices, testExchange, type TestServices } from './__fixtures__/ipc-services.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createChatRunner } from './chat.ts';
import { createHandlers } from './handlers.ts';

let services: TestServices;
let dispatch: Dispatch;

beforeEach(() => {
  services = createTestServices();
  for (const id of ['a', 'b', 'c']) services.intake.add(testExchange(id, `{"said":"${id}"}`));
  const chat = createChatRunner({ baseUrl: () => null, userAgent: 'test', emit: () => undefined });
  const appInfo = () => ({ version: '0', platform: 'linux', demo: false, electron: '', dataFolder: '/' });
  dispatch = createDispatch(createHandlers({ services, chat, appInfo, writeClipboard: () => undefined }), (error) => {
    throw error;
  });
});
afterEach(() => services.close());

test('pages accept a typed filter and continue from the cursor', async () => {
  const first = await dispatch('exchanges.page', { filter: 'model:gpt-4', limit: 2, count: true });
  expect(first).toMatchObject({ ok: true, value: { summaries: [{ id: 'c' }, { id: 'b' }], total: 3, next: 'b' } });
  const second = await dispatch('exchanges.page', { filter: 'model:gpt-4', limit: 2, cursor: 'b' });
  expect(second).toMatchObject({ ok: true, value: { summaries: [{ id: 'a' }], total: null, next: null } });
  const found = await dispatch('exchanges.page', { filter: '"\\"said\\":\\"b\\""' });
  expect(found).toMatchObject({ value: { summaries: [{ id: 'b' }] } });
  expect(await dispatch('exchanges.page', { filter: 'text:"b said"' })).toMatchObject({ value: { summaries: [] } });
});

test('an invalid filter is refused with its error', async () => {
  expect(await dispatch('exchanges.page', { filter: 'status:often' })).toMatchObject({
    ok: false,
    error: { code: 'invalid_filter' },
  });
});

test('pins and labels are in the next list', async () => {
  await dispatch('exchanges.pin', { ids: ['a', 'nobody'], pinned: true });
  await dispatch('exchanges.label', { ids: ['a'], label: 'red' });
  expect(await dispatch('exchanges.page', { filter: 'is:pinned label:red' })).toMatchObject({
    value: { summaries: [{ id: 'a', pinned: true, label: 'red' }] },
  });
  expect(await dispatch('exchanges.usage', undefined)).toMatchObject({ value: { count: 3, pinned: 1 } });
});

test.each([
  ['exchanges.page', { limit: 0 }],
  ['exchanges.page', { limit: 100_000 }],
  ['exchanges.page', { filter: 'x'.repeat(5000) }],
  ['exchanges.page', { sql: '1; DROP TABLE exchanges' }],
  ['exchanges.pin', { ids: 'a', pinned: true }],
  ['exchanges.label', { ids: ['a'], label: '' }],
])('%s refuses %o', async (name, input) => {
  expect(await dispatch(name, input)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
});
