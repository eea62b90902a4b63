/** The terms of a filter as data, shared by the search box, the chips, saved filters and the store. */

export const wordFields = [
  'model',
  'tool',
  'app',
  'call',
  'endpoint',
  'path',
  'method',
  'error',
  'label',
  'transport',
  'socket',
  'id',
] as const;
export type WordField = (typeof wordFields)[number];

export const numberFields = [
  'status',
  'dropped',
  'notes',
  'tokens',
  'in',
  'out',
  'cached',
  'thinking',
  'cost',
  'ttft',
  'duration',
  'size',
] as const;
export type NumberField = (typeof numberFields)[number];

export const isFlags = [
  'pinned',
  'error',
  'demo',
  'streaming',
  'aborted',
  'open',
  'done',
  'failed',
  'stream',
  'compaction',
] as const;
export type IsFlag = (typeof isFlags)[number];

export const hasFlags = [
  'error',
  'losses',
  'notes',
  'tokens',
  'cost',
  'cache',
  'thinking',
  'calls',
  'label',
  'tool',
] as const;
export type HasFlag = (typeof hasFlags)[number];

export const momentFields = ['after', 'before'] as const;
export type MomentField = (typeof momentFields)[number];

/** `exact` (`model:=gpt-4`) compares the whole value, otherwise `text` must occur in it. Always case-insensitive. */
export interface Word {
  readonly text: string;
  readonly exact: boolean;
}

export type ComparisonOperator = '=' | '>' | '>=' | '<' | '<=';

/** In the base unit of the field: milliseconds, bytes, USD, tokens or a plain count. A range includes both ends. */
export type NumberTest =
  | { readonly kind: 'compare'; readonly operator: ComparisonOperator; readonly value: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

/** `ago` is that many milliseconds before now; `at` a date or a date and time as written (ISO 8601, local time without a zone). */
export type Moment =
  | { readonly kind: 'ago'; readonly milliseconds: number }
  | { readonly kind: 'at'; readonly iso: string };

/** All terms must hold (and); the values of one term are alternatives (or). Lists are never empty. */
export type Term =
  | { readonly kind: 'text'; readonly negated: boolean; readonly text: string }
  | { readonly kind: 'word'; readonly negated: boolean; readonly field: WordField; readonly values: readonly Word[] }
  | {
      readonly kind: 'number';
      readonly negated: boolean;
      readonly field: NumberField;
      readonly values: readonly NumberTest[];
    }
  | { readonly kind: 'is'; readonly negated: boolean; readonly values: readonly IsFlag[] }
  | { readonly kind: 'has'; readonly negated: boolean; readonly values: readonly HasFlag[] }
  | { readonly kind: 'moment'; readonly negated: boolean; readonly field: MomentField; readonly moment: Moment };

/** A range of the filter's text: UTF-16 offsets, `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A problem of a filter, for people, and its range. */
export interface FilterProblem extends Span {
  readonly message: string;
  readonly hint: string | null;
}
