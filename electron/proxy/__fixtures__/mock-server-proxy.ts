/** A proxy in front of the stand-in, with the official client pointed at it: where what works is tried. */

import OpenAI from 'openai';
import { afterAll, beforeAll } from 'vitest';
import { createStandIn, type StandIn } from '#electron/demo/index.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { startTestProxy, type TestProxy, type TestProxyOptions } from './test-proxy.ts';

interface StandInHouse {
  readonly standIn: StandIn;
  readonly house: TestProxy;
  readonly client: OpenAI;
}

/** One for all tests of a file, there only while they run. `settings` are those that differ from a fresh installation's. */
export function useStandInHouse(
  settings: Partial<Settings> = {},
  options: Omit<TestProxyOptions, 'overrides'> = {},
): StandInHouse {
  let started: StandInHouse | null = null;
  const current = (): StandInHouse => {
    if (started === null) throw new Error('It is there only while tests run.');
    return started;
  };
  beforeAll(async () => {
    const standIn = createStandIn();
    const { endpoint } = await standIn.start();
    const house = await startTestProxy({ ...options, overrides: { ...settings, endpoint } });
    const client = new OpenAI({ baseURL: `${house.origin}/v1`, apiKey: 'sk-client-secret-0123456789', maxRetries: 0 });
    started = { standIn, house, client };
  });
  afterAll(async () => {
    await started?.house.close();
    await started?.standIn.close();
  });
  return {
    get standIn() {
      return current().standIn;
    },
    get house() {
      return current().house;
    },
    get client() {
      return current().client;
    },
  };
}
