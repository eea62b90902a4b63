/** Recognises requests for a summary of a conversation, in any of the APIs, from the bytes of their body. */

import type { ExchangeSummary } from './record.ts';

/** Inside a JSON string its quotation marks would be escaped, so these never match the words of a conversation. */
const trigger = /"type"\s*:\s*"compaction_trigger"/;
const field = /"compaction"\s*:\s*\{[^{}]*"type"\s*:\s*"summarize"/;

/**
 * @param body the client's request, JSON text
 * @returns whether the exchange compacts a conversation instead of continuing it
 */
export function isCompaction({ endpoint, path }: Pick<ExchangeSummary, 'endpoint' | 'path'>, body: string): boolean {
  switch (endpoint) {
    case 'responses':
      return isCompactPath(path) || trigger.test(body);
    case 'chat.completions':
    case 'messages':
      return field.test(body);
    default:
      return false;
  }
}

/** `POST /v1/responses/compact`, whose body has no trigger. */
export function isCompactPath(path: string): boolean {
  return /\/responses\/compact\/?(?:\?|$)/.test(path);
}
