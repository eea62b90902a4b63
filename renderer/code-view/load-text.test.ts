import { EditorState, type TransactionSpec } from '@codemirror/state';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fill } from './load-text.ts';

/** An editor without a page: the state alone. */
function editor(doc = ''): { state: EditorState; dispatch(change: TransactionSpec): void } {
  return {
    state: EditorState.create({ doc }),
    dispatch(change) {
      this.state = this.state.update(change).state;
    },
  };
}

const long = 'line of text\n'.repeat(100_000);

describe('an editor is filled', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('with a short text in one step, replacing its content', () => {
    const view = editor('old');
    const progress: string[] = [];
    fill(view, { text: 'new', before: 'old', atOnce: false }, (soFar) => void progress.push(soFar));
    expect(view.state.doc.toString()).toBe('new');
    expect(progress).toEqual(['new']);
  });

  test('with a long text in steps, its beginning immediately', () => {
    const view = editor('old');
    const progress: number[] = [];
    fill(view, { text: long, before: 'old', atOnce: false }, (soFar) => void progress.push(soFar.length));
    expect(view.state.doc.length).toBe(400_000);
    vi.runAllTimers();
    expect(view.state.doc.toString()).toBe(long);
    expect(progress).toEqual([400_000, 800_000, 1_200_000, 1_300_000]);
  });

  test('in one step when it is editable', () => {
    const view = editor();
    fill(view, { text: long, before: '', atOnce: true }, () => undefined);
    expect(view.state.doc.length).toBe(long.length);
  });

  test('until it is stopped, and continues there', () => {
    const view = editor();
    let held = '';
    const stop = fill(view, { text: long, before: '', atOnce: false }, (soFar) => (held = soFar));
    stop();
    vi.runAllTimers();
    expect(view.state.doc.length).toBe(400_000);
    fill(view, { text: `${long}end`, before: held, atOnce: false }, (soFar) => (held = soFar));
    vi.runAllTimers();
    expect(view.state.doc.toString()).toBe(`${long}end`);
    expect(held).toBe(`${long}end`);
  });

  test('without splitting CRLF', () => {
    const view = editor();
    const text = `${'x'.repeat(399_999)}\r\nnext`;
    fill(view, { text, before: '', atOnce: false }, () => undefined);
    vi.runAllTimers();
    expect(view.state.doc.lines).toBe(2);
  });

  test('with the caret kept at the end', () => {
    const view = editor('a stream');
    view.dispatch({ selection: { anchor: 8 } });
    fill(view, { text: 'a stream that grows', before: 'a stream', atOnce: false }, () => undefined);
    expect(view.state.selection.main.head).toBe(19);
    view.dispatch({ selection: { anchor: 2 } });
    fill(view, { text: 'a stream that grows on', before: 'a stream that grows', atOnce: false }, () => undefined);
    expect(view.state.selection.main.head).toBe(2);
  });
});
