import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appFilePath, contentSecurityPolicy, createAppFiles } from './app-files.ts';

let folder: string;
let serve: ReturnType<typeof createAppFiles>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-files-'));
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer', 'index.html'), '<meta nonce="__CSP_NONCE__" content="__CSP_NONCE__">');
  writeFileSync(join(folder, 'renderer', 'assets', 'main.js'), 'export {};');
  writeFileSync(join(folder, 'renderer', 'assets', 'main.js.map'), '{}');
  writeFileSync(join(folder, 'secret.html'), 'secret');
  serve = createAppFiles(join(folder, 'renderer'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const get = async (url: string, method = 'GET'): Promise<Response> => await serve({ url, method });

describe('the page', () => {
  test.each(['app://main/', 'app://main/index.html', 'app://main/index.html?x=1#/chat'])(
    '%s is served',
    async (url) => {
      const response = await get(url);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-store');
    },
  );

  test('carries the CSP nonce, new for each load', async () => {
    const nonces = new Set<string>();
    for (let load = 0; load < 3; load += 1) {
      const response = await get('app://main/');
      const nonce = /nonce="([^"]+)"/.exec(await response.text())?.[1] ?? '';
      expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy(nonce));
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
    expect(nonces).not.toContain('__CSP_NONCE__');
  });

  test('its CSP allows no third-party content or connections', () => {
    const policy = contentSecurityPolicy('n');
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    for (const rule of [
      "frame-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "connect-src 'self'",
    ]) {
      expect(policy).toContain(rule);
    }
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe|\*|https?:/);
  });
});

test('scripts have a MIME type and nosniff', async () => {
  const response = await get('app://main/assets/main.js');
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await response.text()).toBe('export {};');
});

test.each([
  ['app://main/missing.js', 'GET', 404],
  ['app://main/assets', 'GET', 404],
  ['app://main/assets/main.js.map', 'GET', 404],
  ['app://other/index.html', 'GET', 404],
  ['app://main:80/index.html', 'GET', 404],
  ['file:///etc/passwd', 'GET', 404],
  ['not a url', 'GET', 404],
  ['app://main/', 'POST', 405],
  ['app://main/', 'PUT', 405],
])('%s with %s is %i', async (url, method, status) => {
  expect((await get(url, method)).status).toBe(status);
});

test.each([
  'app://main/../secret.html',
  'app://main/assets/../../secret.html',
  'app://main/%2e%2e/secret.html',
  'app://main/.%2E/secret.html',
  'app://main/..%2fsecret.html',
  'app://main/..%5csecret.html',
  'app://main/..\\secret.html',
  'app://main/%5c..%5csecret.html',
  'app://main//etc/passwd',
  'app://main/%2fetc/passwd',
  'app://main/C:/windows/win.ini',
  'app://main/index.html%00.js',
  'app://main/%E0%A4%A',
])('%s is outside the app files', async (url) => {
  const response = await get(url);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('');
});

test('no path escapes the folder', () => {
  const segment = fc.constantFrom(
    '..',
    '.',
    '%2e',
    '%2E%2e',
    '/',
    '%2f',
    '%5c',
    '\\',
    'a',
    'index.html',
    '%00',
    '?',
    '#',
    '%',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 12 }), (segments) => {
      const file = appFilePath('/root/renderer', `app://main/${segments.join('')}`);
      const inside = file === null ? '' : relative('/root/renderer', file);
      expect(inside === '..' || inside.startsWith(`..${sep}`)).toBe(false);
    }),
  );
});
