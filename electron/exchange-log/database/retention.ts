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
  /** Does one step. True when there is more to do. `now` by the clock of arrivals. */
  step(caps: Caps, now: number): boolean;
  /** What the rows and their indexes take, without free pages. */
  usedBytes(): number;
}

/** Rows that one step deletes at most. */
const ROWS = 200;
/** How far below the limit of size a clean-up goes, so that not every new exchange starts another. */
const SLACK = 0.05;
/** Work of one merge of a full-text index, in pages: one of three-character groups holds thousands of entries. */
const MERGE_PAGES = 16;
/** Free pages that one step gives back to the file system, and which share of the file may stay free. */
const VACUUM_PAGES = 256;
const FREE = 0.05;
const EVER = Number.MAX_SAFE_INTEGER;

export function createPruner({ connection }: ExchangeTable): Pruner {
  const selectFree = connection.prepare(
    'SELECT seq, weight FROM exchanges WHERE pinned = 0 AND arrived_at < ? ORDER BY arrived_at, seq LIMIT ?',
  );
  const selectPinned = connection.prepare(
    'SELECT seq, weight FROM exchanges WHERE pinned = 1 ORDER BY arrived_at, seq LIMIT ?',
  );
  const countAll = connection.prepare('SELECT count(*) FROM exchanges');
  const sumWeights = connection.prepare('SELECT coalesce(sum(weight), 0) FROM exchanges');
  const deleteRow = connection.prepare('DELETE FROM exchanges WHERE seq = ?');
  const deleteDocument = connection.prepare('DELETE FROM documents WHERE seq = ?');
  const deleteWords = connection.prepare('DELETE FROM words WHERE rowid = ?');
  const deleteGrams = connection.prepare('DELETE FROM grams WHERE rowid = ?');
  const indexes = ['words', 'grams'].map((name) => ({
    name,
    merge: connection.prepare(`INSERT INTO ${name}(${name}, rank) VALUES('merge', ?)`),
  }));
  const totalChanges = connection.prepare('SELECT total_changes()');
  const pageSize = connection.pragma('page_size');
  let mergesHere = false;
  let vacuuming = false;
  /** What is still to be deleted for the limit of size, as rows weigh. */
  let surplusWeight = 0;

  function remove(sequence: readonly number[]): boolean {
    if (sequence.length === 0) return false;
    connection.transaction(() => {
      for (const seq of sequence) {
        deleteRow.run(seq);
        deleteDocument.run(seq);
        deleteWords.run(seq);
        deleteGrams.run(seq);
      }
    });
    return true;
  }

  /** The oldest that are not pinned. */
  function oldest(before: number, limit: number): readonly number[] {
    return selectFree.all(before, limit).map(([seq]) => Number(seq));
  }

  /** Deletes the oldest ones that together weigh what is too much, at least one and not all of them in one step. */
  function removeSurplus(): boolean {
    const free = selectFree.all(EVER, ROWS);
    const chosen: number[] = [];
    for (const [seq, weight] of free.length > 0 ? free : selectPinned.all(ROWS)) {
      if (surplusWeight <= 0) break;
      chosen.push(Number(seq));
      surplusWeight -= Number(weight);
    }
    if (chosen.length === 0) surplusWeight = 0;
    return remove(chosen);
  }

  /**
   * SQLite would merge within the transaction that adds or takes away, seconds long when there are many exchanges. It is done here
   * instead, by its own rules: four parts of a size become one, and a part of which a fifth was deleted is written anew.
   */
  function mergeHere(): void {
    for (const { name } of indexes) {
      connection.exec(`INSERT INTO ${name}(${name}, rank) VALUES('automerge', 0);
        INSERT INTO ${name}(${name}, rank) VALUES('deletemerge', 20);`);
    }
    mergesHere = true;
  }

  /** True when there was something to do. */
  function mergeStep(): boolean {
    if (!mergesHere) mergeHere();
    return indexes.some(({ merge }) => {
      const before = changes();
      merge.run(MERGE_PAGES);
      return changes() - before >= 2;
    });
  }

  function changes(): number {
    return Number(totalChanges.get()?.[0] ?? 0);
  }

  function usedBytes(): number {
    return (connection.pragma('page_count') - connection.pragma('freelist_count')) * pageSize;
  }

  /** What is over the limit, turned into weight by what the rows weigh and really take now. */
  function measureSurplus({ maxBytes }: Caps): void {
    const used = usedBytes();
    if (used <= maxBytes) return;
    const weight = Number(sumWeights.get()?.[0] ?? 0);
    surplusWeight = (weight * (used - maxBytes * (1 - SLACK))) / used;
  }

  /** New exchanges will fill what is free, so room is given back only when it is much, or when the file is too large. */
  function vacuumStep({ maxBytes }: Caps): boolean {
    const free = connection.pragma('freelist_count');
    const pages = connection.pragma('page_count');
    vacuuming = free > 0 && (pages * pageSize > maxBytes || free > pages * (vacuuming ? FREE : 2 * FREE));
    if (vacuuming) connection.exec(`PRAGMA incremental_vacuum(${String(VACUUM_PAGES)})`);
    return vacuuming;
  }

  return {
    usedBytes,
    step(caps, now) {
      if (surplusWeight > 0 && removeSurplus()) return true;
      if (remove(oldest(now - caps.maxAgeMs, ROWS))) return true;

      const tooMany = Number(countAll.get()?.[0] ?? 0) - caps.maxExchanges;
      if (tooMany > 0 && remove(oldest(EVER, Math.min(ROWS, tooMany)))) return true;

      if (mergeStep()) return true;
      // Only a merged index tells how much room is really taken: deleting on would take far too much.
      measureSurplus(caps);
      if (surplusWeight > 0) return true;

      return vacuumStep(caps);
    },
  };
}
