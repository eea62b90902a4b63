/**
 * One SQLite connection with types, over libsql. Nothing else imports libsql: a value of a kind that it does not know (a boolean,
 * say) ends the whole process instead of throwing, so what may be bound is decided here.
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
  /** All or nothing. An error inside is thrown on after nothing of it has been kept. */
  transaction<Result>(work: () => Result): Result;
  /** The value of a pragma that answers with one number. */
  pragma(name: string): number;
  close(): void;
}

/** How long a writer waits for another process with the same file. */
const BUSY_MS = 2_000;

/** @param path a file, or `:memory:`. Throws when it cannot be opened; whether it is a database shows at the first statement. */
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
        // `get` of libsql adds a member to the row; a row as a list comes only from `all`.
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
      // After a full disk SQLite has rolled back by itself.
    }
  }
}

/** What came over a network is not always what its type says. Throws TypeError. */
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

/** True when the file is no database, or one that is broken: nothing can be done with it any more. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB)/.test(codeOf(error));
}

/** True when another process kept the file locked all the time that we waited. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(codeOf(error));
}

/** True when it is the values that cannot be stored: trying them elsewhere is of no use. */
export function isUnstorable(error: unknown): boolean {
  return error instanceof TypeError || /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)/.test(codeOf(error));
}

/** One line for a log: the code where there is one. */
export function describeSqliteError(error: unknown): string {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return code === '' ? message : `${code}: ${message}`;
}
