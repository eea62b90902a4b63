/** A foreign web site: a page without protection, a service worker, and redirects to any URL. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WebSite {
  readonly port: number;
  close(): Promise<void>;
}

/** Fetches any URL from the service worker, outside of documents. */
const SERVICE_WORKER = `
  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener('message', async ({ data: { url, init }, ports: [port] }) => {
    try {
      port.postMessage(await (await fetch(url, init)).text());
    } catch {
      port.postMessage('');
    }
  });`;

export async function startWebSite(): Promise<WebSite> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site.test');
    request.resume();
    if (pathname === '/redirect') {
      response.writeHead(307, { location: searchParams.get('to') ?? '/', 'access-control-allow-origin': '*' }).end();
    } else if (pathname === '/worker.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(SERVICE_WORKER);
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title><body></body>');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
