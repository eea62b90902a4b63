/** The mock server as an external upstream that the user configures. */

import { createMockServer, type MockServer } from '#electron/demo/index.ts';
import { test as base } from './journey.ts';

export interface Upstream {
  readonly mockServer: MockServer;
  readonly endpoint: string;
}

export const test = base.extend<{ readonly upstream: Upstream }>({
  // eslint-disable-next-line no-empty-pattern
  upstream: async ({}, use) => {
    const mockServer = createMockServer();
    const { endpoint } = await mockServer.start();
    await use({ mockServer, endpoint });
    await mockServer.close();
  },
});

export { expect } from '@playwright/test';
