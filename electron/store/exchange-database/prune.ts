/**
 * Keeps a table within its limits, a small step at a time, so that reading and writing go on in between. The oldest go first;
 * pinned ones are spared by the limits of age and number, and by the limit of size as long as there are others.
 */

import type { ExchangeTable } from './exchange-table.ts';

export interface Caps {
  readonly maxBytes: number;
  readonly maxExchanges: number;
  readonly maxAgeMs: number;
}

export interface Pruner {
  /** Does one step. True when there is more to do. `now` in epoch milliseconds. */
  step(caps: Caps, now: number): boolean;
  /** What the rows and their indexes take, without free pages. */
  usedBytes(): number;
}

/** Rows that one step deletes at most. */
const ROWS = 200;
/** How far below the limit of size a clean-up goes, so that not every new exchange starts another. */
const SLACK = 0.05;
/** Work of one merge of the full-text index, in pages. */
const MERGE_PAGES = 64;
/** Free pages that one step gives back to the file system. */
const VACUUM_PAGES = 256;
const EVER = Number.MAX_SAFE_INTEGER;

export function createPruner({ connection }: ExchangeTable): Pruner {
  const selectOld = connection.prepare(
    'SELECT seq, weight FROM exchanges WHERE pinned = 0 AND started_at < ? ORDER BY started_at, seq LIMIT ?',
  );
  const selectPinned = connection.prepare(
    'SELECT seq, weight FROM exchanges WHERE pinned = 1 ORDER BY started_at, seq LIMIT ?',
  );
  const countAll = connection.prepare('SELECT count(*) FROM exchanges');
  const deleteRow = connection.prepare('DELETE FROM exchanges WHERE seq = ?');
  const deleteDocument = connection.prepare('DELETE FROM documents WHERE seq = ?');
  const deleteWords = connection.prepare('DELETE FROM words WHERE rowid = ?');
  const merge = connection.prepare("INSERT INTO words(words, rank) VALUES('merge', ?)");
  const totalChanges = connection.prepare('SELECT total_changes()');
  const pageSize = connection.pragma('page_size');
  /** What was deleted still takes room in the full-text index until that is merged. */
  let merging = false;
  let vacuuming = false;
  /** Between the moment when the limit of size was passed and the end of that clean-up. */
  let over = false;

  function remove(sequence: readonly number[]): boolean {
    if (sequence.length === 0) return false;
    connection.transaction(() => {
      for (const seq of sequence) {
        deleteRow.run(seq);
        deleteDocument.run(seq);
        deleteWords.run(seq);
      }
    });
    merging = true;
    vacuuming = true;
    return true;
  }

  /** The oldest that are not pinned. */
  function oldest(before: number, limit: number): readonly number[] {
    return selectOld.all(before, limit).map(([seq]) => Number(seq));
  }

  /** As many of the oldest as weigh `excess` together, at least one. */
  function oldestWeighing(excess: number): readonly number[] {
    const free = selectOld.all(EVER, ROWS);
    const chosen: number[] = [];
    let sum = 0;
    for (const [seq, weight] of free.length > 0 ? free : selectPinned.all(ROWS)) {
      if (sum >= excess) break;
      chosen.push(Number(seq));
      sum += Number(weight);
    }
    return chosen;
  }

  function mergeStep(): boolean {
    const before = Number(totalChanges.get()?.[0] ?? 0);
    // Negative: also segments that would not yet be worth it by themselves.
    merge.run(-MERGE_PAGES);
    merging = Number(totalChanges.get()?.[0] ?? 0) - before >= 2;
    return true;
  }

  function usedBytes(): number {
    return (connection.pragma('page_count') - connection.pragma('freelist_count')) * pageSize;
  }

  return {
    usedBytes,
    step(caps, now) {
      if (remove(oldest(now - caps.maxAgeMs, ROWS))) return true;

      const surplus = Number(countAll.get()?.[0] ?? 0) - caps.maxExchanges;
      if (surplus > 0 && remove(oldest(EVER, Math.min(ROWS, surplus)))) return true;
      // Only a merged index tells how much room is really taken: deleting on would take far too much.
      if (merging) return mergeStep();

      const used = usedBytes();
      over = used > (over ? caps.maxBytes * (1 - SLACK) : caps.maxBytes);
      if (over && remove(oldestWeighing(used - caps.maxBytes * (1 - SLACK)))) return true;

      if (!vacuuming) return false;
      connection.exec(`PRAGMA incremental_vacuum(${String(VACUUM_PAGES)})`);
      vacuuming = connection.pragma('freelist_count') > 0;
      return vacuuming;
    },
  };
}
