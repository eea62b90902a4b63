/**
 * Blocks all network access of Chromium: the page is served by `app://`, and our requests go out through Node. The content
 * security policy alone does not suffice: it covers neither WebRTC, nor DNS look-ups, nor the browser's own fetches. See
 * docs/decisions for what each of these blocks.
 */

import type { App, Session, WebContents } from 'electron';

/** Port 1 of this machine: only root can listen there, and with look-ups refused it is not even tried. */
const NOWHERE = 'http://127.0.0.1:1';
const NETWORK_ADDRESSES = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'];

/**
 * Refuses all DNS look-ups, address literals included: names in `dns-prefetch` links, STUN and TURN servers, ICE candidates and
 * mDNS would otherwise carry data out. Must run before `ready`.
 */
export function refuseNameLookups({ commandLine }: Pick<App, 'commandLine'>): void {
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/**
 * Sends every connection of the session to a nonexistent proxy; with the policy below that includes TURN over TCP and TLS.
 * Resolves when it is in effect; no page may be loaded before.
 */
export async function cutOffSession(session: Session): Promise<void> {
  session.webRequest.onBeforeRequest({ urls: NETWORK_ADDRESSES }, (_details, decide) => decide({ cancel: true }));
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: NOWHERE,
    // Without it loopback addresses would bypass the proxy.
    proxyBypassRules: '<-loopback>',
  });
}

/** UDP only through a proxy, and ours does not exist: no STUN, no TURN over UDP, no direct peers, no mDNS responder. */
export function cutOffWebRtc(contents: Pick<WebContents, 'setWebRTCIPHandlingPolicy'>): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
