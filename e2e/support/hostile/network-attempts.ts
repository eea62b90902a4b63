/**
 * All ways of a page to reach the network, as functions that run in the page with one argument. Names under `canary.test` simulate data in a DNS query.
 */

export interface WayOutTarget {
  readonly hosts: readonly string[];
  readonly ports: Readonly<Record<'udp' | 'tcp' | 'tls' | 'http', number>>;
}

/** Asks STUN and TURN servers, and offers peers, over every transport. Resolves when gathering candidates has ended everywhere. */
export async function tryWebRtc({ hosts, ports }: WayOutTarget): Promise<string[]> {
  const servers = hosts.flatMap((host) => [
    `stun:${host}:${String(ports.udp)}`,
    `turn:${host}:${String(ports.udp)}?transport=udp`,
    `turn:${host}:${String(ports.tcp)}?transport=tcp`,
    `turns:${host}:${String(ports.tls)}?transport=tcp`,
  ]);
  const named = ['stun:stun.canary.test:3478', 'turn:turn.canary.test:3478?transport=tcp'];
  const connections = [...servers, ...named].map(
    (urls) => new RTCPeerConnection({ iceServers: [{ urls, username: 'leak', credential: 'leak' }] }),
  );
  const candidates: string[] = [];
  const gathered = connections.map(async (connection) => {
    connection.createDataChannel('leak');
    await connection.setLocalDescription(await connection.createOffer());
    await new Promise<void>((resolve) => {
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate === null) resolve();
        else candidates.push(candidate.candidate);
      });
    });
  });
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
  one.createDataChannel('leak');
  const offer = await one.createOffer();
  await one.setLocalDescription(offer);
  await other.setRemoteDescription(offer);
  const response = await other.createAnswer();
  await other.setLocalDescription(response);
  await one.setRemoteDescription(response);
  const peers = hosts.flatMap((host) => [
    `udp 2122260223 ${host} ${String(ports.udp)} typ host`,
    `tcp 2122260223 ${host} ${String(ports.tcp)} typ host tcptype passive`,
  ]);
  for (const peer of [...peers, 'udp 1 ice.canary.test 9 typ host', 'udp 1 canary-test.local 9 typ host']) {
    await one
      .addIceCandidate({ candidate: `candidate:1 1 ${peer}`, sdpMid: '0', sdpMLineIndex: 0 })
      .catch(() => undefined);
  }
  await Promise.all(gathered);
  return candidates;
}

/** Resource hints, elements, calls, workers, downloads, forms and navigation, in the page and in a frame. */
export async function tryEverythingElse({ hosts, ports }: WayOutTarget): Promise<void> {
  const attempt = (work: () => unknown): void => {
    try {
      void Promise.resolve(work()).catch(() => undefined);
    } catch {
      // Refused before it began, which is as good.
    }
  };
  const add = (root: Document, tag: string, attributes: Readonly<Record<string, string>>): HTMLElement => {
    const element = root.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    (root.body ?? root.documentElement).append(element);
    return element;
  };
  for (const host of [...hosts, 'host.canary.test']) {
    const url = `http://${host}:${String(ports.http)}/leak`;
    const secure = `https://${host}:${String(ports.tls)}/leak`;
    for (const rel of [
      'dns-prefetch',
      'preconnect',
      'prefetch',
      'prerender',
      'modulepreload',
      'stylesheet',
      'icon',
      'manifest',
      'next',
    ]) {
      for (const href of [url, secure]) attempt(() => add(document, 'link', { rel, href }));
    }
    for (const as of ['image', 'font', 'fetch', 'script', 'style', 'document']) {
      attempt(() => add(document, 'link', { rel: 'preload', as, href: url }));
    }
    for (const tag of ['img', 'script', 'iframe', 'embed', 'video', 'audio', 'track', 'input']) {
      attempt(() => add(document, tag, { src: url, type: tag === 'input' ? 'image' : '', poster: url }));
    }
    attempt(() => add(document, 'object', { data: url }));
    attempt(() => add(document, 'div', { style: `background: url(${url})` }));
    attempt(() => add(document, 'meta', { 'http-equiv': 'refresh', content: `0;url=${url}` }));
    attempt(() =>
      add(document, 'script', { type: 'speculationrules' }).append(
        JSON.stringify({ prefetch: [{ source: 'list', urls: [url] }] }),
      ),
    );
    for (const ping of [
      add(document, 'a', { href: '#requests', ping: url }),
      add(document, 'a', { href: url, download: 'leak' }),
      add(document, 'a', { href: url, target: '_blank' }),
    ]) {
      attempt(() => ping.click());
    }
    for (const target of ['_self', '_blank']) {
      const form = add(document, 'form', { action: url, method: 'POST', target });
      attempt(() => form instanceof HTMLFormElement && form.submit());
    }
    const frame = add(document, 'iframe', { src: 'about:blank' });
    const inside = frame instanceof HTMLIFrameElement ? frame.contentWindow : null;
    for (const scope of inside === null ? [globalThis] : [globalThis, inside.self]) {
      attempt(() => scope.fetch(url, { mode: 'no-cors', keepalive: true }));
      attempt(() => scope.navigator.sendBeacon(url, 'leak'));
    }
    attempt(() => new WebSocket(url.replace('http', 'ws')));
    attempt(() => new EventSource(url));
    attempt(() => new WebTransport(`https://${host}:${String(ports.udp)}/leak`).ready);
    attempt(() => new Worker(url));
    attempt(() => new SharedWorker(url));
    attempt(() => new Worker(URL.createObjectURL(new Blob([`fetch('${url}')`]))));
    attempt(() => navigator.serviceWorker.register(url));
    attempt(() => globalThis.open(url));
    attempt(() => {
      location.href = url;
    });
  }
  // Two frames later all of it has been handed to the browser process.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
