/**
 * Enforces the limits of a table in small steps, with reads and writes in between. The oldest are deleted first; the limits of
 * age and number spare pinned ones, the limit of size as long as there are others.
 */

import type { ExchangeTable } from './exchange-table.ts';

export interface Caps {
  readonly maxBytes: number;
  readonly maxExchanges: number;
  readonly maxAgeMs: number;
}

export interface Pruner {
  /** Runs one step. @param now by the arrival clock @returns whether more remains */
  step(caps: Caps, now: number): boolean;
  /** Size of rows and indexes, without free pages. */
  usedBytes(): number;
}

/** Maximum rows deleted per step. */
const ROWS = 200;
/** Margin below the size limit (hysteresis), so that not every new exchange starts a clean-up. */
const SLACK = 0.05;
/** Work of one FTS merge, in pages: a page of trigrams holds thousands of entries. */
const MERGE_PAGES = 16;
/** Free pages vacuumed per step, and the share of the file that may stay free. */
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
  /** Bytes still to delete for the size limit, by estimated row size. */
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

  /** The oldest unpinned ones. */
  function oldest(before: number, limit: number): readonly number[] {
    return selectFree.all(before, limit).map(([seq]) => Number(seq));
  }

  /** Deletes the oldest ones up to the excess size, at least one and a bounded number per step. */
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
   * SQLite's automerge would run within a write transaction, for seconds with many exchanges. It is done here instead, by the
   * same rules: four segments of a level become one, and a segment with a fifth deleted is rewritten.
   */
  function mergeHere(): void {
    for (const { name } of indexes) {
      connection.exec(`INSERT INTO ${name}(${name}, rank) VALUES('automerge', 0);
        INSERT INTO ${name}(${name}, rank) VALUES('deletemerge', 20);`);
    }
    mergesHere = true;
  }

  /** @returns whether it did anything */
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

  /** The excess over the limit, scaled from file bytes to estimated row size. */
  function measureSurplus({ maxBytes }: Caps): void {
    const used = usedBytes();
    if (used <= maxBytes) return;
    const weight = Number(sumWeights.get()?.[0] ?? 0);
    surplusWeight = (weight * (used - maxBytes * (1 - SLACK))) / used;
  }

  /** New exchanges reuse free pages, so pages are vacuumed only when there are many or the file is too large. */
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
      // Merges first: the size of an unmerged index would cause too many deletions.
      measureSurplus(caps);
      if (surplusWeight > 0) return true;

      return vacuumStep(caps);
    },
  };
}
