/**
 * Blocks navigation, second windows, permissions and webviews. Installed once on the app, so it applies to all web
 * contents. Source: Electron's security rules 5, 12, 13, 14, 15.
 */

import type { App, Session, WebContents } from 'electron';
import { APP_ORIGIN, isAppUrl } from '#electron/ipc/sender.ts';
import { allowedExternalUrl } from './open-external-link.ts';
import { cutOffWebRtc } from './page-network.ts';
import { createUserGesture } from './user-gesture.ts';

export interface WebGuardOptions {
  /** Opens a URL in the user's browser. Called only with allow-listed URLs, after a user gesture. */
  readonly openExternal: (address: string) => void;
}

/** The only permission: clipboard write after a user gesture. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

export function installWebGuards(app: Pick<App, 'on'>, options: WebGuardOptions): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, options));
}

export function guardContents(contents: WebContents, { openExternal }: WebGuardOptions): void {
  contents.on('will-navigate', (event) => stay(event));
  contents.on('will-redirect', (event) => stay(event));
  contents.on('will-frame-navigate', (event) => stay(event));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  cutOffWebRtc(contents);
  const gesture = createUserGesture();
  contents.on('input-event', (_event, { type }) => gesture.saw(type));
  contents.setWindowOpenHandler(({ url }) => {
    // Checked first, because the check consumes the gesture.
    const acted = gesture.use();
    const allowed = allowedExternalUrl(url);
    if (acted && allowed !== null) openExternal(allowed);
    return { action: 'deny' };
  });
}

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) => decide(allows(permission, contents.getURL())));
  session.setPermissionCheckHandler((_contents, permission, origin) => allows(permission, origin));
  session.setDevicePermissionHandler(() => false);
  // Spell-checking would download dictionaries.
  session.setSpellCheckerEnabled(false);
}

function allows(permission: string, origin: string): boolean {
  return permission === ALLOWED_PERMISSION && (origin === APP_ORIGIN || isAppUrl(origin));
}

function stay(event: { readonly url: string; preventDefault(): void }): void {
  if (!isAppUrl(event.url)) event.preventDefault();
}
