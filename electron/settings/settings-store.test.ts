import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '#shared/settings/schema.ts';
import { dataFolderProblem, prepareDataFolder, resolveDataFolder } from './data-folder.ts';
import { createSettingsStore } from './settings-store.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'dragoman-settings-')), 'data');
  file = join(folder, 'settings.json');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

function stored(): Record<string, unknown> {
  return Object.fromEntries(Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
}

function write(text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
}

const changed: Settings = { ...defaultSettings, model: 'claude-opus-5-5', aliases: { 'gpt-4.1': 'claude-haiku-5' } };

describe('a fresh store', () => {
  test('has the defaults and no recovered file', () => {
    const store = createSettingsStore({ dataFolder: folder });
    expect(store.get()).toEqual(defaultSettings);
    expect(store.recoveredFrom).toBeNull();
  });

  test('keeps saved settings for the next start', () => {
    expect(createSettingsStore({ dataFolder: folder }).save(changed)).toEqual(changed);
    expect(createSettingsStore({ dataFolder: folder }).get()).toEqual(changed);
  });

  test('writes through a file that is a symbolic link', () => {
    const elsewhere = join(folder, '..', 'dotfiles.json');
    writeFileSync(elsewhere, '{}');
    mkdirSync(folder, { recursive: true });
    symlinkSync(elsewhere, file);
    createSettingsStore({ dataFolder: folder }).save(changed);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(elsewhere, 'utf8'))).toMatchObject({ model: 'claude-opus-5-5' });
  });

  test('saves its own settings repeatedly', () => {
    const store = createSettingsStore({ dataFolder: folder });
    for (let round = 0; round < 3; round += 1) expect(store.save(store.get())).toEqual(defaultSettings);
  });

  test.runIf(process.platform !== 'win32')('has mode 0600', () => {
    createSettingsStore({ dataFolder: folder }).save(changed);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('notifies listeners until they unsubscribe', () => {
    const store = createSettingsStore({ dataFolder: folder });
    const published: string[] = [];
    const leave = store.onChange((settings) => published.push(settings.model));
    store.save(changed);
    leave();
    store.save(defaultSettings);
    expect(published).toEqual(['claude-opus-5-5']);
  });

  test('refuses settings that are not valid, and keeps the old ones', () => {
    const store = createSettingsStore({ dataFolder: folder });
    expect(() => store.save({ ...defaultSettings, endpoint: 'http://example.com/' })).toThrow(
      expect.objectContaining({ code: 'invalid_settings', message: expect.stringMatching(/^endpoint: Only https/) }),
    );
    expect(store.get()).toEqual(defaultSettings);
  });
});

describe('overrides', () => {
  test('apply to the run and are not saved', () => {
    const store = createSettingsStore({ dataFolder: folder, overrides: { port: 4001 } });
    expect(store.get().port).toBe(4001);
    expect(store.save({ ...store.get(), model: 'claude-opus-5-5' }).port).toBe(4001);
    expect(stored()).toMatchObject({ port: defaultSettings.port, model: 'claude-opus-5-5' });
  });

  test('are replaced by the user’s choice', () => {
    const store = createSettingsStore({ dataFolder: folder, overrides: { port: 4001 } });
    expect(store.save({ ...store.get(), port: 4002 }).port).toBe(4002);
    expect(stored()).toMatchObject({ port: 4002 });
  });
});

describe('a file that an editor or another program wrote', () => {
  const edited = `// mine\r\n{\r\n  "model": "claude-opus-5-5", // the large one\r\n  "port": 9191,\r\n}\r\n`;
  test.each([
    ['CRLF, comments and a trailing comma', Buffer.from(edited)],
    ['a UTF-8 mark', Buffer.from(`\uFEFF${edited}`)],
    ['UTF-16 LE', Buffer.from(`\uFEFF${edited}`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\uFEFF${edited}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(edited, 'utf16le')],
  ])('with %s is read, and its comments stay when settings are saved', (_name, bytes) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, bytes);
    const store = createSettingsStore({ dataFolder: folder });
    expect(store.recoveredFrom).toBeNull();
    expect(store.get()).toEqual({ ...defaultSettings, model: 'claude-opus-5-5', port: 9191 });
    store.save({ ...store.get(), port: 9292, theme: 'dark' });
    const again = createSettingsStore({ dataFolder: folder });
    expect(again.get()).toEqual({ ...defaultSettings, model: 'claude-opus-5-5', port: 9292, theme: 'dark' });
    expect(readFileSync(file, 'utf8')).toMatch(/^\/\/ mine[^]*\/\/ the large one/);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test('without comments is written as plain JSON', () => {
    write('\uFEFF{"port": 9191,}');
    const store = createSettingsStore({ dataFolder: folder });
    store.save({ ...store.get(), theme: 'dark' });
    expect(stored()).toMatchObject({ port: 9191, theme: 'dark' });
  });
});

describe('a damaged file', () => {
  test('is reported with the line and the column', () => {
    write('{\n  "port" 9191\n}');
    expect(createSettingsStore({ dataFolder: folder }).damage).toBe('line 2, column 10: a colon was expected');
  });

  test.each(['{', '', 'null', '[]', '"text"', '\u0000'])('%j is quarantined and reported once', (text) => {
    write(text);
    const store = createSettingsStore({ dataFolder: folder });
    expect(store.get()).toEqual(defaultSettings);
    expect(readFileSync(String(store.recoveredFrom), 'utf8')).toBe(text);
    expect(createSettingsStore({ dataFolder: folder }).recoveredFrom).toBeNull();
  });

  test('with one invalid value keeps the others and a copy', () => {
    write(JSON.stringify({ ...changed, port: 'many' }));
    const store = createSettingsStore({ dataFolder: folder });
    expect(store.get()).toEqual(changed);
    expect(readFileSync(String(store.recoveredFrom), 'utf8')).toContain('many');
    expect(createSettingsStore({ dataFolder: folder }).recoveredFrom).toBeNull();
  });

  test('never replaces one quarantined before', () => {
    for (const text of ['{', '[']) {
      write(text);
      createSettingsStore({ dataFolder: folder });
    }
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toHaveLength(2);
  });
});

test('an unwritable data folder gives settings but saves none', () => {
  mkdirSync(join(folder, '..'), { recursive: true });
  writeFileSync(folder, 'a file where the folder should be');
  const store = createSettingsStore({ dataFolder: folder });
  expect(store.get()).toEqual(defaultSettings);
  expect(() => store.save(changed)).toThrow(expect.objectContaining({ code: 'settings_not_saved' }));
  expect(store.get()).toEqual(defaultSettings);
});

test('a data folder that cannot be made keeps saved settings for the run, when it is known', () => {
  mkdirSync(join(folder, '..'), { recursive: true });
  writeFileSync(folder, 'a file where the folder should be');
  expect(dataFolderProblem(folder)).toContain('there is a file where the folder should be');
  const store = createSettingsStore({ dataFolder: folder, memoryOnly: true });
  expect(store.save(changed)).toEqual(changed);
  expect(store.get()).toEqual(changed);
});

test('a data folder that can be written has no problem, and nothing is left in it', () => {
  expect(dataFolderProblem(folder)).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  [{ DRAGOMAN_DATA_DIR: '/chosen' }, 'linux', '/chosen'],
  [{ XDG_CONFIG_HOME: '/configured' }, 'linux', '/configured/Dragoman'],
  [{ APPDATA: '/roaming' }, 'win32', '/roaming/Dragoman'],
] as const)('%j on %s stores data in %s', (environment, platform, expected) => {
  expect(resolveDataFolder(environment, platform)).toBe(expected);
});

test.runIf(process.platform !== 'win32')('a folder with other files keeps its mode', () => {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'notes.txt'), '');
  prepareDataFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o755);
  expect(existsSync(file)).toBe(false);
});
