/** The bar above a code view in which one looks for something, and replaces it where the text may be changed. */

import {
  closeSearchPanel,
  getSearchQuery,
  replaceAll,
  replaceNext,
  search,
  searchKeymap,
  SearchQuery,
  selectMatches,
  setSearchQuery,
} from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { keymap, runScopeHandlers, type EditorView, type Panel } from '@codemirror/view';
import { findNext, findPrevious } from './find.ts';

export const searching: Extension = [
  search({ top: true, literal: true, createPanel }),
  keymap.of([
    { key: 'F3', run: findNext, shift: findPrevious, scope: 'editor search-panel', preventDefault: true },
    { key: 'Mod-g', run: findNext, shift: findPrevious, scope: 'editor search-panel', preventDefault: true },
    ...searchKeymap,
  ]),
];

function createPanel(view: EditorView): Panel {
  const field = textField('Find', 'search');
  field.setAttribute('main-field', 'true');
  const replacement = textField('Replace', 'replace');
  const exact = checkbox('case');
  const regexp = checkbox('re');
  const word = checkbox('word');

  const show = (query: SearchQuery): void => {
    field.value = query.search;
    replacement.value = query.replace;
    exact.checked = query.caseSensitive;
    regexp.checked = query.regexp;
    word.checked = query.wholeWord;
  };
  const commit = (): void => {
    const query = new SearchQuery({
      search: field.value,
      replace: replacement.value,
      caseSensitive: exact.checked,
      regexp: regexp.checked,
      wholeWord: word.checked,
      // Escapes of JSON are searched for as they are written.
      literal: true,
    });
    if (!query.eq(getSearchQuery(view.state))) view.dispatch({ effects: setSearchQuery.of(query) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    commit();
    if (runScopeHandlers(view, event, 'search-panel')) event.preventDefault();
    else if (event.key === 'Enter' && (event.target === field || event.target === replacement)) {
      event.preventDefault();
      const command = event.target === replacement ? replaceNext : event.shiftKey ? findPrevious : findNext;
      command(view);
    }
  };

  const dom = document.createElement('div');
  dom.className = 'cm-search';
  dom.addEventListener('keydown', onKeyDown);
  dom.addEventListener('input', commit);
  dom.append(
    field,
    button('next', () => findNext(view)),
    button('previous', () => findPrevious(view)),
    button('all', () => selectMatches(view)),
    labelled(exact, 'match case'),
    labelled(regexp, 'regexp'),
    labelled(word, 'by word'),
  );
  if (!view.state.readOnly) {
    dom.append(
      document.createElement('br'),
      replacement,
      button('replace', () => replaceNext(view)),
      button('replace all', () => replaceAll(view)),
    );
  }
  const close = button('×', () => closeSearchPanel(view));
  close.name = 'close';
  close.className = '';
  close.setAttribute('aria-label', 'close');
  dom.append(close);
  show(getSearchQuery(view.state));
  return {
    dom,
    top: true,
    mount: () => field.select(),
    update({ transactions }) {
      for (const effect of transactions.flatMap(({ effects }) => effects)) {
        if (effect.is(setSearchQuery)) show(effect.value);
      }
    },
  };
}

function textField(label: string, name: string): HTMLInputElement {
  const input = document.createElement('input');
  Object.assign(input, { name, placeholder: label, className: 'cm-textfield' });
  input.setAttribute('aria-label', label);
  return input;
}

function checkbox(name: string): HTMLInputElement {
  const input = document.createElement('input');
  return Object.assign(input, { name, type: 'checkbox' });
}

function labelled(input: HTMLInputElement, text: string): HTMLLabelElement {
  const label = document.createElement('label');
  label.append(input, text);
  return label;
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  Object.assign(made, { type: 'button', className: 'cm-button', textContent: text });
  made.addEventListener('click', onClick);
  return made;
}
