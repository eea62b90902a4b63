/**
 * The upstream's ids of the answers of the last hour, by what later requests of the same conversation can be recognised by. In
 * memory alone: the API forgets its side of a comparison soon, and after a start a conversation merely opts in anew.
 */

import type { ComparisonKeys, PreviousMessages } from '#shared/translate/core/context.ts';

export interface PreviousMessagesStore extends PreviousMessages {
  /** `asked`: hash of the request that was answered. Equal answers to different requests cannot be told apart, and are not found. */
  remember(names: ComparisonKeys, id: string, asked: string): void;
  forget(): void;
  readonly size: number;
}

interface Entry {
  /** Null: more than one answer goes by the name. */
  readonly id: string | null;
  readonly asked: string;
  readonly at: number;
}

/** No cached prompt outlives an hour without being read, and a cache that is gone has no reason to be asked for. */
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
    remember({ turn, key }, id, asked) {
      const at = now();
      for (const name of turn) {
        const known = entries.get(name);
        const alone = known === undefined || at - known.at > HOUR_MS || known.asked === asked;
        keep(name, { id: alone ? id : null, asked, at });
      }
      if (key !== null) keep(key, { id, asked, at });
    },
    forget: () => entries.clear(),
    get size() {
      return entries.size;
    },
  };
}
