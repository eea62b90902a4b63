/** A proxy before the mock server, and the requests of clients that compact. */

import type OpenAI from 'openai';
import { expect } from 'vitest';
import type { SeenRequest } from '#electron/demo/seen-request.ts';
import { useMockServerProxy } from './mock-server-proxy.ts';

/** Takes both kinds of compaction; `small` takes none. */
export const model = 'claude-opus-5-5';
export const small = 'claude-haiku-4-5';

export type Item = OpenAI.Responses.ResponseInputItem;

export const said = (text: string): Item => ({ type: 'message', role: 'user', content: text });
export const trigger: Item = { type: 'compaction_trigger' };

interface Sent {
  readonly messages: readonly { readonly role: string; readonly content: readonly Block[] }[];
  readonly system?: unknown;
  readonly [field: string]: unknown;
}
interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

function sent(body: unknown): Sent {
  if (typeof body !== 'object' || body === null || !('messages' in body)) {
    throw new Error('It is not a request for a message.');
  }
  return body as Sent;
}

/** The one item of a compaction. */
export function itemOf(output: readonly { readonly type: string }[]): OpenAI.Responses.ResponseCompactionItem {
  expect(output.map(({ type }) => type)).toEqual(['compaction']);
  return output[0] as OpenAI.Responses.ResponseCompactionItem;
}

export function useCompactionProxy() {
  const proxy = useMockServerProxy();
  const known = new Set<SeenRequest>();
  /** Requests to `/v1/messages` since the last call. */
  const newRequests = (): readonly (Pick<SeenRequest, 'status' | 'headers'> & { readonly body: Sent })[] => {
    const all = proxy.mockServer.requests.filter(({ target }) => target.startsWith('/v1/messages'));
    const fresh = all.filter((one) => !known.has(one));
    for (const one of fresh) known.add(one);
    return fresh.map(({ status, headers, body }) => ({ status, headers, body: sent(body) }));
  };
  const compact = (input: Item[], more: Partial<OpenAI.Responses.ResponseCreateParamsNonStreaming> = {}) =>
    proxy.client.responses.create({ model, input: [...input, trigger], ...more });
  /** Codes of the notes on the newest request that contains `text`, once it is over. */
  const notesOf = async (text: string): Promise<readonly string[]> => {
    const { notes } = await proxy.testProxy.finished(({ clientRequest }) => clientRequest.body.includes(text));
    return notes.map(({ code }) => code);
  };
  return { proxy, newRequests, compact, notesOf };
}
