/** The filter draft: finished chips, and the text in the field. Pure. */

import { formatFilter, parseFilter, suggest, type FilterProblem, type Term } from '#shared/exchange/filter/index.ts';

export interface FilterState {
  /** Finished terms. */
  readonly chips: readonly Term[];
  /** The text field, applied while typing. */
  readonly draft: string;
}

export const noFilter: FilterState = { chips: [], draft: '' };

const nothingKnown = { models: [], apps: [], calls: [], paths: [], errors: [], labels: [] };

/** The filter in effect, without invalid terms and terms that may become a field's name. */
export function termsOf({ chips, draft }: FilterState): readonly Term[] {
  if (draft.trim() === '') return chips;
  const { terms } = parseFilter(draft);
  return [...chips, ...(mayBecomeField(draft) ? terms.slice(0, -1) : terms)];
}

/** `mod` on the way to `model:` would empty the list for a moment. */
function mayBecomeField(draft: string): boolean {
  const word = /(?:^|\s)-?([A-Za-z]+)$/.exec(draft)?.[1]?.toLowerCase();
  if (word === undefined) return false;
  return suggest(draft, draft.length, nothingKnown).some((item) => !item.complete && item.label.startsWith(word));
}

/** The whole filter as text, for saving and for messages. */
export function textOf({ chips, draft }: FilterState): string {
  return [formatFilter(chips), draft.trim()].filter((part) => part !== '').join(' ');
}

/** A filter given as text: as chips if all of it is understood, otherwise to be corrected in the field. */
export function filterFrom(text: string): FilterState {
  return committed({ chips: [], draft: text }) ?? { chips: [], draft: text };
}

/** The draft as chips, or null when a term is invalid. */
export function committed({ chips, draft }: FilterState): FilterState | null {
  const { terms, problems } = parseFilter(draft);
  return problems.length > 0 ? null : { chips: [...chips, ...terms], draft: '' };
}

/** A new text in the field. A space after `field:value` makes it a chip; free words stay text. */
export function typed(state: FilterState, draft: string): FilterState {
  const next = { ...state, draft };
  const grew = draft.length > state.draft.length && /\s$/.test(draft);
  const finished = grew && /(?:^|\s)-?[A-Za-z][\w-]*:\S.*\s$/.test(draft) && endsWithField(draft);
  return (finished ? committed(next) : null) ?? next;
}

function endsWithField(draft: string): boolean {
  const span = parseFilter(draft).spans.at(-1);
  return span !== undefined && /^-?[A-Za-z][\w-]*:/.test(draft.slice(span.from, span.to));
}

export function withoutChip({ chips, draft }: FilterState, index: number): FilterState {
  return { chips: chips.filter((_, at) => at !== index), draft };
}

/** The chip becomes text again, before the draft. */
export function editChip(state: FilterState, index: number): FilterState {
  const term = state.chips[index];
  if (term === undefined) return state;
  const text = formatFilter([term]);
  return { ...withoutChip(state, index), draft: state.draft.trim() === '' ? text : `${text} ${state.draft}` };
}

/** Adds a term, or removes it when it exists. It replaces others of the same field and kind. */
export function toggleTerm(state: FilterState, term: Term): FilterState {
  const text = formatFilter([term]);
  const others = state.chips.filter((chip) => fieldOf(chip) !== fieldOf(term));
  const stands = state.chips.some((chip) => formatFilter([chip]) === text);
  return { ...state, chips: stands ? others : [...others, term] };
}

/** Replaces the period; null leaves an end open. */
export function withPeriod(
  { chips, draft }: FilterState,
  period: { after: string | null; before: string | null },
): FilterState {
  const text = [
    period.after === null ? '' : `after:${period.after}`,
    period.before === null ? '' : `before:${period.before}`,
  ];
  const others = chips.filter((chip) => chip.kind !== 'moment' || chip.negated);
  return { chips: [...others, ...parseFilter(text.join(' ')).terms], draft };
}

function fieldOf(term: Term): string {
  const sign = term.negated ? '-' : '';
  return sign + ('field' in term ? term.field : term.kind);
}

/** The first error, except in the word at the caret, which may be unfinished. `cursor` is null without focus. */
export function problemToTell(draft: string, cursor: number | null): FilterProblem | null {
  const { problems } = parseFilter(draft);
  const shown = problems.find(({ from, to }) => cursor === null || !touches(draft, from, to, cursor));
  return shown ?? null;
}

function touches(draft: string, from: number, to: number, cursor: number): boolean {
  const start = draft.slice(0, from).search(/\S*$/);
  const rest = draft.slice(to).search(/\s|$/);
  return start <= cursor && cursor <= to + rest;
}
