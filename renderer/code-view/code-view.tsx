/**
 * Wire data as text: CodeMirror, read-only without a change listener, with folding, search and visible control and bidirectional characters.
 * Nothing becomes markup.
 */

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { codeFolding, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { openSearchPanel } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { cspNonce } from '../lib/csp-nonce.ts';
import { cx } from '../ui/class-names.ts';
import { codeMarks, revealPosition, showMarks, type CodeMark, type PickListener, type Reveal } from './code-marks.ts';
import { eventStream } from './event-stream-language.ts';
import { fill } from './load-text.ts';
import { jsonLines } from './json-language.ts';
import { textIsComplete, textIsIncomplete } from './find.ts';
import { searching } from './search-panel.ts';
import { hiddenCharacters } from '../ui/visible-text.tsx';

export type CodeLanguage = 'json' | 'events' | 'text';

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12px', backgroundColor: 'transparent', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '18px', overflow: 'auto' },
  '.cm-content': { padding: '6px 0', userSelect: 'text' },
  '.cm-line': { padding: '0 12px 0 4px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--faint)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': {
    padding: '0 2px 0 10px',
    minWidth: '28px',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-foldGutter .cm-gutterElement': { padding: '0 2px', cursor: 'default' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--hover)',
    border: 'none',
    color: 'var(--muted)',
    padding: '0 4px',
  },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--selected) !important' },
  '.cm-specialChar': { color: 'var(--error)', backgroundColor: 'var(--error-tint)', borderRadius: '2px' },
  '.cm-searchMatch': { backgroundColor: 'var(--loss-tint)', outline: '1px solid var(--loss)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--loss-tint)', outline: '2px solid var(--loss)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '4px 28px 4px 8px', fontFamily: 'var(--font-sans)', fontSize: '12px' },
  '.cm-panel.cm-search label': { fontSize: '12px', color: 'var(--muted)' },
  '.cm-textfield': {
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
    fontSize: '12px',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
    fontSize: '12px',
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)', fontWeight: '500' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: [tags.bool, tags.null, tags.keyword], color: 'var(--code-atom)' },
  { tag: tags.comment, color: 'var(--faint)' },
  { tag: [tags.separator, tags.bracket, tags.punctuation], color: 'var(--faint)' },
]);

interface Listeners {
  readonly onPick: () => PickListener | undefined;
  /** Null where nothing may be changed. */
  readonly onChange: ((text: string) => void) | null;
}

function extensionsFor(language: CodeLanguage, label: string, { onPick, onChange }: Listeners): Extension {
  return [
    onChange === null ? readOnly(label) : editable(label, onChange),
    codeMarks(onPick),
    EditorView.cspNonce.of(cspNonce()),
    EditorView.lineWrapping,
    lineNumbers(),
    codeFolding({ placeholderText: '…' }),
    foldGutter({ openText: '⌄', closedText: '›' }),
    // The library's set omits embeddings, isolates, tags and invisible joiners, which can disguise text.
    highlightSpecialChars({ addSpecialChars: hiddenCharacters }),
    drawSelection(),
    searching,
    keymap.of([...foldKeymap, ...defaultKeymap]),
    syntaxHighlighting(colours),
    look,
    language === 'json' ? jsonLines : language === 'events' ? eventStream : [],
  ];
}

function readOnly(label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, role: 'textbox', 'aria-readonly': 'true' }),
  ];
}

function editable(label: string, onChange: (text: string) => void): Extension {
  return [
    history(),
    keymap.of(historyKeymap),
    EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label }),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onChange(state.doc.toString());
    }),
  ];
}

export interface CodeViewProps {
  text: string;
  language: CodeLanguage;
  label: string;
  className?: string;
  marks?: readonly CodeMark[];
  /** Each new object scrolls to its range once. */
  reveal?: Reveal | null;
  /** Called with the caret's position after the debounce. */
  onPick?: PickListener | undefined;
  /** Makes the text editable; `text` is the initial value. */
  onChange?: (text: string) => void;
}

const noMarks: readonly CodeMark[] = [];

/** Shows `text` read-only. `label` names it for screen readers. */
export function CodeView(props: CodeViewProps): ReactNode {
  return <Editor key={`${props.language} ${props.label}`} {...props} />;
}

/** One editor; language and label stay as they were when it was made. */
function Editor({
  text,
  language,
  label,
  className,
  marks = noMarks,
  reveal = null,
  onPick,
  onChange,
}: CodeViewProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const shown = useRef('');
  const whole = useRef(true);
  const revealed = useRef<Reveal | null>(null);
  /** More of a long text is still being loaded: marks and scrolling wait for it. */
  const [isFilling, setFilling] = useState(false);
  const listener = useRef(onPick);
  const changed = useRef(onChange);
  const canChange = onChange !== undefined;
  useEffect(() => {
    listener.current = onPick;
    changed.current = onChange;
  }, [onPick, onChange]);

  useEffect(() => {
    if (host.current === null) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: '',
        extensions: extensionsFor(language, label, {
          onPick: () => listener.current,
          onChange: canChange ? (next) => changed.current?.(next) : null,
        }),
      }),
    });
    view.current = editor;
    shown.current = '';
    revealed.current = null;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [language, label, canChange]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    // The text of a read-only editor is known, so megabytes need not be read out of it.
    const before = canChange ? editor.state.doc.toString() : shown.current;
    return fill(editor, { text, before, atOnce: canChange }, (soFar) => {
      shown.current = soFar;
      whole.current = soFar.length === text.length;
      setFilling(!whole.current);
      // In the same transaction as the text, so that a part is never shown as the whole.
      host.current?.setAttribute('aria-busy', String(!whole.current));
      if (whole.current) textIsComplete(editor);
      else textIsIncomplete(editor);
    });
  }, [text, canChange]);

  // After the text, because the marks refer to it.
  useEffect(() => {
    if (view.current !== null && whole.current && !isFilling) showMarks(view.current, marks);
  }, [marks, isFilling]);
  useEffect(() => {
    if (view.current === null || !whole.current || isFilling) return;
    if (reveal === null || revealed.current === reveal) return;
    revealed.current = reveal;
    return revealPosition(view.current, reveal);
  }, [reveal, isFilling]);

  return <div ref={host} className={cx('h-full min-h-0', className)} />;
}

/** Opens the search of the code view inside `element`. False when there is none. */
export function searchIn(element: HTMLElement): boolean {
  const content = element.querySelector<HTMLElement>('.cm-content');
  const editor = content === null ? null : EditorView.findFromDOM(content);
  return editor !== null && openSearchPanel(editor);
}
