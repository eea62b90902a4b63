/**
 * Responses that clients can reference by id: `previous_response_id`, `item_reference`, `GET /v1/responses/{id}`.
 * In memory, bounded in count and size; `store: false` keeps nothing.
 */

import { estimateJsonSize } from '#shared/json/json-size.ts';
import type { ResponsesResponse } from '#shared/openai/types.ts';

export interface StoredResponse {
  readonly response: ResponsesResponse;
  /** The whole context, oldest first: earlier items, then this request's input. */
  readonly inputItems: readonly object[];
}

export interface ResponseStore {
  /** `requestSize`: length of the request, whose input stays in memory with the response. */
  put(stored: StoredResponse, requestSize: number): void;
  get(id: string): StoredResponse | null;
  findItem(id: string): object | null;
  delete(id: string): boolean;
  readonly size: number;
}

/** @param limits maximum responses and characters of JSON; the oldest are dropped first */
export function createResponseStore({ maxCount = 1000, maxCharacters = 64 * 1024 * 1024 } = {}): ResponseStore {
  const responses = new Map<string, StoredResponse & { characters: number }>();
  const itemOwners = new Map<string, string>();
  let characters = 0;

  function remove(id: string): boolean {
    const known = responses.get(id);
    if (known === undefined) return false;
    responses.delete(id);
    characters -= known.characters;
    for (const item of known.response.output)
      if ('id' in item && typeof item.id === 'string') itemOwners.delete(item.id);
    return true;
  }

  return {
    put(stored, requestSize) {
      const { id } = stored.response;
      remove(id);
      // Items of earlier responses are shared, so only this response's own items are counted.
      const answered = estimateJsonSize(stored.response.output, maxCharacters);
      // A response of a quarter of the limit was not written by a model.
      if (answered > maxCharacters / 4) return;
      const size = answered + requestSize + stored.inputItems.length * 64;
      responses.set(id, { ...stored, characters: size });
      characters += size;
      for (const item of stored.response.output)
        if ('id' in item && typeof item.id === 'string') itemOwners.set(item.id, id);
      for (const oldest of responses.keys()) {
        if (responses.size <= maxCount && characters <= maxCharacters) break;
        remove(oldest);
      }
    },
    get: (id) => responses.get(id) ?? null,
    findItem(id) {
      const owner = responses.get(itemOwners.get(id) ?? '');
      return owner?.response.output.find((item) => 'id' in item && item.id === id) ?? null;
    },
    delete: remove,
    get size() {
      return responses.size;
    },
  };
}
