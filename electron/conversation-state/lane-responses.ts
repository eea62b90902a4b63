/**
 * The newest response of each lane of each WebSocket, for `previous_response_id` with `store: false`. In memory only, gone with its
 * connection; bounded over all connections, because a client that finds nothing here sends its whole input again.
 * Source: OpenAI's guide "WebSocket mode", "How continuation works".
 */

import { estimateJsonSize } from '#shared/json/json-size.ts';
import type { StoredResponse } from './response-store.ts';

/** The state of one connection. Lanes are named by `stream_id`; null is the default one. */
export interface LaneResponses {
  /** Replaces the newest response of the lane. `requestSize`: length of its request, whose input stays in memory. */
  put(lane: string | null, stored: StoredResponse, requestSize: number): void;
  /** Whichever lane it belongs to: a lane only orders responses. */
  get(id: string): StoredResponse | null;
  findItem(id: string): object | null;
  /** A turn of `lane` that continued response `id` has failed. Another lane's response stays: that lane may go on with it. */
  failed(lane: string | null, id: string): void;
  /** The connection is closed. */
  clear(): void;
}

export interface LaneResponsesStore {
  open(): LaneResponses;
  readonly size: number;
}

interface Entry {
  readonly stored: StoredResponse;
  readonly lane: string | null;
  /** All that it holds: its input items hold those of the responses before it. */
  readonly characters: number;
  readonly owner: Map<string | null, Entry>;
}

/** @param maxCharacters of JSON over all connections; the oldest responses are dropped first */
export function createLaneResponsesStore(maxCharacters = 128 * 1024 * 1024): LaneResponsesStore {
  // In the order of their arrival.
  const entries = new Set<Entry>();
  let characters = 0;

  function drop(entry: Entry): void {
    if (!entries.delete(entry)) return;
    characters -= entry.characters;
    if (entry.owner.get(entry.lane) === entry) entry.owner.delete(entry.lane);
  }

  function open(): LaneResponses {
    const lanes = new Map<string | null, Entry>();
    const find = (id: string): Entry | null => {
      for (const entry of lanes.values()) if (entry.stored.response.id === id) return entry;
      return null;
    };
    return {
      put(lane, stored, requestSize) {
        const previous = stored.response.previous_response_id ?? null;
        const before = previous === null ? 0 : (find(previous)?.characters ?? 0);
        const known = lanes.get(lane);
        if (known !== undefined) drop(known);
        const own = estimateJsonSize(stored.response.output, maxCharacters) + requestSize;
        const size = before + own + stored.inputItems.length * 64;
        // One conversation must not displace those of all others.
        if (size > maxCharacters / 4) return;
        const entry: Entry = { stored, lane, characters: size, owner: lanes };
        lanes.set(lane, entry);
        entries.add(entry);
        characters += size;
        for (const oldest of entries) {
          if (characters <= maxCharacters) break;
          drop(oldest);
        }
      },
      get: (id) => find(id)?.stored ?? null,
      findItem(id) {
        for (const { stored } of lanes.values()) {
          const item = stored.response.output.find((one) => 'id' in one && one.id === id);
          if (item !== undefined) return item;
        }
        return null;
      },
      failed(lane, id) {
        const entry = lanes.get(lane);
        if (entry?.stored.response.id === id) drop(entry);
      },
      clear() {
        for (const entry of lanes.values()) drop(entry);
      },
    };
  }

  return {
    open,
    get size() {
      return entries.size;
    },
  };
}
