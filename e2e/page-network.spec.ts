/** A compromised page reaches no network: no server is contacted, no DNS name looked up, no browser opened. */

import { readFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './support/browser.ts';
import { type Listeners, startListeners } from './support/hostile/listeners.ts';
import { tryEverythingElse, tryWebRtc } from './support/hostile/network-attempts.ts';

const silence = { udp: 0, tcp: 0, tls: 0, http: 0 };
let listeners: Listeners;
let logFolder: string;

test.beforeEach(async ({ folder }) => {
  listeners = await startListeners();
  logFolder = folder('network');
});
test.afterEach(() => {
  listeners.close();
});

/** Chromium's net log while `work` ran; it contains every DNS look-up. */
async function networkLog(app: ElectronApplication, work: () => Promise<void>): Promise<string> {
  const file = join(logFolder, 'net-log.json');
  await app.evaluate(async ({ netLog }, path) => await netLog.startLogging(path), file);
  await work();
  await app.evaluate(async ({ netLog }) => await netLog.stopLogging());
  return readFileSync(file, 'utf8');
}

function requestCount(name: string): number {
  return listeners.connections().get(name) ?? 0;
}

/** A last message, which arrives after all others. */
async function requestCounts(): Promise<Record<string, number>> {
  const { udp, ...streams } = listeners.target.ports;
  const socket = createSocket('udp4');
  socket.send('the end', udp, '127.0.0.1');
  for (const port of Object.values(streams))
    connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .end();
  await expect.poll(() => Object.keys(listeners.target.ports).filter((name) => requestCount(name) === 0)).toEqual([]);
  socket.close();
  return Object.fromEntries([...listeners.connections()].map(([name, count]) => [name, count - 1]));
}

test('the window has no network: WebRTC, DNS, resource hints, elements, forms, downloads, workers, navigation', async ({
  start,
}) => {
  const { app, window } = await start({ demo: true });
  await expect(window.getByRole('link', { name: 'Requests', exact: true })).toBeVisible();
  const address = window.url();
  const log = await networkLog(app, async () => {
    expect(await window.evaluate(tryWebRtc, listeners.target)).toEqual([]);
    await window.evaluate(tryEverythingElse, listeners.target);
  });
  expect(await requestCounts()).toEqual(silence);
  expect(log).not.toMatch(/canary.test/);
  expect(window.url().split('#')[0]).toBe(address.split('#')[0]);
});

test('control: an ordinary page reaches all listeners', async ({ ordinaryBrowser, page }) => {
  const log = await networkLog(ordinaryBrowser, async () => {
    void page.evaluate(tryWebRtc, listeners.target).catch(() => undefined);
    await expect.poll(() => Math.min(...['udp', 'tcp', 'tls'].map((name) => requestCount(name)))).toBeGreaterThan(0);
    // Last, because it navigates away.
    void page.evaluate(tryEverythingElse, listeners.target).catch(() => undefined);
    await expect.poll(() => requestCount('http')).toBeGreaterThan(0);
  });
  expect(log).toMatch(/canary.test/);
});

test('the browser opens a linked address only after a click', async ({ start }) => {
  const { app, window } = await start();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'openedAddresses', opened);
    shell.openExternal = async (address) => void opened.push(address);
  });
  const opened = async (): Promise<unknown> => await app.evaluate(() => Reflect.get(globalThis, 'openedAddresses'));
  await window.getByRole('link', { name: 'Settings', exact: true }).click();
  const button = window.getByRole('button', { name: 'Create a key' });
  await button.click();
  await expect.poll(opened).toEqual(['https://platform.claude.com/settings/keys']);
  await window.evaluate(() => {
    for (const address of ['https://platform.claude.com/settings/keys', 'https://github.com/search?q=secret'])
      open(address);
    document.querySelectorAll('button').forEach((element) => {
      if (element.textContent === 'Create a key') element.click();
    });
  });
  // The next click is handled after all of those.
  await button.click();
  await expect.poll(opened).toHaveLength(2);
});
