/** Search in a code view by native regular expressions, which read megabytes in milliseconds. */

import { getSearchQuery, searchPanelOpen, SearchQuery } from '@codemirror/search';
import type { EditorState } from '@codemirror/state';
import { EditorView, type Command } from '@codemirror/view';
import { keepInSight } from './code-marks.ts';

interface Match {
  readonly from: number;
  readonly to: number;
}

/** How much is looked through at a time on the way back, in UTF-16 units. */
const STRETCH = 200_000;

/** The first match that begins at or after `from`; from the beginning again where there is none. Null: there is none at all. */
export function nextMatch(state: EditorState, query: SearchQuery, from: number): Match | null {
  const cursor = quick(query);
  return first(cursor, state, from, state.doc.length) ?? first(cursor, state, 0, state.doc.length);
}

/** The last match that ends at or before `before`; from the end again where there is none. */
export function previousMatch(state: EditorState, query: SearchQuery, before: number): Match | null {
  const cursor = quick(query);
  return last(cursor, state, before) ?? last(cursor, state, state.doc.length);
}

/** The query as a regular expression. */
function quick(query: SearchQuery): SearchQuery {
  if (query.regexp) return query;
  const { caseSensitive, wholeWord, search } = query;
  return new SearchQuery({
    caseSensitive,
    wholeWord,
    regexp: true,
    search: search.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  });
}

function first(query: SearchQuery, state: EditorState, from: number, to: number): Match | null {
  const found = query.getCursor(state, from, to).next();
  return found.done === true ? null : spanOf(found.value);
}

function last(query: SearchQuery, state: EditorState, before: number): Match | null {
  for (let end = before; end > 0;) {
    const start = state.doc.lineAt(Math.max(0, end - STRETCH)).from;
    const cursor = query.getCursor(state, start, end);
    let match: Match | null = null;
    for (let found = cursor.next(); found.done !== true; found = cursor.next()) match = found.value;
    if (match !== null) return spanOf(match);
    end = start - 1;
  }
  return null;
}

function spanOf({ from, to }: Match): Match {
  return { from, to };
}

export const findNext: Command = (view) => {
  const query = getSearchQuery(view.state);
  return query.valid && show(view, nextMatch(view.state, query, view.state.selection.main.to), findNext);
};

export const findPrevious: Command = (view) => {
  const query = getSearchQuery(view.state);
  return query.valid && show(view, previousMatch(view.state, query, view.state.selection.main.from), findPrevious);
};

/** Editors that do not hold all of their text yet, with the search that found nothing in what they hold. */
const incomplete = new WeakMap<EditorView, Command | null>();

/** From now on a search without a match is deferred. */
export function textIsIncomplete(view: EditorView): void {
  if (!incomplete.has(view)) incomplete.set(view, null);
}

/** Runs the deferred search, unless the search panel has been closed. */
export function textIsComplete(view: EditorView): void {
  const again = incomplete.get(view);
  incomplete.delete(view);
  if (searchPanelOpen(view.state)) again?.(view);
}

/** Cancels the scrolling to the previous match. */
const looking = new WeakMap<EditorView, () => void>();

function show(view: EditorView, match: Match | null, command: Command): boolean {
  if (incomplete.has(view)) incomplete.set(view, match === null ? command : null);
  if (match === null) return false;
  const line = view.state.doc.lineAt(match.from).number;
  looking.get(view)?.();
  view.dispatch({
    selection: { anchor: match.from, head: match.to },
    effects: EditorView.announce.of(`current match on line ${line}`),
    scrollIntoView: true,
    userEvent: 'select.search',
  });
  looking.set(view, keepInSight(view, match.from));
  return true;
}
