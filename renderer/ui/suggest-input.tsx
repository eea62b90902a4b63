/** A text field with suggestions that may be taken or ignored: free text stays allowed. */

import { Autocomplete } from '@base-ui/react/autocomplete';
import { ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { cx } from './class-names.ts';
import { inputLook } from './field.tsx';

export interface Suggestion {
  readonly value: string;
  readonly detail: string;
}

export function SuggestInput({
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
  const [open, setOpen] = useState(false);
  // Opened by hand, all suggestions are of use: the next thing wanted is another one. While typing, only those that go on.
  const [browsing, setBrowsing] = useState(false);
  const typed = value.trim().toLowerCase();
  const matches = browsing ? suggestions : suggestions.filter((item) => item.value.includes(typed));
  const helps = matches.length > 1 || (matches.length === 1 && matches[0]?.value !== typed);
  return (
    <Autocomplete.Root
      items={[...matches]}
      // An open list hides the rest of the page from assistive technology, so it is open only while it has something to say.
      open={open && helps}
      onOpenChange={(next, details) => {
        setOpen(next);
        setBrowsing(next && details.reason !== 'input-change');
      }}
      value={value}
      onValueChange={(next, details) => {
        if (details.reason === 'input-change') setBrowsing(false);
        onChange(next);
      }}
      itemToStringValue={(item: Suggestion) => item.value}
      openOnInputClick
      filter={null}
    >
      <div className={cx('relative', className)}>
        <Autocomplete.Input
          className={cx(inputLook, 'wire pr-7')}
          spellCheck={false}
          autoComplete="off"
          onBlur={onBlur}
          {...rest}
        />
        <Autocomplete.Trigger
          aria-label="Show suggestions"
          tabIndex={-1}
          className="absolute inset-y-0 right-0 flex w-7 items-center justify-center text-muted"
        >
          <ChevronDown size={14} aria-hidden />
        </Autocomplete.Trigger>
      </div>
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} className="z-50 outline-none">
          <Autocomplete.Popup className="max-h-[min(320px,var(--available-height))] w-(--anchor-width) overflow-y-auto rounded-ui border border-line-strong bg-raised py-1 shadow-float data-empty:hidden">
            <Autocomplete.List>
              {(item: Suggestion) => (
                <Autocomplete.Item
                  key={item.value}
                  value={item}
                  className="flex h-7 items-center gap-3 px-2 outline-none data-highlighted:bg-selected"
                >
                  <span className="wire min-w-0 flex-1 truncate">{item.value}</span>
                  <span className="text-mini text-faint">{item.detail}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
