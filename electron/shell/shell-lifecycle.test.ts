import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestServices, type TestServices } from '#electron/ipc/__fixtures__/ipc-services.ts';
import { runOptions } from '#electron/cli/run-options.ts';
import { readAppCommandLine } from './app-command-line.ts';
import { appMenuTemplate } from './window/app-menu.ts';
import { createAppLog } from './app-log.ts';
import { createGracefulQuit } from './graceful-quit.ts';
import { createTrayActions } from './tray/tray-actions.ts';
import { isTrayVisible } from './tray/tray-support.ts';

let folder: string;
let services: TestServices;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-shell-'));
  services = createTestServices();
});
afterEach(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('quitting', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const event = { preventDefault: vi.fn<() => void>() };

  test.each<[string, () => Promise<void>, number]>([
    ['ends once all is closed', async () => undefined, 0],
    ['ends when closing fails', async () => Promise.reject(new Error('no')), 0],
    ['ends on time when closing hangs', async () => new Promise(() => undefined), 8_000],
  ])('%s', async (_name, close, after) => {
    const exit = vi.fn<() => void>();
    const onError = vi.fn<() => void>();
    const quit = createGracefulQuit({ mayQuit: async () => true, close, exit, onError });
    quit(event);
    quit(event);
    expect(exit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(after);
    expect(exit).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(exit).toHaveBeenCalledOnce();
  });
});

test('quitting that the user declines goes on, and may be asked for again', async () => {
  const answers = [false, true];
  const close = vi.fn<() => Promise<void>>(async () => undefined);
  const ended = new Promise<void>((resolve) => {
    const quit = createGracefulQuit({
      async mayQuit() {
        const answer = answers.shift() ?? true;
        if (!answer) setImmediate(() => quit({ preventDefault: () => undefined }));
        return answer;
      },
      close,
      exit: resolve,
      onError: () => undefined,
    });
    quit({ preventDefault: () => undefined });
  });
  await ended;
  expect(answers).toEqual([]);
  expect(close).toHaveBeenCalledOnce();
});

test('tray items perform their actions', async () => {
  const done: string[] = [];
  const perform = createTrayActions({
    services,
    copy: (text) => done.push(`copy ${text}`),
    show: (view) => done.push(`show ${view}`),
    quit: () => done.push('quit'),
    onError: (error) => done.push(`error ${String(error)}`),
  });
  perform({ do: 'copy', text: 'x' });
  perform({ do: 'show', view: 'chat' });
  perform({ do: 'choose-model', model: 'claude-opus-5-5' });
  perform({ do: 'choose-model', model: 'not a model' });
  perform({ do: 'use-port', port: 9191 });
  perform({ do: 'stop' });
  perform({ do: 'quit' });
  await Promise.resolve();
  expect(services.settings.get()).toMatchObject({ model: 'claude-opus-5-5', port: 9191 });
  expect(services.proxy.status().state).toBe('stopped');
  perform({ do: 'start' });
  expect(services.proxy.status().state).toBe('running');
  expect(done).toEqual(['copy x', 'show chat', expect.stringMatching(/^error .*A model id has letters/), 'quit']);
});

describe('the application log', () => {
  test('holds thrown values, redacted, with mode 0600', () => {
    const appLog = createAppLog(folder, false);
    appLog.error('uncaught', new Error('failed with sk-ant-api03-canary-0123456789'));
    appLog.info('x-api-key: "sk-ant-api03-canary-0123456789"');
    const file = join(folder, 'logs', 'dragoman.log');
    const written = readFileSync(file, 'utf8');
    expect(written).toMatch(/\[error\] uncaught: Error: failed with sk-ant-.*\n\s+at /);
    expect(written).not.toContain('canary');
    appLog.warn('\u001b[2J\u009b1m\u202e');
    expect(readFileSync(file, 'utf8')).toContain(String.raw` \u001b[2J\u009b1m\u202e`);
    expect(statSync(file).mode & (process.platform === 'win32' ? 0 : 0o077)).toBe(0);
  });
});

describe('the command line', () => {
  test('ignores unknown switches', () => {
    const parameters = [
      '--no-sandbox',
      '--inspect=0',
      '-r',
      '/loader.js',
      '/opt/app',
      '--remote-debugging-port=0',
      '--port',
      '9191',
      '--demo',
      '--hidden',
      '--endpoint=http://127.0.0.1:1/v1/messages',
      '--model',
      'claude-opus-5-5',
    ];
    expect(readAppCommandLine(parameters, {})).toMatchObject({
      hidden: true,
      commandLine: {
        kind: 'run',
        options: { port: 9191, demo: true, endpoint: 'http://127.0.0.1:1/v1/messages', model: 'claude-opus-5-5' },
      },
    });
  });

  test.each([
    [['--port', 'many'], {}, /^dragoman: --port/],
    [['--port'], {}, /^dragoman: /],
    [['--endpoint=http://example.com'], {}, /^dragoman: --endpoint/],
    [[], { DRAGOMAN_PORT: '-1' }, /DRAGOMAN_PORT/],
  ])('%j with %j is refused in one line', (parameters, environment, line) => {
    expect(readAppCommandLine(parameters, environment).commandLine).toMatchObject({
      kind: 'bad',
      line: expect.stringMatching(line),
    });
  });

  test('becomes overrides and a session key', () => {
    const file = join(folder, 'seed.json');
    writeFileSync(file, JSON.stringify({ provider: 'anthropic', model: 'claude-haiku-5', api_key: 'sk-ant-1', x: 1 }));
    const read = (...parameters: string[]) => {
      const { commandLine } = readAppCommandLine(['--config', file, ...parameters], {});
      if (commandLine.kind !== 'run') throw new Error('not to be run');
      return runOptions(commandLine.options);
    };
    expect(read('--port', '0')).toEqual({
      overrides: { provider: 'anthropic', model: 'claude-haiku-5' },
      port: 0,
      sessionKey: 'sk-ant-1',
      keyProblem: null,
      issues: [{ path: 'x', message: expect.any(String) }],
    });
    expect(read('--port', '81', '--model', 'claude-opus-5-5', '--demo')).toMatchObject({
      overrides: { model: 'claude-opus-5-5', port: 81 },
      port: null,
      sessionKey: null,
    });
    rmSync(file);
    expect(() => read()).toThrow(expect.objectContaining({ code: 'unreadable_config' }));
  });
});

test.each(['darwin', 'win32', 'linux'] as const)('the menu on %s can reload only in development', (platform) => {
  const roles = (development: boolean): string =>
    JSON.stringify(appMenuTemplate({ platform, development, show: () => undefined }));
  expect(roles(false)).not.toMatch(/reload|toggleDevTools/i);
  expect(roles(true)).toMatch(/toggleDevTools/);
  expect(roles(false)).toMatch(/"editMenu"/);
  expect(roles(false)).toMatch(/"quit"/);
});

test.each(['darwin', 'win32', 'linux'] as const)('all usual keys zoom on %s', (platform) => {
  const menu = JSON.stringify(appMenuTemplate({ platform, development: false, show: () => undefined }));
  for (const key of ['=', '_', 'numadd', 'numsub', 'num0']) expect(menu).toContain(`"CmdOrCtrl+${key}"`);
  for (const role of ['zoomIn', 'zoomOut', 'resetZoom']) expect(menu).toContain(`{"role":"${role}"}`);
});

describe('tray support of the desktop', () => {
  test('Linux without a session bus has none, other systems always have', async () => {
    expect(await isTrayVisible('linux', {})).toBe(false);
    expect(await isTrayVisible('darwin', {})).toBe(true);
    expect(await isTrayVisible('win32', {})).toBe(true);
  });

  /** The bus's response to `NameHasOwner`: yes with 1 in the last four bytes, no with 0. As captured from dbus-daemon 1.14.10. */
  const response = (owned: boolean): Buffer =>
    Buffer.from(
      '6c02010104000000030000003d00000006017300040000003a312e3000000000050175000200000008016700016200000' +
        `7017300140000006f72672e667265656465736b746f702e4442757300000000${owned ? '01' : '00'}000000`,
      'hex',
    );

  test.skipIf(process.platform === 'win32').each([true, false])('a bus with a watcher: %s', async (owned) => {
    const calls: string[] = [];
    const server = createServer((socket) => {
      let authenticated = false;
      socket.on('data', (bytes) => {
        calls.push(bytes.toString('latin1'));
        if (!authenticated) socket.write('OK 0123456789abcdef\r\n');
        else if (bytes.includes('NameHasOwner')) socket.write(response(owned));
        authenticated = true;
      });
    });
    const path = join(folder, 'bus');
    await new Promise<void>((resolve) => server.listen(path, resolve));
    expect(await isTrayVisible('linux', { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })).toBe(owned);
    expect(calls.join('')).toContain('org.kde.StatusNotifierWatcher');
    await new Promise((resolve) => server.close(resolve));
  });
});
