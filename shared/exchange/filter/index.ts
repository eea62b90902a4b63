/** The filter language of the request log: `status:>=400 model:opus tool:read_file dropped:>0 ttft:>2s text:"…" after:10m`. */

export { caseVariants, foldCase, isAscii } from './fold-case.ts';
export type { KnownValues } from './fields.ts';
export { formatFilter, formatTerm } from './format.ts';
export { createMatcher, matches, needsBodies } from './matches.ts';
export { parseFilter, type ParsedFilter } from './parse.ts';
export { type ColumnTest, type Condition, type FilterQuery, type Phrase, toQuery } from './query.ts';
export type { FilterColumn, FilterRow } from './row.ts';
export { suggest, type Suggestion } from './suggest.ts';
export type { FilterProblem, Span, Term } from './term.ts';
