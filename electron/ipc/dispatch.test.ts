import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TOKEN_ACCOUNT } from '#electron/secrets/client-token.ts';
import { DragomanError } from '#shared/errors.ts';
import { type CallName, calls, events, type EventName } from '#shared/ipc/contract.ts';
import { callNames, eventNames } from '#shared/ipc/names.ts';
import { createTestServices, testExchange, type TestServices } from './__fixtures__/ipc-services.ts';
import { type ChatRunner, createChatRunner } from './chat.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createFeed, type Feed } from './feed.ts';
import { createHandlers } from './handlers.ts';

const CANARY = 'sk-ant-api03-canary-0123456789-canary-wxyz';

let services: TestServices;
let feed: Feed;
let chat: ChatRunner;
let dispatch: Dispatch;
let clipboard: string[];
/** The user's choices in native dialogs. */
let chosenFile: string;
let unexpected: unknown[];
let published: { name: EventName; payload: unknown }[];

function open(port?: number): void {
  services = createTestServices(CANARY, port);
  feed = createFeed({ services, batchMs: 1 });
  published = [];
  feed.attach({ send: (name, payload) => published.push({ name, payload }) });
  chat = createChatRunner({
    baseUrl: () => services.proxy.status().baseUrl,
    userAgent: 'Dragoman/test',
    emit: (event) => feed.chat(event),
  });
  clipboard = [];
  chosenFile = join(folder, 'exported.jsonl');
  unexpected = [];
  dispatch = createDispatch(
    createHandlers({
      services,
      chat,
      appInfo: () => ({ version: '0', platform: 'linux', demo: false, electron: '0', dataFolder: '/data' }),
      writeClipboard: (text) => clipboard.push(text),
      dialogs: {
        chooseSaveFile: async () => chosenFile,
        chooseOpenFile: async () => chosenFile,
        openFolder: async () => undefined,
      },
    }),
    (error) => unexpected.push(error),
  );
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-dispatch-'));
  open();
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  chat.stopAll();
  feed.close();
  await services.close();
});

async function call(name: CallName, input?: unknown): Promise<unknown> {
  const received = await dispatch(name, input);
  if (!received.ok) return received.error;
  // The result matches the contract's schema.
  return calls[name].output.parse(received.value);
}

describe('every call', () => {
  test('and every event is in the preload', () => {
    expect(callNames).toEqual(Object.keys(calls));
    expect(eventNames).toEqual(Object.keys(events));
  });

  test.each(callNames)('%s refuses input with an extra member', async (name) => {
    for (const input of [null, 7, [], { __extra: 1 }, { toString: 1 }]) {
      expect(await dispatch(name, input)).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^invalid_/) },
      });
    }
  });

  test('with any name and input returns a result without an internal error', async () => {
    const names = fc.oneof(fc.constantFrom(...callNames.filter((name) => name !== 'chat.send')), fc.string());
    await fc.assert(
      fc.asyncProperty(names, fc.anything(), async (name, input) => {
        expect(await dispatch(name, input)).toHaveProperty('ok');
        expect(unexpected).toEqual([]);
      }),
    );
  });

  test.each(['nothing', 'constructor', '__proto__', 'toString', undefined, 7])(
    'named %s does not exist',
    async (name) => {
      expect(await dispatch(name, undefined)).toMatchObject({ ok: false, error: { code: 'unknown_call' } });
    },
  );

  test('refuses texts above the length limit', async () => {
    expect(await call('settings.import', { json: 'x'.repeat(100_001) })).toMatchObject({ code: 'invalid_input' });
    expect(await call('key.save', { key: 'x'.repeat(501), session: true })).toMatchObject({ code: 'invalid_input' });
  });
});

test('no call or event contains the key', async () => {
  const shown: unknown[] = [];
  const settings = services.settings.get();
  services.intake.add(testExchange('one'));
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
  expect(readFileSync(chosenFile, 'utf8')).toContain('"id":"one"');
  shown.push(readFileSync(chosenFile, 'utf8'));
  // The only call that returns a secret: the client token.
  expect(new Set(inputs.map(([name]) => name))).toEqual(new Set(callNames.filter((name) => name !== 'token.reveal')));
  expect(services.keychain.secrets.get(TOKEN_ACCOUNT)).toMatch(/^sk-dragoman-/);
  shown.push(await call('token.reveal'));

  for (const breakIt of [
    () => {
      throw new Error(`failed with ${CANARY}`);
    },
    () => {
      throw new DragomanError('upstream', `refused ${CANARY}`, `use another than ${CANARY}`);
    },
  ]) {
    services.onTestKey = breakIt;
    shown.push(await call('key.test'));
  }
  await expect.poll(() => published.length).toBeGreaterThan(2);
  // Events have the order of their causes.
  services.intake.add(testExchange('the-last-one'));
  await expect.poll(() => JSON.stringify(published)).toContain('the-last-one');
  // The model is the user's own input, shown as entered; it is taken out of the comparison.
  const transcript = JSON.stringify([shown, published]).replaceAll(`"model":"${CANARY}"`, '');
  expect(transcript).toContain('…');
  expect(transcript).not.toContain('canary');
  expect(transcript).not.toContain(services.keychain.secrets.get(TOKEN_ACCOUNT));
});

describe('the token', () => {
  const turn = (requireToken: boolean): Promise<unknown> =>
    call('settings.save', { ...services.settings.get(), requireToken });

  test('is created before the switch turns on, shown on demand only, and replaceable', async () => {
    expect(await call('token.state')).toMatchObject({ state: 'off' });
    expect(await call('token.reveal')).toEqual({ token: null });
    expect(await turn(true)).toMatchObject({ requireToken: true });
    const first = services.keychain.secrets.get(TOKEN_ACCOUNT);
    expect(await call('token.state')).toMatchObject({ state: 'stored', lastFour: first?.slice(-4) });
    expect(await call('token.reveal')).toEqual({ token: first });
    expect(await call('token.rotate')).toMatchObject({ state: 'stored' });
    expect(await call('token.reveal')).not.toEqual({ token: first });
  });

  test('that the keychain cannot store leaves the switch off', async () => {
    services.keychain.failure = 'locked';
    expect(await turn(true)).toMatchObject({ code: 'keychain_locked', message: expect.stringContaining('locked') });
    expect(services.settings.get().requireToken).toBe(false);
  });

  test('is not read again when other settings are saved', async () => {
    await turn(true);
    services.keychain.failure = 'locked';
    expect(await turn(true)).toMatchObject({ requireToken: true });
  });
});

describe('errors', () => {
  test('internal errors cross without stack, path or message, and are logged in full', async () => {
    const error = new Error('ENOENT: no such file, open /home/someone/secret.txt');
    services.onTestKey = () => {
      throw error;
    };
    const received = await call('key.test');
    expect(received).toMatchObject({ code: 'internal_error' });
    expect(JSON.stringify(received)).not.toMatch(/someone|ENOENT|dispatch/);
    expect(unexpected).toEqual([error]);
  });

  test.each([
    ['could not read /home/me/.config/Dragoman/settings.json (EACCES)', 'could not read … (EACCES)'],
    ['at C:\\Users\\me\\AppData\\file.js, sorry', 'at …, sorry'],
    ['see file:///home/me/a.js', 'see …'],
    ['POST https://api.anthropic.com/v1/messages failed', 'POST https://api.anthropic.com/v1/messages failed'],
  ])('%s', async (message, shown) => {
    services.onTestKey = () => {
      throw new DragomanError('some_code', message);
    };
    expect(await call('key.test')).toMatchObject({ code: 'some_code', message: shown });
  });
});

describe('settings', () => {
  test('import takes settings and key, and reports it', async () => {
    const json = JSON.stringify({
      provider: 'anthropic',
      model: 'claude-opus-5-5',
      api_key: 'sk-ant-api03-another-0000',
      junk: 1,
    });
    expect(await call('settings.import', { json })).toMatchObject({
      settings: { model: 'claude-opus-5-5' },
      applied: ['provider', 'model'],
      keyStored: true,
      issues: [{ path: 'junk' }],
    });
    expect(services.keychain.secret).toBe('sk-ant-api03-another-0000');
  });

  test('import of what cannot be read applies nothing, and says where it fails', async () => {
    const before = services.settings.get();
    expect(await call('settings.import', { json: '{\n  "model" "x"\n}' })).toEqual({
      settings: before,
      applied: [],
      keyStored: false,
      issues: [{ path: '', message: expect.stringContaining('line 2, column 11') }],
    });
  });

  test('import keeps the settings when the keychain fails, and reports why', async () => {
    services.keychain.failure = 'refused';
    const json = JSON.stringify({ model: 'claude-opus-5-5', api_key: 'sk-ant-api03-another-0000' });
    expect(await call('settings.import', { json })).toMatchObject({
      settings: { model: 'claude-opus-5-5' },
      keyStored: false,
      issues: [{ path: 'api_key', message: expect.stringContaining('refused') }],
    });
  });

  test('incomplete settings are refused, without defaults', async () => {
    const before = services.settings.save({ ...services.settings.get(), model: 'claude-opus-5-5', port: 9191 });
    const { model: _model, ...without } = before;
    const { maxDays: _maxDays, ...log } = before.log;
    const partial: readonly (readonly [unknown, RegExp])[] = [
      [{}, /^provider: Missing/],
      [without, /^model: Missing/],
      [{ ...before, model: undefined }, /^model: Missing/],
      [{ ...before, log }, /^log\.maxDays: Missing/],
      [{ ...before, translation: {} }, /^translation\.strict: Missing/],
      [null, /./],
      [[], /^provider: Missing/],
      ['', /./],
    ];
    for (const [settings, message] of partial) {
      expect(await call('settings.save', settings)).toMatchObject({
        code: 'invalid_settings',
        message: expect.stringMatching(message),
      });
    }
    expect(services.settings.get()).toEqual(before);
  });

  test('an endpoint that is not allowed is refused with the reason', async () => {
    expect(await call('settings.save', { ...services.settings.get(), endpoint: 'http://example.com' })).toMatchObject({
      code: 'invalid_settings',
      message: expect.stringContaining('Only https'),
    });
  });
});

test('the key state is read again while there is no key', async () => {
  services.keychain.secret = null;
  expect(await call('key.state')).toMatchObject({ state: 'missing' });
  services.keychain.secret = CANARY;
  expect(await call('key.state')).toMatchObject({ state: 'stored' });
  const { calls: questions } = services.keychain;
  await call('key.state');
  expect(services.keychain.calls).toBe(questions);
});

test('chat.send calls the port of the status, and its events reach the window', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-dragoman-exchange': 'ex-1' });
    response.end(
      'data: {"choices":[{"delta":{"content":"Bon"}}]}\n\ndata: {"choices":[{"delta":{"content":"jour"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  feed.close();
  await services.close();
  open((server.address() as AddressInfo).port);
  expect(
    await call('chat.send', {
      run: 'r1',
      model: 'gpt-4',
      system: 's',
      messages: [{ role: 'user', content: 'Hello' }],
      maxTokens: 5,
    }),
  ).toBeNull();
  await expect
    .poll(() => published.map((event) => event.payload))
    .toEqual(
      expect.arrayContaining([
        { kind: 'started', run: 'r1', exchangeId: 'ex-1' },
        { kind: 'finished', run: 'r1', finishReason: 'stop', usage: null },
      ]),
    );
  for (const { name, payload } of published) events[name].parse(payload);
  await new Promise((resolve) => server.close(resolve));
});
