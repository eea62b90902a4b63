/** A finished term in the filter: a click writes it out again, the cross takes it away. */

import { X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { formatTerm, type Term } from '#shared/exchange/filter/index.ts';
import { visible } from '../../ui/visible-text.tsx';

export function Chip({ term, onEdit, onRemove }: { term: Term; onEdit: () => void; onRemove: () => void }): ReactNode {
  const text = visible(formatTerm(term));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Backspace' && event.key !== 'Delete') return;
    event.preventDefault();
    onRemove();
  };
  return (
    <li data-testid="filter-chip" className="flex h-5 max-w-full items-center rounded-small bg-hover">
      <button
        type="button"
        aria-label={`Edit ${text}`}
        title="Click to edit"
        onClick={onEdit}
        onKeyDown={onKeyDown}
        className="wire h-5 truncate rounded-l-small pr-0.5 pl-1.5 hover:bg-selected"
      >
        {text}
      </button>
      <button
        type="button"
        aria-label={`Remove ${text}`}
        onClick={onRemove}
        className="flex h-5 w-5 shrink-0 items-center justify-center rounded-r-small text-muted hover:bg-selected hover:text-text"
      >
        <X size={12} aria-hidden />
      </button>
    </li>
  );
}
