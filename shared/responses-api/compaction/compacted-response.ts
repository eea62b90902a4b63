/** The response of `POST /v1/responses/compact`: the user's messages, then the compaction. Source: `CompactedResponse` of `openai`. */

import type OpenAI from 'openai';
import type { ResponsesResponse } from '../../openai/types.ts';
import { noUsage } from '../../translate/response/usage.ts';
import { listedItem } from '../input-items.ts';
import { responseUsage } from '../response-object.ts';

/** The SDK types only messages of the assistant as output, though its documentation names the user's. */
export type CompactedResponse = Omit<OpenAI.Responses.CompactedResponse, 'output'> & {
  readonly output: readonly object[];
};

/**
 * @param response of the same request with a `compaction_trigger`, completed
 * @param items the conversation, oldest first
 */
export function compactedResponse(response: ResponsesResponse, items: readonly object[]): CompactedResponse {
  const name = response.id.replace(/^resp_/, '');
  const messages = items.flatMap((item, index) =>
    isUserMessage(item) ? [listedItem(item, `${name}_in_${index}`)] : [],
  );
  return {
    id: response.id,
    object: 'response.compaction',
    created_at: response.created_at,
    output: [...messages, ...response.output],
    usage: response.usage ?? responseUsage(noUsage),
  };
}

function isUserMessage(item: object): boolean {
  return 'role' in item && item.role === 'user' && (!('type' in item) || item.type === 'message');
}

/** The body of the same request to `POST /v1/responses`. Other fields than those of the endpoint pass too. */
export function asTriggered(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const input: unknown = 'input' in body ? body.input : null;
  const items: readonly unknown[] =
    typeof input === 'string' ? [{ type: 'message', role: 'user', content: input }] : Array.isArray(input) ? input : [];
  // A missing input, or one of another type, is the check's to refuse.
  const isUsable = typeof input === 'string' || Array.isArray(input) || input === null;
  return {
    ...body,
    input: isUsable ? [...items, { type: 'compaction_trigger' }] : input,
    stream: false,
    store: false,
  };
}
