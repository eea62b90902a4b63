/** A proxy with its defaults before an upstream that responds by a script, for all tests of a file. */

import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Script, type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts';
import { startTestProxy, type TestProxy } from './test-proxy.ts';

export interface ScriptedProxy {
  readonly upstream: ScriptedUpstream;
  readonly testProxy: TestProxy;
}

/** @param script of the upstream at the start of each test; a test sets `upstream.script` for itself */
export function useScriptedProxy(script: Script): ScriptedProxy {
  let started: ScriptedProxy | null = null;
  const current = (): ScriptedProxy => {
    if (started === null) throw new Error('It is there only while tests run.');
    return started;
  };
  beforeAll(async () => {
    const upstream = await startScriptedUpstream(script);
    started = { upstream, testProxy: await startTestProxy({ overrides: { endpoint: upstream.endpoint } }) };
  });
  afterAll(async () => {
    await started?.testProxy.close();
    await started?.upstream.close();
  });
  beforeEach(() => {
    current().upstream.script = script;
  });
  return {
    get upstream() {
      return current().upstream;
    },
    get testProxy() {
      return current().testProxy;
    },
  };
}
