/** Fills the log of a data folder before the app starts. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { columnNames, summaryValues } from '#electron/exchange-log/database/summary-columns.ts';
import { openTable } from '#electron/exchange-log/database/exchange-table.ts';
import { exchange, side } from '#shared/exchange/__fixtures__/exchanges.ts';
import type { Exchange } from '#shared/exchange/record.ts';

const tools = ['continue', 'cline', 'codex', 'aider', null];
const models = ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5'];

/**
 * The oldest is `row-0`; one is every `everyMs`, the newest a minute ago. Only those in `bodies` have a body, which is what
 * their client sent: the others are rows of the list, which is much faster.
 */
export function storeRows(
  dataFolder: string,
  count: number,
  everyMs: number,
  bodies: ReadonlyMap<number, string> = new Map(),
): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const table = openTable(join(dataFolder, 'exchanges.db'));
  const newest = Date.now() - 60_000;
  const rowAt = (index: number): Exchange =>
    row(index, newest - (count - 1 - index) * everyMs, bodies.get(index) ?? '{}');
  const insert = table.connection.prepare(
    `INSERT INTO exchanges(${columnNames.join(', ')}, weight) VALUES(${columnNames.map(() => '?').join(', ')}, 700)`,
  );
  table.connection.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      if (!bodies.has(index)) insert.run(...summaryValues(rowAt(index).summary));
    }
  });
  table.insert([...bodies.keys()].map(rowAt));
  table.close();
}

function row(index: number, startedAt: number, body: string): Exchange {
  const made = exchange();
  const failed = index % 50 === 7;
  return {
    ...made,
    summary: {
      ...made.summary,
      id: `row-${index}`,
      startedAt,
      tool: tools[index % tools.length] ?? null,
      modelUsed: models[index % models.length] ?? null,
      state: failed ? 'failed' : 'done',
      status: failed ? 429 : 200,
      errorCode: failed ? 'rate_limit_exceeded' : null,
      losses: index % 9 === 0 ? 2 : 0,
      totalMs: 800 + (index % 97) * 40,
    },
    clientRequest: side({ body }),
    upstreamRequest: null,
    upstreamResponse: null,
    clientResponse: null,
  };
}
