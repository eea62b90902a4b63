/** Marked ranges of a code view, ranges to scroll to, and the position of the caret. */

import { foldedRanges, unfoldEffect } from '@codemirror/language';
import { StateEffect, StateField, type Extension, type StateEffectType } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

export interface CodeMark {
  /** UTF-16 offsets. */
  readonly from: number;
  readonly to: number;
  /** `picked` is the node at the caret, `linked` the nodes it is linked with. */
  readonly look: 'picked' | 'linked';
}

/** A range to scroll to: at that distance from the top, or in the middle. */
export interface Reveal {
  readonly position: number;
  readonly top: number | null;
}

/** The caret: its offset, and its distance from the top of the view in pixels. */
export type PickListener = (position: number, top: number) => void;

const setMarks: StateEffectType<readonly CodeMark[]> = StateEffect.define();

const marksField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const { length } = transaction.newDoc;
      const ranges = effect.value
        // A text shown in part has its marks cut to that part.
        .map((mark) => Object.assign({ ...mark }, { to: Math.min(mark.to, length) }))
        .filter(({ from, to }) => from < to)
        // A border around each of many lines would look like a grid.
        .map(({ from, to, look }) => {
          const framed = transaction.newDoc.lineAt(from).to >= to;
          return Decoration.mark({ class: framed ? `cm-${look} cm-framed` : `cm-${look}` }).range(from, to);
        });
      next = Decoration.set(ranges, true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const look = EditorView.theme({
  '.cm-picked': { backgroundColor: 'var(--selected)' },
  '.cm-linked': { backgroundColor: 'var(--linked)' },
  '.cm-picked.cm-framed': { boxShadow: '0 0 0 1px var(--accent)' },
  '.cm-linked.cm-framed': { boxShadow: '0 0 0 1px var(--linked-line)' },
});

/** Debounces the caret, in milliseconds: dragging or holding an arrow key causes one request. */
const RESTING_MS = 70;

export function codeMarks(onPick: () => PickListener | undefined): Extension {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return [
    marksField,
    look,
    EditorView.updateListener.of(({ view, transactions }) => {
      if (onPick() === undefined || !transactions.some((transaction) => transaction.isUserEvent('select'))) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { head } = view.state.selection.main;
        const coordinates = view.coordsAtPos(head);
        const top = coordinates === null ? 0 : coordinates.top - view.scrollDOM.getBoundingClientRect().top;
        onPick()?.(head, top);
      }, RESTING_MS);
    }),
  ];
}

export function showMarks(view: EditorView, marks: readonly CodeMark[]): void {
  view.dispatch({ effects: setMarks.of(marks) });
}

/** Unfolds the folded ranges around the position and scrolls there. Returns the function that cancels it. */
export function revealPosition(view: EditorView, { position, top }: Reveal): () => void {
  if (position > view.state.doc.length) return () => undefined;
  const folds: { from: number; to: number }[] = [];
  foldedRanges(view.state).between(position, position, (from, to) => {
    if (from < position && position < to) folds.push({ from, to });
  });
  view.dispatch({ effects: [...folds.map((fold) => unfoldEffect.of(fold)), scrollTo(view, position, top)] });
  return keepInSight(view, position, top);
}

function scrollTo(view: EditorView, position: number, top: number | null): StateEffect<unknown> {
  if (top === null) return EditorView.scrollIntoView(position, { y: 'center' });
  return EditorView.scrollIntoView(position, { y: 'start', yMargin: Math.min(Math.max(0, top), highest(view)) });
}

function highest(view: EditorView): number {
  return Math.max(0, view.scrollDOM.clientHeight - 60);
}

/**
 * Scrolls again until the position is visible: in a long text CodeMirror estimates heights until lines are drawn, so the first scroll may miss. A reader who moves the caret meanwhile has gone elsewhere. Returns a function that stops it.
 */
export function keepInSight(view: EditorView, position: number, top: number | null = null): () => void {
  let left = 8;
  let timer = setTimeout(check, SETTLING_MS);
  const caret = view.state.selection.main;
  function check(): void {
    left -= 1;
    if (left === 0 || !view.state.selection.main.eq(caret) || inSight(view, position)) return;
    const line = view.lineBlockAt(position);
    // In a line of megabytes the position is drawn far from the line's start.
    if (view.coordsAtPos(position) === null && line.length < LONG_LINE)
      view.scrollDOM.scrollTop = line.top - (top ?? highest(view) / 2);
    else view.dispatch({ effects: scrollTo(view, position, top) });
    timer = setTimeout(check, SETTLING_MS);
  }
  return () => clearTimeout(timer);
}

const SETTLING_MS = 80;
const LONG_LINE = 10_000;

function inSight(view: EditorView, position: number): boolean {
  const coordinates = view.coordsAtPos(position);
  const { top, bottom } = view.scrollDOM.getBoundingClientRect();
  return coordinates !== null && coordinates.bottom > top && coordinates.top < bottom;
}
