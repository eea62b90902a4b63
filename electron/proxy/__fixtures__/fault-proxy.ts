/** A proxy with a scripted upstream and the official client, for fault tests. */

import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createUpstream, type UpstreamTimeouts } from '#electron/proxy/upstream/upstream-client.ts';
import { eventStream, type Script, type ScriptedUpstream, startScriptedUpstream, textEvents } from './scripted-upstream.ts';
import { startTestProxy, type TestProxy } from './test-proxy.ts';

export const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Bonjour?' }];

interface StreamedText {
  readonly text: string;
  readonly finish: string | null;
  readonly error: unknown;
}

interface FaultProxy {
  readonly upstream: ScriptedUpstream;
  readonly testProxy: TestProxy;
  readonly client: OpenAI;
  whole(): Promise<OpenAI.ChatCompletion>;
  /** Reads a stream to its end: the text, how it finished, and the error that broke it. */
  streamed(more?: Partial<OpenAI.ChatCompletionCreateParamsStreaming>): Promise<StreamedText>;
  /** The raw stream, requested without a client library. */
  wire(): Promise<{ status: number; text: string }>;
  /** Resolves when the proxy has read `text` of a response that is still open. */
  read(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Long, so that a slow machine does not look like a slow upstream. */
const patient: UpstreamTimeouts = { connect: 60_000, headers: 60_000, idle: 60_000 };

async function startFaultProxy(timeouts: UpstreamTimeouts): Promise<FaultProxy> {
  const upstream = await startScriptedUpstream(streamOf(textEvents(['Bon', 'jour'])));
  const testProxy = await startTestProxy({
    overrides: { endpoint: upstream.endpoint },
    upstream: createUpstream(timeouts, {}),
    keepAliveMs: 40,
  });
  const client = new OpenAI({ baseURL: `${testProxy.origin}/v1`, apiKey: 'any', maxRetries: 0 });
  const request = { model: 'gpt-4', max_tokens: 100, messages };
  return {
    upstream,
    testProxy,
    client,
    whole: () => client.chat.completions.create(request),
    async streamed(more = {}) {
      let text = '';
      let finish: string | null = null;
      try {
        for await (const chunk of await client.chat.completions.create({ ...request, ...more, stream: true })) {
          text += chunk.choices[0]?.delta.content ?? '';
          finish = chunk.choices[0]?.finish_reason ?? finish;
        }
        return { text, finish, error: null };
      } catch (error) {
        return { text, finish, error };
      }
    },
    async wire() {
      const response = await fetch(`${testProxy.origin}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...request, stream: true }),
      });
      return { status: response.status, text: await response.text() };
    },
    async read(text) {
      const { log } = testProxy;
      const isRead = async (): Promise<boolean> => {
        const going = (await log.list()).filter(({ state }) => state === 'open' || state === 'streaming');
        const records = await Promise.all(going.map(async ({ id }) => await log.get(id)));
        return records.some((record) => record?.upstreamResponse?.body.includes(text) === true);
      };
      while (!(await isRead())) await new Promise((resolve) => setImmediate(resolve));
    },
    async close() {
      await testProxy.close();
      await upstream.close();
    },
  };
}

/**
 * One for all tests of a file. Before each of them it is told to answer by `script`: well, unless said otherwise. Short `timeouts` are
 * for tests that wait for them to run out.
 */
export function useFaultProxy(
  script: Script = streamOf(textEvents(['Bon', 'jour'])),
  timeouts: Partial<UpstreamTimeouts> = {},
): FaultProxy {
  let started: FaultProxy | null = null;
  const current = (): FaultProxy => {
    if (started === null) throw new Error('It is there only while tests run.');
    return started;
  };
  beforeAll(async () => {
    started = await startFaultProxy({ ...patient, ...timeouts });
  });
  afterAll(() => started?.close());
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
    get client() {
      return current().client;
    },
    whole: () => current().whole(),
    streamed: (more) => current().streamed(more),
    wire: () => current().wire(),
    read: (text) => current().read(text),
    close: () => current().close(),
  };
}

export function streamOf(events: readonly string[], headers: Record<string, string> = eventStream): Script {
  return (_request, response) => {
    response.writeHead(200, headers);
    response.end(events.join(''));
  };
}

/** The rejection of a promise, or null. */
export function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}
