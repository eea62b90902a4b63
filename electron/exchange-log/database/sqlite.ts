/**
 * A typed SQLite connection over libsql, its only importer: binding an unsupported type (a boolean, say) aborts the process
 * instead of throwing, so bound values are checked here.
 */

import Libsql from 'libsql';

export type Value = string | number | null | Uint8Array;
export type Row = readonly Value[];

export interface Statement {
  run(...values: readonly Value[]): { readonly changes: number; readonly rowId: number };
  /** The first row, or null. */
  get(...values: readonly Value[]): Row | null;
  all(...values: readonly Value[]): readonly Row[];
}

export interface Connection {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /** A transaction: an exception rolls it back and is rethrown. */
  transaction<Result>(work: () => Result): Result;
  /** The value of a pragma with one number. */
  pragma(name: string): number;
  close(): void;
}

/** Busy timeout for a file locked by another process. */
const BUSY_MS = 2_000;

/** @param path a file, or `:memory:`. Throws when it cannot be opened; a file that is no database fails at the first statement. */
export function connect(path: string): Connection {
  const database = new Libsql(path, { timeout: BUSY_MS });

  function prepare(sql: string): Statement {
    const statement = database.prepare(sql);
    const reader = statement.reader;
    if (reader) statement.raw();
    return {
      run(...values) {
        const { changes, lastInsertRowid } = statement.run(checked(values));
        return { changes, rowId: Number(lastInsertRowid) };
      },
      get(...values) {
        // libsql's `get` adds a member to the row; only `all` returns rows as arrays.
        const [row] = statement.all(checked(values));
        return row === undefined ? null : asRow(row);
      },
      all: (...values) => statement.all(checked(values)).map(asRow),
    };
  }

  return {
    prepare,
    exec: (sql) => void database.exec(sql),
    transaction(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        rollBack();
        throw error;
      }
    },
    pragma: (name) => Number(prepare(`PRAGMA ${name}`).get()?.[0] ?? 0),
    close: () => void database.close(),
  };

  function rollBack(): void {
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite rolls back by itself when the disk is full.
    }
  }
}

/** Checks bound values at run time: network data may not match its type. @throws TypeError */
function checked(values: readonly Value[]): readonly Value[] {
  for (const value of values) asValue(value);
  return values;
}

function asRow(row: unknown): Row {
  if (!Array.isArray(row)) throw new TypeError('A row did not come as a list.');
  return row.map(asValue);
}

function asValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`A database holds no ${typeof value}.`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True when the file is no database or is corrupt. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB)/.test(codeOf(error));
}

/** True when another process kept the file locked beyond the busy timeout. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(codeOf(error));
}

/** True when the values cannot be stored: another database would fail too. */
export function isUnstorable(error: unknown): boolean {
  return error instanceof TypeError || /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)/.test(codeOf(error));
}

/** One line for a log: the code where there is one. */
export function describeSqliteError(error: unknown): string {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return code === '' ? message : `${code}: ${message}`;
}
