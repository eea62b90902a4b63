/** A summary as the flat row that filters test. The store has the same columns as live rows. */

import type { ExchangeSummary } from '../record.ts';

export interface FilterRow {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endpoint: string;
  readonly method: string;
  readonly path: string;
  readonly state: string;
  readonly status: number | null;
  /** The client program, recognised by its User-Agent. */
  readonly app: string | null;
  /** Names of called tools, each between line breaks (`\nread_file\nwrite_file\n`), so that `contains` can match a whole name. */
  readonly calls: string | null;
  readonly modelAsked: string | null;
  readonly modelUsed: string | null;
  readonly stream: boolean;
  readonly demo: boolean;
  readonly pinned: boolean;
  readonly compaction: boolean;
  readonly label: string | null;
  readonly errorCode: string | null;
  readonly losses: number;
  readonly notes: number;
  /** All tokens of the exchange; `tokensIn` includes tokens read from and written to the cache. */
  readonly tokens: number | null;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly tokensCached: number | null;
  readonly tokensThinking: number | null;
  /** USD. */
  readonly cost: number | null;
  /** Milliseconds. */
  readonly firstTextMs: number | null;
  readonly totalMs: number | null;
  readonly bytes: number | null;
  /** `websocket` or `http`. */
  readonly transport: string;
  /** The WebSocket that it belongs to. */
  readonly socket: string | null;
}

export type FilterColumn = keyof FilterRow;

export function rowOf(summary: ExchangeSummary): FilterRow {
  const { tokens, calledTools = [] } = summary;
  const tokensIn = tokens === null ? null : tokens.input + tokens.cacheRead + tokens.cacheWrite;
  return {
    id: summary.id,
    startedAt: summary.startedAt,
    endpoint: summary.endpoint,
    method: summary.method,
    path: summary.path,
    state: summary.state,
    status: summary.status,
    app: summary.tool,
    calls: calledTools.length === 0 ? null : `\n${calledTools.join('\n')}\n`,
    modelAsked: summary.modelAsked,
    modelUsed: summary.modelUsed,
    stream: summary.stream,
    demo: summary.demo,
    pinned: summary.pinned ?? false,
    compaction: summary.compaction ?? false,
    label: summary.label ?? null,
    errorCode: summary.errorCode,
    losses: summary.losses,
    notes: summary.notes,
    tokens: tokens === null || tokensIn === null ? null : tokensIn + tokens.output,
    tokensIn,
    tokensOut: tokens?.output ?? null,
    tokensCached: tokens?.cacheRead ?? null,
    tokensThinking: tokens?.reasoning ?? null,
    cost: summary.cost ?? null,
    firstTextMs: summary.firstTextMs,
    totalMs: summary.totalMs,
    bytes: summary.bytes ?? null,
    transport: summary.socket === undefined ? 'http' : 'websocket',
    socket: summary.socket ?? null,
  };
}
