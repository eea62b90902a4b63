/** A table of exchanges in a file for each test, and exchanges to store in it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type ExchangeTable, openTable } from '#electron/exchange-log/database/exchange-table.ts';
import { exchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { parseFilter, toQuery } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';

export interface TableFolder {
  folder: string;
  table: ExchangeTable;
  /** Closes the table and opens its file again. */
  reopen(): void;
}

/** Creates the folder before each test and deletes it afterwards. */
export function useTableFolder(): TableFolder {
  const disk: TableFolder = {
    folder: '',
    table: openTable(':memory:', Infinity),
    reopen() {
      disk.table.close();
      disk.table = openTable(join(disk.folder, 'log.db'), Infinity);
    },
  };
  beforeEach(() => {
    disk.folder = mkdtempSync(join(tmpdir(), 'dragoman-table-'));
    disk.reopen();
  });
  afterEach(() => {
    disk.table.close();
    rmSync(disk.folder, { recursive: true, force: true });
  });
  return disk;
}

export const query = (filter: string) => toQuery(parseFilter(filter).terms, 1_790_000_000_000);
/** The ids of a page, in order. */
export const pageIds = ({ summaries }: { summaries: readonly ExchangeSummary[] }): string =>
  summaries.map(({ id }) => id).join('');

export function tableExchange(id: string, changes: Partial<ExchangeSummary> = {}, body = '{}'): Exchange {
  return exchange({ summary: summary({ id, ...changes }), clientRequest: side({ body }) });
}
