/** Puts a text into an editor: a long one step by step, because taking in megabytes at once would hold the window up. */

import type { EditorState, TransactionSpec } from '@codemirror/state';

/** In UTF-16 units: what an editor can insert well within one frame. */
const STEP = 400_000;

/** The methods used of an editor. */
export interface Fillable {
  readonly state: EditorState;
  dispatch(change: TransactionSpec): void;
}

export interface Filling {
  readonly text: string;
  /** What the editor holds. A stream only grows: then the rest is appended, so that scroll position, folds and selection stay. */
  readonly before: string;
  /** In one step, however long it is. */
  readonly atOnce: boolean;
}

/**
 * The first step runs before this returns.
 * @param onProgress called after each step with the text that the editor holds
 * @returns the function that cancels the rest
 */
export function fill(
  editor: Fillable,
  { text, before, atOnce }: Filling,
  onProgress: (soFar: string) => void,
): () => void {
  const grows = before !== '' && text.startsWith(before);
  if (grows && text.length === before.length) return () => undefined;
  let at = grows ? before.length : 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function step(isFirst: boolean): void {
    const to = atOnce ? text.length : stepEnd(text, at + STEP);
    put(editor, text.slice(at, to), isFirst && !grows);
    at = to;
    onProgress(text.slice(0, at));
    if (at < text.length) timer = setTimeout(step, 0, false);
  }
  step(true);
  return () => clearTimeout(timer);
}

/** A reader at the end stays at the end while text is appended. */
function put(editor: Fillable, insert: string, isNew: boolean): void {
  const { doc, selection } = editor.state;
  const atEnd = !isNew && doc.length > 0 && selection.main.empty && selection.main.head === doc.length;
  editor.dispatch({ changes: { from: isNew ? 0 : doc.length, to: doc.length, insert } });
  if (atEnd) editor.dispatch({ selection: { anchor: editor.state.doc.length }, scrollIntoView: true });
}

/** A line break of two characters is not cut: each half would count as one. */
function stepEnd(text: string, wanted: number): number {
  if (wanted >= text.length) return text.length;
  return text[wanted - 1] === '\r' ? wanted + 1 : wanted;
}
