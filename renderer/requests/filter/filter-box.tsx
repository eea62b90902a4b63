/** The filter: chips and a field in one box, with suggestions beneath. Everything in it works from the keyboard. */

import { Search, X } from 'lucide-react';
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { formatFilter, suggest, type KnownValues, type Suggestion } from '#shared/exchange/filter/index.ts';
import { isInputMethodText } from '../../lib/input-method-keys.ts';
import { IconButton } from '../../ui/button.tsx';
import { setFilter, useExchanges } from '../../state/exchange-store.ts';
import { labelNames } from '../row-labels.ts';
import { Chip } from './chip.tsx';
import { committed, editChip, noFilter, typed, withoutChip, type FilterState } from '../../state/filter-state.ts';
import { knownValues } from './known-values.ts';
import { optionId, SuggestionList } from './suggestion-list.tsx';

const nothingKnown: KnownValues = { models: [], apps: [], calls: [], paths: [], errors: [], labels: [] };

/** Those that would change something. */
function suggestionsFor(draft: string, cursor: number, known: KnownValues): readonly Suggestion[] {
  return suggest(draft, cursor, known).filter((item) => draft.slice(item.from, item.to) !== item.insert.trimEnd());
}

export function FilterBox({
  field,
  problemId,
  wrong,
  onCursor,
}: {
  field: RefObject<HTMLInputElement | null>;
  /** The element with the error text. */
  problemId: string;
  wrong: boolean;
  /** The caret, or null when the field has no focus or the error is to be shown at once. */
  onCursor: (cursor: number | null) => void;
}): ReactNode {
  const filter = useExchanges((store) => store.filter);
  const [cursor, setCursor] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [known, setKnown] = useState(nothingKnown);
  const wantedCursor = useRef<number | null>(null);
  const listId = useId();
  const items = open ? suggestionsFor(filter.draft, cursor, known) : [];
  const shown = items.length > 0;
  const empty = filter.chips.length === 0 && filter.draft === '';

  useLayoutEffect(() => {
    if (wantedCursor.current === null) return;
    field.current?.setSelectionRange(wantedCursor.current, wantedCursor.current);
    wantedCursor.current = null;
  });

  const put = (next: FilterState, at: number): void => {
    setFilter(next);
    wantedCursor.current = Math.min(at, next.draft.length);
    setCursor(wantedCursor.current);
    setActive(-1);
    onCursor(at);
    field.current?.focus();
  };
  const take = (item: Suggestion): void => {
    const draft = filter.draft.slice(0, item.from) + item.insert + filter.draft.slice(item.to);
    const whole = item.complete ? committed({ ...filter, draft }) : null;
    put(whole ?? { ...filter, draft }, whole === null ? item.cursor : 0);
    setOpen(!item.complete);
  };
  const clear = (): void => put(noFilter, 0);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const chosen = items[active];
    const { selectionStart, selectionEnd } = event.currentTarget;
    const atStart = selectionStart === 0 && selectionEnd === 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      if (!shown) setOpen(true);
      else setActive((at) => (at < 0 && by < 0 ? items.length - 1 : (at + by + items.length) % items.length));
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const whole = committed(filter);
      if (whole === null) onCursor(null);
      else put(whole, 0);
      setOpen(false);
    } else if (event.key === 'Backspace' && atStart && filter.chips.length > 0) {
      event.preventDefault();
      const next = editChip(filter, filter.chips.length - 1);
      put(next, formatFilter(filter.chips.slice(-1)).length);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (shown && !empty && active >= 0) setActive(-1);
      else if (shown && !empty) setOpen(false);
      else {
        clear();
        setOpen(false);
        field.current?.blur();
      }
    }
  };

  return (
    <div className="min-w-40 max-w-[560px] flex-1">
      <div className="relative flex min-h-7 w-full flex-wrap items-center gap-1 rounded-ui border border-line-strong bg-surface py-[3px] pr-7 pl-7 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent has-aria-invalid:border-error has-aria-invalid:ring-error">
        <Search size={14} aria-hidden className="pointer-events-none absolute top-[7px] left-2 text-faint" />
        {filter.chips.length === 0 ? null : (
          <ul aria-label="Filters in use" className="contents">
            {filter.chips.map((term, index) => (
              <Chip
                // Chips have no identity besides their index.
                // oxlint-disable-next-line react/no-array-index-key
                key={index}
                term={term}
                onEdit={() => put(editChip(filter, index), formatFilter([term]).length)}
                onRemove={() => put(withoutChip(filter, index), filter.draft.length)}
              />
            ))}
          </ul>
        )}
        <input
          ref={field}
          role="combobox"
          aria-label="Filter exchanges"
          aria-keyshortcuts="/"
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={listId}
          aria-activedescendant={shown && active >= 0 ? optionId(listId, active) : undefined}
          aria-invalid={wrong || undefined}
          aria-describedby={problemId}
          placeholder={filter.chips.length === 0 ? 'Filter: status:>=400 model:opus dropped:>0 or any text' : ''}
          value={filter.draft}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            const at = event.target.selectionStart ?? event.target.value.length;
            // The spaces between the syllables of a composition end no term.
            const next = isInputMethodText(event.nativeEvent)
              ? { ...filter, draft: event.target.value }
              : typed(filter, event.target.value);
            setFilter(next);
            setCursor(Math.min(at, next.draft.length));
            onCursor(at);
            // After a finished chip the result is of more interest than what could follow.
            setOpen(next.draft.trim() !== '');
            setActive(-1);
          }}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
          onFocus={() => {
            setKnown(knownValues(useExchanges.getState().table.ascending, labelNames));
            setOpen(true);
          }}
          onClick={() => setOpen(true)}
          onBlur={() => {
            setOpen(false);
            setActive(-1);
            onCursor(null);
          }}
          onKeyDown={onKeyDown}
          className="h-5 min-w-24 flex-1 bg-transparent text-ui text-text outline-none select-text"
        />
        {empty ? (
          <kbd aria-hidden className="pointer-events-none absolute top-1 right-2 text-faint">
            /
          </kbd>
        ) : (
          <IconButton
            label="Clear the filter"
            className="absolute top-0 right-0 size-6.5 rounded-[5px]"
            onClick={clear}
          >
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      <SuggestionList id={listId} items={items} active={active} onTake={take} />
    </div>
  );
}
