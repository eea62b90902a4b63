/**
 * Takes the network away from Chromium altogether: the page is served by `app://` and needs nothing else, and every request of ours
 * goes out through Node. The content security policy alone does not do it: it knows nothing of WebRTC, of name look-ups and of what
 * the browser itself fetches for a page. See docs/decisions for what each of these closes.
 */

import type { App, Session, WebContents } from 'electron';

/** Port 1 of this machine: nobody but root can listen there, and with the look-ups refused it is not even tried. */
const NOWHERE = 'http://127.0.0.1:1';
const NETWORK_ADDRESSES = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'];

/**
 * No name is ever resolved, address literals included: `dns-prefetch` links, names of STUN and TURN servers, ICE candidates and mDNS
 * names would otherwise carry data in the name itself. Must run before `ready`.
 */
export function refuseNameLookups({ commandLine }: Pick<App, 'commandLine'>): void {
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/**
 * Every connection of the session is sent to a proxy that is not there; with the policy below that includes TURN over TCP and TLS.
 * Resolves when it holds; no page may be loaded before.
 */
export async function cutOffSession(session: Session): Promise<void> {
  session.webRequest.onBeforeRequest({ urls: NETWORK_ADDRESSES }, (_details, decide) => decide({ cancel: true }));
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: NOWHERE,
    // Without it this machine's own addresses would go around the proxy.
    proxyBypassRules: '<-loopback>',
  });
}

/** UDP only through a proxy that supports it, and ours does not exist: no STUN, no TURN over UDP, no direct peer, no mDNS responder. */
export function cutOffWebRtc(contents: Pick<WebContents, 'setWebRTCIPHandlingPolicy'>): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
