/**
 * A text field with suggestions that may be taken or ignored: free text stays allowed. The editable combobox of the ARIA
 * authoring practices, written here because the library's one hides the rest of the page while its list is open.
 */

import { ChevronDown } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from './class-names.ts';
import { inputLook } from './field.tsx';
import { ListOption } from './list-option.tsx';

export interface Suggestion {
  readonly value: string;
  readonly detail: string;
}

/** `all`: opened by hand, shows every suggestion. `matching`: shows those that match the text. */
type Open = 'no' | 'all' | 'matching';

/** The suggestions that help: none when the only match is what stands there already. */
export function matching(suggestions: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  const found = suggestions.filter((item) => item.value.toLowerCase().includes(wanted));
  return found.length === 1 && found[0]?.value === wanted ? [] : found;
}

export function SuggestInput({
  id,
  value,
  onChange,
  onBlur,
  suggestions,
  className,
  ...rest
}: {
  id?: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  suggestions: readonly Suggestion[];
  className?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}): ReactNode {
  const [open, setOpen] = useState<Open>('no');
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const items = open === 'no' ? [] : open === 'all' ? suggestions : matching(suggestions, value);
  const shown = items.length > 0;
  const optionId = (index: number): string => `${listId}-${index}`;

  const show = (next: Open): void => {
    setOpen(next);
    setActive(-1);
  };
  const take = (suggestion: Suggestion): void => {
    onChange(suggestion.value);
    show('no');
    input.current?.focus();
  };
  const move = (by: number): void => {
    if (!shown) show('all');
    else setActive((at) => (at < 0 && by < 0 ? items.length - 1 : (at + by + items.length) % items.length));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = items[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Escape' && shown) {
      event.stopPropagation();
      show('no');
    }
  };

  return (
    <div className={cx('relative', className)}>
      <input
        {...rest}
        {...(id === undefined ? {} : { id })}
        ref={input}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={listId}
        aria-activedescendant={shown && active >= 0 ? optionId(active) : undefined}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          onChange(event.target.value);
          show('matching');
        }}
        onClick={() => show('all')}
        onKeyDown={onKeyDown}
        onBlur={() => {
          show('no');
          onBlur?.();
        }}
        className={cx(inputLook, 'wire pr-7')}
      />
      <span
        aria-hidden
        // Keeps the focus in the field, which would otherwise close what this opens.
        onMouseDown={(event) => {
          event.preventDefault();
          input.current?.focus();
          show(shown ? 'no' : 'all');
        }}
        className="absolute inset-y-0 right-0 flex w-7 items-center justify-center text-muted"
      >
        <ChevronDown size={14} />
      </span>
      <ul
        id={listId}
        role="listbox"
        aria-label="Suggestions"
        hidden={!shown}
        className="absolute inset-x-0 top-full z-50 mt-1 max-h-[min(20rem,34vh)] overflow-y-auto rounded-ui border border-line-strong bg-raised py-1 shadow-float"
      >
        {items.map((item, index) => (
          <ListOption key={item.value} id={optionId(index)} active={index === active} onTake={() => take(item)}>
            <span className="wire min-w-0 flex-1 truncate">{item.value}</span>
            <span className="text-mini whitespace-nowrap text-faint">{item.detail}</span>
          </ListOption>
        ))}
      </ul>
    </div>
  );
}
