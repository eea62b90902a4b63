/**
 * Serves `app://main/`: only the files of the built window, with headers (CSP and others) that keep the page from loading or
 * running foreign content. Source: Electron's security rules 7 and 18.
 */

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';
import { isAppUrl } from '#electron/ipc/sender.ts';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** Placeholder in the built page for the nonce of each load. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** @param nonce for the style elements that libraries add while the page runs */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** Maps a URL to an absolute path inside `root`, or null. `/` is the page. */
export function appFilePath(root: string, address: string): string | null {
  // Checked before `URL` resolves dot segments: path traversal is never a link of the app.
  if (/(^|[/\\]|%2f|%5c)(\.|%2e){2}([/\\?#]|%2f|%5c|$)/i.test(address)) return null;
  if (!isAppUrl(address)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
  if (/[\0\\:]/.test(path)) return null;
  const file = join(root, path === '/' ? 'index.html' : path);
  const inside = relative(root, file);
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? null : file;
}

/** The handler for `protocol.handle`. Never rejects; every failure is 404. */
export function createAppFiles(root: string): (request: Pick<Request, 'method' | 'url'>) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return refusal(405);
    const file = appFilePath(root, url);
    const type = file === null ? undefined : MIME_TYPES[extname(file)];
    if (file === null || type === undefined) return refusal(404);
    let content: Buffer;
    try {
      content = await readFile(file);
    } catch {
      return refusal(404);
    }
    const nonce = randomBytes(18).toString('base64');
    const isPage = type.startsWith('text/html');
    const body = isPage ? content.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : new Uint8Array(content);
    return new Response(method === 'HEAD' ? null : body, {
      headers: {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy(nonce),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': isPage ? 'no-store' : 'no-cache',
      },
    });
  };
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { 'x-content-type-options': 'nosniff' } });
}
