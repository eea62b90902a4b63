/**
 * Reads pages of a table, newest first. Candidates of the trigram index are verified in the exchanges themselves, for a limited
 * time: a page may then end before it is full.
 */

import { createChunkedTextSearch, exchangeText, foldText } from '#shared/exchange/searchable-text.ts';
import type { FilterQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { columnNames, summaryOf } from './summary-columns.ts';
import { allOf, anyOf, type Doubt, type FilterSql, filterSql, negation, type SqlCondition } from './filter-sql.ts';
import type { Connection, Row } from './sqlite.ts';

/** The end of a page; the next page holds older exchanges. */
export interface Position {
  /** By the arrival clock. */
  readonly arrivedAt: number;
  readonly seq: number;
}

export interface PageOfRows {
  /** Newest first. */
  readonly summaries: readonly ExchangeSummary[];
  /** Null when there is nothing older. */
  readonly next: Position | null;
}

export interface PageReader {
  /** A long search returns its matches so far, possibly none, and a cursor to continue. */
  page(query: FilterQuery, before: Position | null, limit: number): PageOfRows;
  /** Null when counting would take too long. */
  count(query: FilterQuery): number | null;
}

/** Time limit of verification per page, so that other database calls are not delayed. */
const SCAN_BUDGET_MS = 100;
/** Rows fetched at a time when candidates need verification: more than can be verified meanwhile. */
const ROWS_IN_DOUBT = 5000;

interface Fetched {
  readonly key: string;
  /** Start after this position. */
  readonly from: Position;
  /** Rows: position, id, and for each candidate phrase whether it needs verification. */
  readonly rows: readonly Row[];
  /** No further rows. */
  readonly isWhole: boolean;
}

const START: Position = { arrivedAt: Infinity, seq: Infinity };

const selected = columnNames.map((name) => `e.${name}`).join(', ');

/** @param peek reads the exchange of an id */
export function createPageReader(
  connection: Connection,
  peek: (id: string) => Exchange | null,
  lookingMs = SCAN_BUDGET_MS,
): PageReader {
  const selectSummary = connection.prepare(`SELECT ${selected} FROM exchanges e WHERE e.id = ?`);

  function page(query: FilterQuery, before: Position | null, limit: number): PageOfRows {
    const { sql, values } = pageQuery(query, before, limit + 1);
    const rows = connection.prepare(sql).all(...values);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      summaries: shown.map(summaryOf),
      next: rows.length > limit && last !== undefined ? positionIn(last.slice(columnNames.length)) : null,
    };
  }

  /** Rows fetched but not verified in time: the next page continues with them. */
  let kept: Fetched | null = null;

  function fetch(key: string, filter: FilterSql, from: Position | null): Fetched {
    const before = kept;
    kept = null;
    if (from !== null && before?.key === key && before.from.seq === from.seq) return before;
    const { sql, values } = doubtSql(filter, from, ROWS_IN_DOUBT);
    const rows = connection.prepare(sql).all(...values);
    return { key, from: from ?? START, rows, isWhole: rows.length < ROWS_IN_DOUBT };
  }

  /** The same with candidates: each row is verified first. */
  function pageInDoubt(key: string, filter: FilterSql, before: Position | null, limit: number): PageOfRows {
    const settle = createSettling(filter.doubts, peek);
    const found: ExchangeSummary[] = [];
    let from = before;
    let left = lookingMs;
    for (;;) {
      const { rows, isWhole } = fetch(key, filter, from);
      const started = performance.now();
      for (const [index, row] of rows.entries()) {
        if (settle(row)) found.push(...selectSummary.all(row[2] ?? null).map(summaryOf));
        from = positionIn(row);
        if (isWhole && index === rows.length - 1) break;
        if (found.length < limit && performance.now() - started <= left) continue;
        kept = { key, from, rows: rows.slice(index + 1), isWhole };
        return { summaries: found, next: from };
      }
      if (isWhole) return { summaries: found, next: null };
      left -= performance.now() - started;
    }
  }

  function countRows({ sql, values }: SqlCondition): number {
    const row = connection.prepare(`SELECT count(*) FROM exchanges e WHERE ${sql}`).get(...values);
    return Number(row?.[0] ?? 0);
  }

  return {
    page(query, before, limit) {
      const filter = filterSql(query);
      if (filter.doubts.length === 0) return page(query, before, limit);
      return pageInDoubt(JSON.stringify(query), filter, before, limit);
    },
    count(query) {
      const { condition, doubts } = filterSql(query);
      if (doubts.length === 0) return countRows(condition);
      const open = anyOf(doubts.map((doubt) => doubt.open));
      const looked = pageInDoubt('count', { condition: allOf([condition, open]), doubts }, null, Infinity);
      if (looked.next !== null) return null;
      return countRows(allOf([condition, negation(open)])) + looked.summaries.length;
    },
  };
}

/** The statement of a page; rows are a summary's columns, then its position. */
export function pageQuery(query: FilterQuery, before: Position | null, limit: number): SqlCondition {
  const columns = { sql: `${selected}, e.arrived_at, e.seq`, values: [] };
  return rowsSql(columns, filterSql(query).condition, before, limit);
}

/** Rows: position, id, and for each candidate phrase whether it needs verification. */
function doubtSql({ condition, doubts }: FilterSql, before: Position | null, limit: number): SqlCondition {
  const columns = {
    sql: ['e.arrived_at, e.seq, e.id', ...doubts.map(({ open }) => open.sql)].join(', '),
    values: doubts.flatMap(({ open }) => open.values),
  };
  return rowsSql(columns, condition, before, limit);
}

function rowsSql(columns: SqlCondition, condition: SqlCondition, before: Position | null, limit: number): SqlCondition {
  const older = before === null ? '' : '(e.arrived_at, e.seq) < (?, ?) AND';
  return {
    sql: `SELECT ${columns.sql} FROM exchanges e WHERE ${older} ${condition.sql}
          ORDER BY e.arrived_at DESC, e.seq DESC LIMIT ?`,
    values: [...columns.values, ...(before === null ? [] : [before.arrivedAt, before.seq]), ...condition.values, limit],
  };
}

/** Verifies a row: only text inside of words needs it. The exchange is read at most once, for all phrases. */
function createSettling(doubts: readonly Doubt[], peek: (id: string) => Exchange | null): (row: Row) => boolean {
  const searches = doubts.map(({ negated, text }) => ({ negated, holds: createChunkedTextSearch(text) }));
  return (row) => {
    const open = searches.filter((_, index) => row[3 + index] === 1);
    if (open.length === 0) return true;
    const exchange = peek(String(row[2]));
    const text = exchange === null ? '' : foldText(exchangeText(exchange));
    return open.every(({ negated, holds }) => holds(text) !== negated);
  };
}

function positionIn([arrivedAt, seq]: Row): Position {
  return { arrivedAt: Number(arrivedAt), seq: Number(seq) };
}
