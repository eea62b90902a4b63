/** Schema and migrations of the exchange log. */

import type { Connection } from './sqlite.ts';

/**
 * Each migrates from the version of its index to the next; released ones are never changed.
 * `exchanges` is narrow, so that an unindexed filter scans 200,000 rows quickly; long content is in `documents`.
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
  // Trigram index. Older exchanges are added in small steps: none up to `upto` is indexed.
  `CREATE VIRTUAL TABLE grams USING fts5(
     body, content='', contentless_delete=1, tokenize='ascii', detail=none
   );
   CREATE TABLE unindexed(upto INTEGER NOT NULL) STRICT;
   INSERT INTO unindexed SELECT coalesce(max(seq), 0) FROM exchanges;`,
  // Order and expiry use `arrived_at`; `started_at` is the wall clock, which may have been wrong.
  `ALTER TABLE exchanges ADD COLUMN arrived_at REAL NOT NULL DEFAULT 0;
   UPDATE exchanges SET arrived_at = started_at;
   CREATE INDEX exchanges_by_arrival ON exchanges(arrived_at, seq);`,
  // Exchanges over a WebSocket: the connection, and the lane.
  `ALTER TABLE exchanges ADD COLUMN socket TEXT;
   ALTER TABLE exchanges ADD COLUMN lane TEXT;`,
  // Requests for a summary; older exchanges cannot be told apart.
  `ALTER TABLE exchanges ADD COLUMN compaction INTEGER NOT NULL DEFAULT 0;`,
];

/** A newer version wrote the file; its schema is unknown. */
export class NewerSchemaError extends Error {
  constructor(version: number) {
    super(`The exchange log has version ${String(version)}; this program knows ${String(migrations.length)}.`);
    this.name = 'NewerSchemaError';
  }
}

/** Configures the connection and runs the migrations. @throws NewerSchemaError, or SQLite's error for a file that is no database */
export function prepareSchema(connection: Connection, steps: readonly string[] = migrations): void {
  // Effective for an empty file only.
  connection.exec('PRAGMA auto_vacuum = INCREMENTAL');
  connection.exec(`PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA journal_size_limit = ${String(16 * 1024 * 1024)};
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -8000;`);
  if (connection.pragma('user_version') > steps.length) throw new NewerSchemaError(connection.pragma('user_version'));
  if (connection.pragma('user_version') === steps.length) return;
  connection.transaction(() => {
    // Read again inside the transaction: another process may have migrated meanwhile.
    const version = connection.pragma('user_version');
    for (const step of steps.slice(version)) connection.exec(step);
    connection.exec(`PRAGMA user_version = ${String(steps.length)}`);
  });
}
