import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import { externalLinks } from '#shared/allowed-links.ts';
import { allowedExternalUrl } from './open-external-link.ts';
import { guardContents, guardSession } from './web-guards.ts';

/** The part of `WebContents` that the guards use. */
class PretendContents extends EventEmitter {
  openWindow: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  webRtcPolicy = '';
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtcPolicy = policy;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openWindow = handler;
  }
}

function guarded(): { contents: PretendContents; opened: string[] } {
  const contents = new PretendContents();
  const opened: string[] = [];
  // A fake of the class that only a real Electron can construct.
  guardContents(contents as unknown as WebContents, { openExternal: (address) => opened.push(address) });
  return { contents, opened };
}

describe('navigation', () => {
  const cases = [
    ['app://main/index.html#/chat', false],
    ['https://example.com/', true],
    ['file:///etc/passwd', true],
    ['app://other/', true],
    ['about:blank', true],
    ['data:text/html,hello', true],
    ['javascript:alert(1)', true],
  ] as const;
  test.each(
    ['will-navigate', 'will-redirect', 'will-frame-navigate'].flatMap((event) =>
      cases.map(([url, stopped]) => [event, url, stopped] as const),
    ),
  )('%s to %s is prevented: %s', (name, url, stopped) => {
    const { contents } = guarded();
    let prevented = false;
    contents.emit(name, { url, preventDefault: () => (prevented = true) });
    expect(prevented).toBe(stopped);
  });

  test('a webview is prevented', () => {
    let prevented = false;
    guarded().contents.emit('will-attach-webview', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });
});

describe('the browser', () => {
  const linked = externalLinks.createKey;
  const click = (contents: PretendContents): boolean => contents.emit('input-event', {}, { type: 'mouseUp' });

  test('opens a linked address after a click, once', () => {
    const { contents, opened } = guarded();
    expect(contents.openWindow({ url: linked })).toEqual({ action: 'deny' });
    expect(opened).toEqual([]);
    click(contents);
    for (let time = 0; time < 2; time += 1) expect(contents.openWindow({ url: linked })).toEqual({ action: 'deny' });
    expect(opened).toEqual([linked]);
  });

  test('opens nothing else, and another action uses up the click', () => {
    const { contents, opened } = guarded();
    for (const url of ['https://platform.claude.com/', 'https://example.com/', 'javascript:alert(1)', 'app://main/']) {
      click(contents);
      expect(contents.openWindow({ url })).toEqual({ action: 'deny' });
      contents.openWindow({ url: linked });
    }
    expect(opened).toEqual([]);
  });
});

test('WebRTC has no UDP', () => {
  expect(guarded().contents.webRtcPolicy).toBe('disable_non_proxied_udp');
});

const page: string = externalLinks.createKey;
test.each(Object.values(externalLinks))('%s is linked by the app', (address) => {
  expect(new URL(address).protocol).toBe('https:');
  expect(allowedExternalUrl(address)).toBe(address);
});

test.each([
  `${page}?leak=secret`,
  `${page}#leak`,
  `${page}/secret`,
  page.replace('https:', 'http:'),
  page.replace('.com/', '.com:8443/'),
  page.replace('https://', 'https://me:pw@'),
  page.replace('https://', 'https://secret@'),
  page.replace('.com/', '.com.evil.example/'),
  page.replace('.com/', '.com@evil.example/'),
  `https://evil.example/?${page}`,
  `javascript:alert(1)//${page}`,
  'https://github.com/search?q=secret',
  'file:///etc/passwd',
  'smb://github.com/share',
  'ms-settings:privacy',
  '',
])('%j is not', (address) => {
  expect(allowedExternalUrl(address)).toBeNull();
});

describe('permissions', () => {
  type RequestHandler = (contents: { getURL(): string }, permission: string, decide: (yes: boolean) => void) => void;
  type CheckHandler = (contents: null, permission: string, origin: string) => boolean;
  const handlers: { request?: RequestHandler; check?: CheckHandler; device?: () => boolean } = {};
  guardSession({
    setPermissionRequestHandler: (handler: RequestHandler) => (handlers.request = handler),
    setPermissionCheckHandler: (handler: CheckHandler) => (handlers.check = handler),
    setDevicePermissionHandler: (handler: () => boolean) => (handlers.device = handler),
    setSpellCheckerEnabled: () => undefined,
    // A fake of the class that only a real Electron can construct.
  } as unknown as Session);

  const names = [
    'clipboard-read',
    'clipboard-sanitized-write',
    'display-capture',
    'mediaKeySystem',
    'geolocation',
    'media',
    'midi',
    'midiSysex',
    'notifications',
    'pointerLock',
    'keyboardLock',
    'openExternal',
    'speaker-selection',
    'storage-access',
    'window-management',
    'fileSystem',
    'hid',
    'serial',
    'usb',
    'idle-detection',
    'fullscreen',
    'top-level-storage-access',
    'unknown',
  ];
  const requested = (permission: string, url: string): boolean | null => {
    let granted: boolean | null = null;
    handlers.request?.({ getURL: () => url }, permission, (yes) => (granted = yes));
    return granted;
  };

  test.each(names)('%s', (permission) => {
    const allowed = permission === 'clipboard-sanitized-write';
    expect(requested(permission, 'app://main/index.html')).toBe(allowed);
    expect(handlers.check?.(null, permission, 'app://main')).toBe(allowed);
    expect(handlers.check?.(null, permission, 'app://main/')).toBe(allowed);
    expect(requested(permission, 'https://example.com/')).toBe(false);
    expect(handlers.check?.(null, permission, 'https://example.com')).toBe(false);
    expect(handlers.device?.()).toBe(false);
  });
});
