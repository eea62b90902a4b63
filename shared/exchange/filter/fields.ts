/** The fields of the filter language: name, column and explanation. Parser, suggestions and query share this table. */

import type { Unit } from './quantity.ts';
import type { FilterColumn } from './row.ts';
import {
  hasFlags,
  isFlags,
  type HasFlag,
  type IsFlag,
  type MomentField,
  type NumberField,
  type WordField,
} from './term.ts';

/** Values from the log for suggestions, most useful first. */
export interface KnownValues {
  readonly models: readonly string[];
  readonly apps: readonly string[];
  readonly calls: readonly string[];
  readonly paths: readonly string[];
  readonly errors: readonly string[];
  readonly labels: readonly string[];
}

interface FieldBase {
  /** Explanation in the list of suggestions. */
  readonly detail: string;
  /** An example value. */
  readonly example: string;
}

export interface WordPart extends FieldBase {
  readonly kind: 'word';
  readonly field: WordField;
  /** Columns, any of which may match. */
  readonly columns: readonly FilterColumn[];
  readonly known: (known: KnownValues) => readonly string[];
}

export interface NumberPart extends FieldBase {
  readonly kind: 'number';
  readonly field: NumberField;
  readonly column: FilterColumn;
  readonly unit: Unit;
}

export interface IsPart extends FieldBase {
  readonly kind: 'is';
  readonly field: 'is';
  readonly flags: readonly IsFlag[];
}

export interface HasPart extends FieldBase {
  readonly kind: 'has';
  readonly field: 'has';
  readonly flags: readonly HasFlag[];
}

export interface MomentPart extends FieldBase {
  readonly kind: 'moment';
  readonly field: MomentField;
}

export interface TextPart extends FieldBase {
  readonly kind: 'text';
  readonly field: 'text';
}

export type SyntaxPart = WordPart | NumberPart | IsPart | HasPart | MomentPart | TextPart;

const none = (): readonly string[] => [];
const endpoints = ['chat.completions', 'responses', 'completions', 'messages', 'count_tokens', 'models', 'other'];

function word(
  field: WordField,
  columns: readonly FilterColumn[],
  example: string,
  detail: string,
  known: WordPart['known'] = none,
): WordPart {
  return { kind: 'word', field, columns, example, detail, known };
}

function number(field: NumberField, column: FilterColumn, unit: Unit, example: string, detail: string): NumberPart {
  return { kind: 'number', field, column, unit, example, detail };
}

/** In suggestion order. */
export const syntaxParts: readonly SyntaxPart[] = [
  number('status', 'status', 'count', '>=400', 'HTTP status of the response; 4xx works too'),
  word('model', ['modelAsked', 'modelUsed'], 'opus', 'Model requested or used', ({ models }) => models),
  word('tool', ['app', 'calls'], 'read_file', 'Client program, or tool that was called', ({ apps, calls }) => [
    ...apps,
    ...calls,
  ]),
  {
    kind: 'is',
    field: 'is',
    flags: isFlags,
    example: 'error',
    detail: 'State: pinned, error, demo, streaming, aborted …',
  },
  {
    kind: 'has',
    field: 'has',
    flags: hasFlags,
    example: 'losses',
    detail: 'The exchange has: losses, calls, cost …',
  },
  number('dropped', 'losses', 'count', '>0', 'Losses: fields dropped, limited or approximated'),
  number('ttft', 'firstTextMs', 'duration', '>2s', 'Time to the first text'),
  { kind: 'text', field: 'text', example: '"read_file"', detail: 'Text anywhere in the exchange' },
  { kind: 'moment', field: 'after', example: '10m', detail: 'Started within this time, or after a date' },
  { kind: 'moment', field: 'before', example: '1h', detail: 'Started longer ago than this, or before a date' },
  number('cost', 'cost', 'money', '>0.01', 'Cost in US dollars'),
  number('tokens', 'tokens', 'tokens', '>1000', 'All tokens'),
  number('in', 'tokensIn', 'tokens', '>10k', 'Input tokens, cached ones included'),
  number('out', 'tokensOut', 'tokens', '>1k', 'Tokens out'),
  number('cached', 'tokensCached', 'tokens', '>0', 'Tokens read from the cache'),
  number('thinking', 'tokensThinking', 'tokens', '>0', 'Tokens of reasoning'),
  number('duration', 'totalMs', 'duration', '>10s', 'Time to the last byte'),
  number('size', 'bytes', 'bytes', '>1MB', 'Bytes of the client’s request and response'),
  number('notes', 'notes', 'count', '>0', 'Notes of the translation'),
  word('endpoint', ['endpoint'], 'responses', 'API that the client used', () => endpoints),
  word('path', ['path'], '/v1/models', 'Requested path', ({ paths }) => paths),
  word('method', ['method'], 'POST', 'HTTP method', () => ['GET', 'POST', 'DELETE', 'HEAD', 'OPTIONS']),
  word('error', ['errorCode'], 'rate_limit', 'Code of the error', ({ errors }) => errors),
  word('label', ['label'], 'red', 'Colour label', ({ labels }) => labels),
  word('app', ['app'], 'cline', 'Client program', ({ apps }) => apps),
  word('call', ['calls'], 'read_file', 'Tool that the response called', ({ calls }) => calls),
  word('transport', ['transport'], 'websocket', 'How the client is connected', () => ['websocket', 'http']),
  word('socket', ['socket'], '3f2a', 'Id of the WebSocket that the exchange belongs to'),
  word('id', ['id'], '3f2a', 'Id of the exchange'),
];

const aliases: Readonly<Record<string, SyntaxPart['field']>> = {
  losses: 'dropped',
  loss: 'dropped',
  total: 'duration',
  time: 'duration',
  first: 'ttft',
  input: 'in',
  output: 'out',
  cache: 'cached',
  reasoning: 'thinking',
  bytes: 'size',
  price: 'cost',
  since: 'after',
  until: 'before',
  client: 'app',
  body: 'text',
  colour: 'label',
  color: 'label',
};

const byName = new Map<string, SyntaxPart>();
for (const part of syntaxParts) byName.set(part.field, part);
for (const [alias, field] of Object.entries(aliases)) {
  const part = byName.get(field);
  if (part !== undefined) byName.set(alias, part);
}

/** By field name or alias, case-insensitive. */
export function partNamed(name: string): SyntaxPart | null {
  return byName.get(name.toLowerCase()) ?? null;
}

export function numberPart(field: NumberField): NumberPart | null {
  const part = byName.get(field);
  return part?.kind === 'number' ? part : null;
}

/** The known field that a mistyped `name` probably means. */
export function nearestField(name: string): string | null {
  const lower = name.toLowerCase();
  let best: string | null = null;
  let least = 3;
  for (const candidate of byName.keys()) {
    const distance = candidate.startsWith(lower) && lower.length >= 2 ? 1 : editDistance(lower, candidate, least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance, or `limit` when it is at least that. */
function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replace = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(limit, row[other.length] ?? limit);
}
