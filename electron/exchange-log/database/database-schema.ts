/** The tables of the exchange log and how files of earlier versions become today's. */

import type { Connection } from './sqlite.ts';

/**
 * Each brings a file from the version of its index to the next; a released one is never changed, only followed by another.
 * `exchanges` is narrow, so that a filter without an index still walks 200,000 rows quickly; what is long stands in `documents`.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE exchanges(
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     started_at REAL NOT NULL,
     endpoint TEXT NOT NULL,
     method TEXT NOT NULL,
     path TEXT NOT NULL,
     state TEXT NOT NULL,
     status INTEGER,
     tool TEXT,
     model_asked TEXT,
     model_used TEXT,
     stream INTEGER NOT NULL,
     tokens_input INTEGER,
     tokens_output INTEGER,
     tokens_cache_read INTEGER,
     tokens_cache_write INTEGER,
     tokens_reasoning INTEGER,
     first_text_ms REAL,
     total_ms REAL,
     notes INTEGER NOT NULL,
     losses INTEGER NOT NULL,
     error_code TEXT,
     demo INTEGER NOT NULL,
     pinned INTEGER NOT NULL,
     label TEXT,
     cost REAL,
     bytes INTEGER,
     called_tools TEXT,
     weight INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX exchanges_by_time ON exchanges(started_at, seq);
   CREATE TABLE documents(seq INTEGER PRIMARY KEY, document ANY NOT NULL) STRICT;
   CREATE VIRTUAL TABLE words USING fts5(
     body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
   );`,
  // Which exchanges may have a text inside of their words. Those of before come into it later, a few at a time: up to `upto` none is.
  `CREATE VIRTUAL TABLE grams USING fts5(
     body, content='', contentless_delete=1, tokenize='ascii', detail=none
   );
   CREATE TABLE unindexed(upto INTEGER NOT NULL) STRICT;
   INSERT INTO unindexed SELECT coalesce(max(seq), 0) FROM exchanges;`,
  // What exchanges are ordered by and grow old by; `started_at` is the wall clock, which may have been wrong.
  `ALTER TABLE exchanges ADD COLUMN arrived_at REAL NOT NULL DEFAULT 0;
   UPDATE exchanges SET arrived_at = started_at;
   CREATE INDEX exchanges_by_arrival ON exchanges(arrived_at, seq);`,
];

/** The file was written by a newer version, whose tables we do not know. */
export class NewerSchemaError extends Error {
  constructor(version: number) {
    super(`The exchange log has version ${String(version)}; this program knows ${String(migrations.length)}.`);
    this.name = 'NewerSchemaError';
  }
}

/** Sets the connection up and brings its tables to today's shape. Throws NewerSchemaError; a file that is no database throws too. */
export function prepareSchema(connection: Connection, steps: readonly string[] = migrations): void {
  // Only an empty file can still choose; for any other this does nothing.
  connection.exec('PRAGMA auto_vacuum = INCREMENTAL');
  connection.exec(`PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA journal_size_limit = ${String(16 * 1024 * 1024)};
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -8000;`);
  if (connection.pragma('user_version') > steps.length) throw new NewerSchemaError(connection.pragma('user_version'));
  if (connection.pragma('user_version') === steps.length) return;
  connection.transaction(() => {
    // Read again inside: another process may have migrated in the meantime.
    const version = connection.pragma('user_version');
    for (const step of steps.slice(version)) connection.exec(step);
    connection.exec(`PRAGMA user_version = ${String(steps.length)}`);
  });
}
