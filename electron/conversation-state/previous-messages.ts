/**
 * The upstream's message ids of the last hour, indexed so that later requests of the same conversation find them. In memory
 * only: the API expires its fingerprints soon, and after a restart a conversation merely opts in again.
 */

import type { ComparisonKeys, PreviousMessages } from '#shared/translate/core/translation-interface.ts';

export interface PreviousMessagesStore extends PreviousMessages {
  /** `requestHash`: hash of the request. Equal messages for different requests are ambiguous, hence not found. */
  remember(names: ComparisonKeys, id: string, requestHash: string): void;
  forget(): void;
  readonly size: number;
}

interface Entry {
  /** Null: ambiguous, several messages have this key. */
  readonly id: string | null;
  readonly requestHash: string;
  readonly at: number;
}

/** The longest TTL of an unread prompt cache; later there is no miss to diagnose. */
const HOUR_MS = 60 * 60 * 1000;

export function createPreviousMessages(now: () => number = Date.now, most = 10_000): PreviousMessagesStore {
  // Map order is age order.
  const entries = new Map<string, Entry>();

  function keep(name: string, entry: Entry): void {
    entries.delete(name);
    entries.set(name, entry);
    for (const [oldest, { at }] of entries) {
      if (entries.size <= most && entry.at - at <= HOUR_MS) break;
      entries.delete(oldest);
    }
  }

  return {
    find(name) {
      const entry = entries.get(name);
      return entry === undefined || now() - entry.at > HOUR_MS ? null : entry.id;
    },
    remember({ turn, key }, id, requestHash) {
      const at = now();
      for (const name of turn) {
        const known = entries.get(name);
        const alone = known === undefined || at - known.at > HOUR_MS || known.requestHash === requestHash;
        keep(name, { id: alone ? id : null, requestHash, at });
      }
      if (key !== null) keep(key, { id, requestHash, at });
    },
    forget: () => entries.clear(),
    get size() {
      return entries.size;
    },
  };
}
