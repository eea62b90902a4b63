/** The exchanges of one database: written in batches, read by pages from the newest on, marked, counted, erased. */

import type { FilterQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { columnNames, storable, summaryOf, summaryValues } from './columns.ts';
import { packDocument, unpackDocument } from './document.ts';
import { filterCondition, type SqlCondition } from './filter-sql.ts';
import { prepareSchema } from './schema.ts';
import { searchText } from './search-text.ts';
import { connect, type Connection, type Row } from './sqlite.ts';

/** Where a page ended: the next one begins with what is older. */
export interface Position {
  readonly startedAt: number;
  readonly seq: number;
}

export interface PageOfRows {
  /** Newest first. */
  readonly summaries: readonly ExchangeSummary[];
  /** Null when there is nothing older. */
  readonly next: Position | null;
}

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

export interface ExchangeTable {
  readonly connection: Connection;
  /** One transaction. What is already there (by id) stays as it is. */
  insert(exchanges: readonly Exchange[]): void;
  page(query: FilterQuery, before: Position | null, limit: number): PageOfRows;
  count(query: FilterQuery): number;
  get(id: string): Exchange | null;
  /** Gives back what has changed, as it is now. */
  mark(ids: readonly string[], marks: Marks): readonly ExchangeSummary[];
  /** Erases everything, so that nothing of it is left in the file. */
  clear(): void;
  usage(): TableUsage;
  close(): void;
}

/** What a row and its place in the indexes take, beside what is counted. */
const ROW_BYTES = 700;
/** Bytes of full-text index for a character of text, measured on conversations and on sources. */
const INDEX_BYTES_PER_CHARACTER = 0.4;

const selected = columnNames.map((name) => `e.${name}`).join(', ');

/** @param path a file or `:memory:`. Throws when it cannot be opened or is damaged, and NewerSchemaError. */
export function openTable(path: string): ExchangeTable {
  const connection = connect(path);
  try {
    prepareSchema(connection);
    return tableOver(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function tableOver(connection: Connection): ExchangeTable {
  const marks = columnNames.map(() => '?').join(', ');
  const insertRow = connection.prepare(
    `INSERT INTO exchanges(${columnNames.join(', ')}, weight) VALUES(${marks}, ?) ON CONFLICT(id) DO NOTHING`,
  );
  const insertDocument = connection.prepare('INSERT INTO documents(seq, document) VALUES(?, ?)');
  const insertWords = connection.prepare('INSERT INTO words(rowid, body) VALUES(?, ?)');
  const selectOne = connection.prepare(
    `SELECT ${selected}, d.document FROM exchanges e JOIN documents d USING(seq) WHERE e.id = ?`,
  );
  const selectSummary = connection.prepare(`SELECT ${selected} FROM exchanges e WHERE e.id = ?`);
  const setPinned = connection.prepare('UPDATE exchanges SET pinned = ? WHERE id = ? AND pinned <> ?');
  const setLabel = connection.prepare('UPDATE exchanges SET label = ? WHERE id = ? AND label IS NOT ?');
  const selectUsage = connection.prepare('SELECT count(*), coalesce(sum(pinned), 0) FROM exchanges');
  const selectOldest = connection.prepare('SELECT started_at FROM exchanges ORDER BY started_at LIMIT 1');

  function insertOne(exchange: Exchange): void {
    const { value, bytes } = packDocument(exchange);
    const words = searchText(exchange);
    const weight = ROW_BYTES + bytes + Math.ceil(words.length * INDEX_BYTES_PER_CHARACTER);
    const { changes, rowId } = insertRow.run(...summaryValues(exchange.summary), weight);
    if (changes === 0) return;
    insertDocument.run(rowId, value);
    insertWords.run(rowId, words);
  }

  return {
    connection,

    insert(exchanges) {
      connection.transaction(() => {
        for (const exchange of exchanges) insertOne(exchange);
      });
    },

    page(query, before, limit) {
      const { sql, values } = pageQuery(query, before, limit + 1);
      const rows = connection.prepare(sql).all(...values);
      const shown = rows.slice(0, limit);
      return {
        summaries: shown.map(summaryOf),
        next: rows.length > limit ? positionOf(shown.at(-1)) : null,
      };
    },

    count(query) {
      const condition = filterCondition(query);
      const row = connection
        .prepare(`SELECT count(*) FROM exchanges e WHERE ${condition.sql}`)
        .get(...condition.values);
      return Number(row?.[0] ?? 0);
    },

    get(id) {
      const row = selectOne.get(id);
      if (row === null) return null;
      return unpackDocument(row[columnNames.length] ?? null, summaryOf(row));
    },

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
        connection.exec(`INSERT INTO words(words) VALUES('delete-all'); DELETE FROM documents; DELETE FROM exchanges;`);
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

/** What a page is asked for with; rows are the columns of a summary, then `seq`. */
export function pageQuery(query: FilterQuery, before: Position | null, limit: number): SqlCondition {
  const condition = filterCondition(query);
  const older = before === null ? '' : '(e.started_at, e.seq) < (?, ?) AND';
  return {
    sql: `SELECT ${selected}, e.seq FROM exchanges e WHERE ${older} ${condition.sql}
          ORDER BY e.started_at DESC, e.seq DESC LIMIT ?`,
    values: [...(before === null ? [] : [before.startedAt, before.seq]), ...condition.values, limit],
  };
}

function positionOf(row: Row | undefined): Position | null {
  const startedAt = row?.[columnNames.indexOf('started_at')];
  const seq = row?.[columnNames.length];
  return typeof startedAt === 'number' && typeof seq === 'number' ? { startedAt, seq } : null;
}
