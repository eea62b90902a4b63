/** Checks the sender of IPC: only the main frame of our window showing our page. Source: Electron's security rule 17. */

/** The page's origin; everything it loads comes from here. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'main';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** The used parts of Electron's `WebFrameMain` and `WebContents`. A destroyed frame is null, or throws on access. */
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

/** True for URLs of our page: scheme and host equal, no port, no user. */
export function isAppUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === '';
}
