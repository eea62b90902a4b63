/** The suggestions beneath the filter field. The field keeps the focus and the keyboard. */

import type { ReactNode } from 'react';
import type { Suggestion } from '#shared/exchange/filter/index.ts';
import { ListOption } from '../../ui/list-option.tsx';
import { visible } from '../../ui/visible-text.tsx';

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

export function SuggestionList({
  id,
  items,
  active,
  onTake,
}: {
  id: string;
  items: readonly Suggestion[];
  /** Index of the active suggestion, or -1. */
  active: number;
  onTake: (item: Suggestion) => void;
}): ReactNode {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label="Suggestions"
      hidden={items.length === 0}
      data-testid="filter-suggestions"
      className="absolute top-full left-3 z-30 -mt-0.5 max-h-80 w-[560px] max-w-[calc(100%-24px)] overflow-y-auto rounded-ui border border-line-strong bg-raised py-1 shadow-float"
    >
      {items.map((item, index) => (
        <ListOption
          key={`${item.label} ${item.insert}`}
          id={optionId(id, index)}
          active={index === active}
          onTake={() => onTake(item)}
        >
          <span className="wire min-w-24 shrink-0 whitespace-nowrap">{visible(item.label)}</span>
          <span className="min-w-0 flex-1 truncate text-right text-mini text-muted">{visible(item.detail)}</span>
        </ListOption>
      ))}
    </ul>
  );
}
