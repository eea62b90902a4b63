import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { windowOptions } from './window-options.ts';
import { closeBehaviour, startsHidden } from './close-behaviour.ts';

test('the page of a window is sandboxed', () => {
  const { webPreferences, show } = windowOptions({
    title: 'Dragoman',
    preload: '/out/preload.cjs',
    bounds: { width: 1, height: 1 },
    screen: { width: 1440, height: 900 },
    dark: false,
    development: false,
  });
  expect(show).toBe(false);
  expect(webPreferences).toEqual({
    preload: '/out/preload.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  });
});

test('one function creates windows', () => {
  const root = join(import.meta.dirname, '../..');
  const makers = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => /new (BrowserWindow|WebContentsView|BaseWindow)\b/.test(readFileSync(join(root, name), 'utf8')));
  expect(makers).toEqual([join('shell', 'window', 'main-window.ts')]);
});

test.each([
  [{ quitting: true, trayVisible: true }, 'close'],
  [{ quitting: true, trayVisible: false }, 'close'],
  [{ quitting: false, trayVisible: true }, 'hide'],
  [{ quitting: false, trayVisible: false }, 'minimise'],
])('closing the window with %j: %s', (state, behaviour) => {
  expect(closeBehaviour(state)).toBe(behaviour);
});

test.each([
  [{ hidden: true, trayVisible: true }, true],
  [{ hidden: true, trayVisible: false }, false],
  [{ hidden: false, trayVisible: true }, false],
])('starting with %j is hidden: %s', (state, hidden) => {
  expect(startsHidden(state)).toBe(hidden);
});
