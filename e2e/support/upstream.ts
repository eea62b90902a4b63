/** The stand-in as the upstream that a user configures, outside of the app. */

import { createStandIn, type StandIn } from '#electron/demo/index.ts';
import { test as base } from './journey.ts';

export interface Upstream {
  readonly standIn: StandIn;
  readonly endpoint: string;
}

export const test = base.extend<{ readonly upstream: Upstream }>({
  // eslint-disable-next-line no-empty-pattern
  upstream: async ({}, use) => {
    const standIn = createStandIn();
    const { endpoint } = await standIn.start();
    await use({ standIn, endpoint });
    await standIn.close();
  },
});

export { expect } from '@playwright/test';
