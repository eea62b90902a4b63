/** Who may call: the main frame of our own window, showing our own page. Source: Electron's security rule 17. */

/** The page's address; everything it loads comes from here. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'main';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** The parts of Electron's `WebFrameMain` and `WebContents` that decide. A destroyed frame is null, or throws when asked. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** @param ours whether the web contents that sent are those of our window */
export function isTrustedSender(frame: SenderFrame | null | undefined, ours: boolean): boolean {
  if (!ours || frame === null || frame === undefined) return false;
  try {
    return frame.parent === null && isAppUrl(frame.url);
  } catch {
    return false;
  }
}

/** True for addresses of our own page: scheme and host equal, no port, no user. */
export function isAppUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === '';
}
