/** The exchanges of one database: batched writes, pages from the newest on, pins and labels, counts, deletion. */

import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { columnNames, storable, summaryOf, summaryValues } from './summary-columns.ts';
import { packDocument, unpackDocument } from './compressed-document.ts';
import { prepareSchema } from './database-schema.ts';
import { connect, type Connection } from './sqlite.ts';
import { createTextIndex } from './full-text-index.ts';
import { createPageReader, type PageReader } from './read-pages.ts';

export type { Position } from './read-pages.ts';

export interface Marks {
  readonly pinned?: boolean;
  readonly label?: string | null;
}

export interface TableUsage {
  readonly count: number;
  readonly pinned: number;
  /** Start of the oldest one, epoch milliseconds; null without any. */
  readonly oldest: number | null;
}

export interface AheadOfArrival {
  readonly count: number;
  /** The first arrival. */
  readonly from: number;
  /** Duration from first to last, by either clock. */
  readonly arrivalSpan: number;
  readonly wallSpan: number;
  /** The smallest difference between the clocks. */
  readonly distance: number;
}

export interface ExchangeTable extends PageReader {
  readonly connection: Connection;
  /** One transaction. Existing ids stay unchanged. */
  insert(exchanges: readonly Exchange[]): void;
  get(id: string): Exchange | null;
  /** @returns the changed summaries */
  mark(ids: readonly string[], marks: Marks): readonly ExchangeSummary[];
  /** Erases everything, also from free pages and the WAL. */
  clear(): void;
  /** Indexes a few exchanges of an earlier version. @returns whether more remain */
  indexOlder(): boolean;
  usage(): TableUsage;
  /** The latest arrival; null without any. */
  lastArrival(): number | null;
  /** The newest consecutive exchanges whose wall clock was more than this ahead of their arrival; null when the newest is not. */
  aheadOfArrival(milliseconds: number): AheadOfArrival | null;
  /** Shifts the arrivals from this one on. */
  moveArrivals(from: number, by: number): void;
  close(): void;
}

/** Estimated overhead of a row and its index entries, in bytes. */
const ROW_BYTES = 700;

const selected = columnNames.map((name) => `e.${name}`).join(', ');

/**
 * @param path a file or `:memory:`. Throws when it cannot be opened or is damaged, and NewerSchemaError.
 * @param lookingMs limit for verifying matches per page, milliseconds
 */
export function openTable(path: string, lookingMs?: number): ExchangeTable {
  const connection = connect(path);
  try {
    prepareSchema(connection);
    return tableOver(connection, lookingMs);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function tableOver(connection: Connection, lookingMs: number | undefined): ExchangeTable {
  const marks = columnNames.map(() => '?').join(', ');
  const insertRow = connection.prepare(
    `INSERT INTO exchanges(${columnNames.join(', ')}, weight) VALUES(${marks}, ?) ON CONFLICT(id) DO NOTHING`,
  );
  const insertDocument = connection.prepare('INSERT INTO documents(seq, document) VALUES(?, ?)');
  const texts = createTextIndex(connection);
  const selectOne = connection.prepare(
    `SELECT ${selected}, d.document FROM exchanges e JOIN documents d USING(seq) WHERE e.id = ?`,
  );
  const selectSummary = connection.prepare(`SELECT ${selected} FROM exchanges e WHERE e.id = ?`);
  const setPinned = connection.prepare('UPDATE exchanges SET pinned = ? WHERE id = ? AND pinned <> ?');
  const setLabel = connection.prepare('UPDATE exchanges SET label = ? WHERE id = ? AND label IS NOT ?');
  const selectUsage = connection.prepare('SELECT count(*), coalesce(sum(pinned), 0) FROM exchanges');
  const selectOldest = connection.prepare('SELECT started_at FROM exchanges ORDER BY arrived_at LIMIT 1');

  const selectLast = connection.prepare('SELECT arrived_at FROM exchanges ORDER BY arrived_at DESC LIMIT 1');
  const selectAhead = connection.prepare(
    `SELECT count(*), min(arrived_at), max(arrived_at) - min(arrived_at), max(started_at) - min(started_at), min(started_at - arrived_at)
     FROM exchanges WHERE arrived_at > coalesce(
       (SELECT arrived_at FROM exchanges WHERE started_at - arrived_at <= ? ORDER BY arrived_at DESC LIMIT 1), -1e300)`,
  );
  const updateArrivals = connection.prepare('UPDATE exchanges SET arrived_at = arrived_at + ? WHERE arrived_at >= ?');

  function insertOne(exchange: Exchange): void {
    const { value, bytes } = packDocument(exchange);
    const text = texts.read(exchange);
    const weight = ROW_BYTES + bytes + text.bytes;
    const { changes, rowId } = insertRow.run(...summaryValues(exchange.summary), weight);
    if (changes === 0) return;
    insertDocument.run(rowId, value);
    texts.add(rowId, text);
  }

  function get(id: string): Exchange | null {
    const row = selectOne.get(id);
    if (row === null) return null;
    return unpackDocument(row[columnNames.length] ?? null, summaryOf(row));
  }

  /** An unreadable document has no searchable text; it must not fail the search. */
  function peek(id: string): Exchange | null {
    const row = selectOne.get(id);
    try {
      return row === null ? null : unpackDocument(row[columnNames.length] ?? null, summaryOf(row));
    } catch {
      return null;
    }
  }

  return {
    connection,

    insert(exchanges) {
      connection.transaction(() => {
        for (const exchange of exchanges) insertOne(exchange);
      });
    },

    ...createPageReader(connection, peek, lookingMs),
    get,
    indexOlder: () => texts.indexOlder(peek),

    mark(ids, { pinned, label }) {
      const changed: ExchangeSummary[] = [];
      connection.transaction(() => {
        for (const id of ids) {
          let changes = 0;
          if (pinned !== undefined) changes += setPinned.run(Number(pinned), id, Number(pinned)).changes;
          if (label !== undefined) {
            const name = label === null ? null : storable(label);
            changes += setLabel.run(name, id, name).changes;
          }
          const row = changes === 0 ? null : selectSummary.get(id);
          if (row !== null) changed.push(summaryOf(row));
        }
      });
      return changed;
    },

    clear() {
      connection.transaction(() => {
        texts.clear();
        connection.exec('DELETE FROM documents; DELETE FROM exchanges;');
      });
      // Deleted rows remain in free pages and the WAL until VACUUM and checkpoint.
      connection.exec('VACUUM');
      connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },

    usage() {
      const [count, pinned] = selectUsage.get() ?? [];
      const oldest = selectOldest.get()?.[0];
      return {
        count: Number(count ?? 0),
        pinned: Number(pinned ?? 0),
        oldest: typeof oldest === 'number' ? oldest : null,
      };
    },

    lastArrival() {
      const last = selectLast.get()?.[0];
      return typeof last === 'number' ? last : null;
    },

    aheadOfArrival(milliseconds) {
      const [count, from, arrivalSpan, wallSpan, distance] = (selectAhead.get(milliseconds) ?? []).map(Number);
      if (count === undefined || count === 0) return null;
      return {
        count,
        from: from ?? 0,
        arrivalSpan: arrivalSpan ?? 0,
        wallSpan: wallSpan ?? 0,
        distance: distance ?? 0,
      };
    },

    moveArrivals(from, by) {
      connection.transaction(() => updateArrivals.run(by, from));
    },

    close() {
      try {
        // The checkpoint leaves the WAL empty.
        connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // Busy or damaged: the next open handles it.
      }
      connection.close();
    },
  };
}
