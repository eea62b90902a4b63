/** The exchanges of one database: written in batches, read by pages from the newest on, marked, counted, erased. */

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
  /** When the oldest one started, epoch milliseconds; null without any. */
  readonly oldest: number | null;
}

export interface AheadOfArrival {
  readonly count: number;
  /** The first arrival of them. */
  readonly from: number;
  /** From the first to the last of them, by either clock. */
  readonly arrivalSpan: number;
  readonly wallSpan: number;
  /** The least distance between the clocks. */
  readonly distance: number;
}

export interface ExchangeTable extends PageReader {
  readonly connection: Connection;
  /** One transaction. What is already there (by id) stays as it is. */
  insert(exchanges: readonly Exchange[]): void;
  get(id: string): Exchange | null;
  /** Gives back what has changed, as it is now. */
  mark(ids: readonly string[], marks: Marks): readonly ExchangeSummary[];
  /** Erases everything, so that nothing of it is left in the file. */
  clear(): void;
  /** Takes a few of an earlier version's exchanges into the newer index. True when there are more. */
  indexOlder(): boolean;
  usage(): TableUsage;
  /** The latest arrival; null without any. */
  lastArrival(): number | null;
  /** The newest exchanges in a row whose wall clock was more than this ahead of their arrival; null when the newest is not. */
  aheadOfArrival(milliseconds: number): AheadOfArrival | null;
  /** Moves the arrivals from this one on. */
  moveArrivals(from: number, by: number): void;
  close(): void;
}

/** What a row and its place in the indexes take, beside what is counted. */
const ROW_BYTES = 700;

const selected = columnNames.map((name) => `e.${name}`).join(', ');

/**
 * @param path a file or `:memory:`. Throws when it cannot be opened or is damaged, and NewerSchemaError.
 * @param lookingMs how long a page looks into exchanges at most
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

  /** One whose document makes no sense has no text to find: it must not end a search. */
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
      // Deleted rows live on in free pages and in the log of writes until both are written anew.
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
        // The file alone is then whole, and nothing waits in the one beside it.
        connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // Busy or damaged: the next one to open it will see.
      }
      connection.close();
    },
  };
}
