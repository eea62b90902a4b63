import { describe, expect, test } from 'vitest';
import { TOKEN_ACCOUNT } from '#electron/secrets/client-token.ts';
import { CANARY, useDispatch } from './__fixtures__/open-calls.ts';

const opened = useDispatch();
const { call } = opened;

describe('the token', () => {
  const turn = (requireToken: boolean): Promise<unknown> =>
    call('settings.save', { ...opened.current().services.settings.get(), requireToken });

  test('is created before the switch turns on, shown on demand only, and replaceable', async () => {
    expect(await call('token.state')).toMatchObject({ state: 'off' });
    expect(await call('token.reveal')).toEqual({ token: null });
    expect(await turn(true)).toMatchObject({ requireToken: true });
    const first = opened.current().services.keychain.secrets.get(TOKEN_ACCOUNT);
    expect(await call('token.state')).toMatchObject({ state: 'stored', lastFour: first?.slice(-4) });
    expect(await call('token.reveal')).toEqual({ token: first });
    expect(await call('token.rotate')).toMatchObject({ state: 'stored' });
    expect(await call('token.reveal')).not.toEqual({ token: first });
  });

  test('that the keychain cannot store leaves the switch off', async () => {
    opened.current().services.keychain.failure = 'locked';
    expect(await turn(true)).toMatchObject({ code: 'keychain_locked', message: expect.stringContaining('locked') });
    expect(opened.current().services.settings.get().requireToken).toBe(false);
  });

  test('is not read again when other settings are saved', async () => {
    await turn(true);
    opened.current().services.keychain.failure = 'locked';
    expect(await turn(true)).toMatchObject({ requireToken: true });
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
    expect(opened.current().services.keychain.secret).toBe('sk-ant-api03-another-0000');
  });

  test('import of what cannot be read applies nothing, and says where it fails', async () => {
    const before = opened.current().services.settings.get();
    expect(await call('settings.import', { json: '{\n  "model" "x"\n}' })).toEqual({
      settings: before,
      applied: [],
      keyStored: false,
      issues: [{ path: '', message: expect.stringContaining('line 2, column 11') }],
    });
  });

  test('import keeps the settings when the keychain fails, and reports why', async () => {
    opened.current().services.keychain.failure = 'refused';
    const json = JSON.stringify({ model: 'claude-opus-5-5', api_key: 'sk-ant-api03-another-0000' });
    expect(await call('settings.import', { json })).toMatchObject({
      settings: { model: 'claude-opus-5-5' },
      keyStored: false,
      issues: [{ path: 'api_key', message: expect.stringContaining('refused') }],
    });
  });

  test('incomplete settings are refused, without defaults', async () => {
    const before = opened
      .current()
      .services.settings.save({ ...opened.current().services.settings.get(), model: 'claude-opus-5-5', port: 9191 });
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
    expect(opened.current().services.settings.get()).toEqual(before);
  });

  test('an endpoint that is not allowed is refused with the reason', async () => {
    expect(
      await call('settings.save', { ...opened.current().services.settings.get(), endpoint: 'http://example.com' }),
    ).toMatchObject({
      code: 'invalid_settings',
      message: expect.stringContaining('Only https'),
    });
  });
});

test('the key state is read again while there is no key', async () => {
  opened.current().services.keychain.secret = null;
  expect(await call('key.state')).toMatchObject({ state: 'missing' });
  opened.current().services.keychain.secret = CANARY;
  expect(await call('key.state')).toMatchObject({ state: 'stored' });
  const { calls: questions } = opened.current().services.keychain;
  await call('key.state');
  expect(opened.current().services.keychain.calls).toBe(questions);
});
