/** A proxy with the mock server as upstream and the official client, for success tests. */

import OpenAI from 'openai';
import { afterAll, beforeAll } from 'vitest';
import { createMockServer, type MockServer } from '#electron/demo/index.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { startTestProxy, type TestProxy, type TestProxyOptions } from './test-proxy.ts';

interface MockServerProxy {
  readonly mockServer: MockServer;
  readonly testProxy: TestProxy;
  readonly client: OpenAI;
}

/** One for all tests of a file, there only while they run. `settings` are those that differ from a fresh installation's. */
export function useMockServerProxy(
  settings: Partial<Settings> = {},
  options: Omit<TestProxyOptions, 'overrides'> = {},
): MockServerProxy {
  let started: MockServerProxy | null = null;
  const current = (): MockServerProxy => {
    if (started === null) throw new Error('It is there only while tests run.');
    return started;
  };
  beforeAll(async () => {
    const standIn = createMockServer();
    const { endpoint } = await standIn.start();
    const testProxy = await startTestProxy({ ...options, overrides: { ...settings, endpoint } });
    const client = new OpenAI({ baseURL: `${testProxy.origin}/v1`, apiKey: 'sk-client-secret-0123456789', maxRetries: 0 });
    started = { mockServer: standIn, testProxy, client };
  });
  afterAll(async () => {
    await started?.testProxy.close();
    await started?.mockServer.close();
  });
  return {
    get mockServer() {
      return current().mockServer;
    },
    get testProxy() {
      return current().testProxy;
    },
    get client() {
      return current().client;
    },
  };
}
