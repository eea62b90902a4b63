/** A summary as a row of the table `exchanges`, and back. */

import { arrivalOf, type ExchangeSummary, exchangeSummarySchema } from '#shared/exchange/record.ts';
import type { FilterColumn } from '#shared/exchange/filter/index.ts';
import type { Row, Value } from './sqlite.ts';

/** Column names and the summary's values, in the order of the row. */
const columns: readonly (readonly [name: string, value: (summary: ExchangeSummary) => Value])[] = [
  ['id', ({ id }) => id],
  ['started_at', ({ startedAt }) => startedAt],
  ['endpoint', ({ endpoint }) => endpoint],
  ['method', ({ method }) => storable(method)],
  ['path', ({ path }) => storable(path)],
  ['state', ({ state }) => state],
  ['status', ({ status }) => status],
  ['tool', ({ tool }) => storableOrNull(tool)],
  ['model_asked', ({ modelAsked }) => storableOrNull(modelAsked)],
  ['model_used', ({ modelUsed }) => storableOrNull(modelUsed)],
  ['stream', ({ stream }) => Number(stream)],
  ['tokens_input', ({ tokens }) => tokens?.input ?? null],
  ['tokens_output', ({ tokens }) => tokens?.output ?? null],
  ['tokens_cache_read', ({ tokens }) => tokens?.cacheRead ?? null],
  ['tokens_cache_write', ({ tokens }) => tokens?.cacheWrite ?? null],
  ['tokens_reasoning', ({ tokens }) => tokens?.reasoning ?? null],
  ['first_text_ms', ({ firstTextMs }) => firstTextMs],
  ['total_ms', ({ totalMs }) => totalMs],
  ['notes', ({ notes }) => notes],
  ['losses', ({ losses }) => losses],
  ['error_code', ({ errorCode }) => storableOrNull(errorCode)],
  ['demo', ({ demo }) => Number(demo)],
  ['pinned', ({ pinned }) => Number(pinned ?? false)],
  ['label', ({ label }) => storableOrNull(label ?? null)],
  ['cost', ({ cost }) => cost ?? null],
  ['bytes', ({ bytes }) => bytes ?? null],
  ['called_tools', ({ calledTools }) => joinCalls(calledTools)],
  ['arrived_at', arrivalOf],
  ['socket', ({ socket }) => storableOrNull(socket ?? null)],
  ['lane', ({ lane }) => storableOrNull(lane ?? null)],
  ['compaction', ({ compaction }) => Number(compaction ?? false)],
];

export const columnNames: readonly string[] = columns.map(([name]) => name);

export function summaryValues(summary: ExchangeSummary): readonly Value[] {
  return columns.map(([, value]) => value(summary));
}

/** @param row columns in the order of `columnNames` @throws when the row was not written by this module */
export function summaryOf(row: Row): ExchangeSummary {
  const fields = Object.fromEntries(columnNames.map((name, index) => [name, row[index] ?? null]));
  const calls = fields['called_tools'];
  return exchangeSummarySchema.parse({
    id: fields['id'],
    startedAt: fields['started_at'],
    ...(fields['arrived_at'] === fields['started_at'] ? {} : { arrival: fields['arrived_at'] }),
    endpoint: fields['endpoint'],
    method: fields['method'],
    path: fields['path'],
    state: fields['state'],
    status: fields['status'],
    tool: fields['tool'],
    modelAsked: fields['model_asked'],
    modelUsed: fields['model_used'],
    stream: fields['stream'] === 1,
    tokens:
      fields['tokens_input'] === null
        ? null
        : {
            input: fields['tokens_input'],
            output: fields['tokens_output'],
            cacheRead: fields['tokens_cache_read'],
            cacheWrite: fields['tokens_cache_write'],
            reasoning: fields['tokens_reasoning'],
          },
    firstTextMs: fields['first_text_ms'],
    totalMs: fields['total_ms'],
    notes: fields['notes'],
    losses: fields['losses'],
    errorCode: fields['error_code'],
    demo: fields['demo'] === 1,
    pinned: fields['pinned'] === 1,
    label: fields['label'],
    cost: fields['cost'],
    ...(fields['bytes'] === null ? {} : { bytes: fields['bytes'] }),
    calledTools: typeof calls === 'string' ? calls.split('\n').filter((name) => name !== '') : [],
    ...(fields['socket'] === null ? {} : { socket: fields['socket'] }),
    ...(fields['lane'] === null ? {} : { lane: fields['lane'] }),
    ...(fields['compaction'] === 1 ? { compaction: true } : {}),
  });
}

const TOKENS_IN = '(e.tokens_input + e.tokens_cache_read + e.tokens_cache_write)';

/** The SQL of a filter's column; null exactly where the filter's value is null. */
export const filterColumns: Readonly<Record<FilterColumn, string>> = {
  id: 'e.id',
  startedAt: 'e.started_at',
  endpoint: 'e.endpoint',
  method: 'e.method',
  path: 'e.path',
  state: 'e.state',
  status: 'e.status',
  app: 'e.tool',
  calls: 'e.called_tools',
  modelAsked: 'e.model_asked',
  modelUsed: 'e.model_used',
  stream: 'e.stream',
  demo: 'e.demo',
  pinned: 'e.pinned',
  compaction: 'e.compaction',
  label: 'e.label',
  errorCode: 'e.error_code',
  losses: 'e.losses',
  notes: 'e.notes',
  tokens: `(${TOKENS_IN} + e.tokens_output)`,
  tokensIn: TOKENS_IN,
  tokensOut: 'e.tokens_output',
  tokensCached: 'e.tokens_cache_read',
  tokensThinking: 'e.tokens_reasoning',
  cost: 'e.cost',
  firstTextMs: 'e.first_text_ms',
  totalMs: 'e.total_ms',
  bytes: 'e.bytes',
  transport: "CASE WHEN e.socket IS NULL THEN 'http' ELSE 'websocket' END",
  socket: 'e.socket',
};

/** Each name between line breaks, to search for whole names; null without any. */
function joinCalls(names: readonly string[] | undefined): string | null {
  if (names === undefined || names.length === 0) return null;
  return `\n${names.map((name) => storable(name).replaceAll('\n', ' ')).join('\n')}\n`;
}

function storableOrNull(text: string | null): string | null {
  return text === null ? null : storable(text);
}

/** SQLite ends a text at NUL, and a lone surrogate is invalid UTF-8. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
