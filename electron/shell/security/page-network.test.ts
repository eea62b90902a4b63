import type { App, Session } from 'electron';
import { expect, test } from 'vitest';
import { cutOffSession, refuseNameLookups } from './page-network.ts';

test('no name is resolved', () => {
  const switches: string[][] = [];
  const commandLine = { appendSwitch: (...given: string[]) => switches.push(given) };
  // A fake of the object that only a real Electron has.
  refuseNameLookups({ commandLine } as unknown as App);
  expect(switches).toEqual([['host-resolver-rules', 'MAP * ~NOTFOUND']]);
});

test('the session uses an unreachable proxy, for loopback too, and cancels requests before it', async () => {
  const proxies: object[] = [];
  const filters: { urls: string[] }[] = [];
  const decisions: object[] = [];
  await cutOffSession({
    setProxy: async (config: object) => void proxies.push(config),
    webRequest: {
      onBeforeRequest(
        filter: { urls: string[] },
        listener: (details: object, decide: (decision: object) => void) => void,
      ) {
        filters.push(filter);
        listener({}, (decision) => decisions.push(decision));
      },
    },
    // A fake of the class that only a real Electron can construct.
  } as unknown as Session);
  expect(proxies).toEqual([
    { mode: 'fixed_servers', proxyRules: 'http://127.0.0.1:1', proxyBypassRules: '<-loopback>' },
  ]);
  expect(decisions).toEqual([{ cancel: true }]);
  for (const scheme of ['http', 'https', 'ws', 'wss']) expect(filters[0]?.urls).toContain(`${scheme}://*/*`);
});
