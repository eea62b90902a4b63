/** The line above the list: filter, how many are shown, pause, clear. */

import { Pause, Play, Search, Trash2, X } from 'lucide-react';
import { useState, type ReactNode, type RefObject } from 'react';
import { call } from '../bridge.ts';
import { formatCount, plural } from '../format.ts';
import { reportOf } from '../house-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { inputLook } from '../ui/field.tsx';
import { cx } from '../ui/class-names.ts';
import { notify } from '../ui/toast.tsx';
import { forgetAll, setFilter, togglePause, useExchangeCount, useExchanges, useHeldBack } from './exchange-store.ts';

export function Toolbar({
  shown,
  filterInput,
}: {
  shown: number;
  filterInput: RefObject<HTMLInputElement | null>;
}): ReactNode {
  const filter = useExchanges((store) => store.filter);
  const paused = useExchanges((store) => store.frozen !== null);
  const all = useExchangeCount();
  const held = useHeldBack();
  const [asking, setAsking] = useState(false);

  const clear = async (): Promise<void> => {
    setAsking(false);
    try {
      await call('exchanges.clear');
      forgetAll();
    } catch (error) {
      notify('The list was not cleared', { description: reportOf(error).message, problem: true });
    }
  };

  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-b px-3">
      <div className="relative max-w-[440px] flex-1">
        <Search size={14} aria-hidden className="pointer-events-none absolute top-[7px] left-2 text-faint" />
        <input
          ref={filterInput}
          type="search"
          aria-label="Filter exchanges"
          aria-keyshortcuts="/"
          placeholder="Filter: tool, model, status, path, losses…"
          value={filter}
          spellCheck={false}
          onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              setFilter('');
              event.currentTarget.blur();
            }
          }}
          className={cx(inputLook, 'px-7 [&::-webkit-search-cancel-button]:hidden')}
        />
        {filter === '' ? (
          <kbd aria-hidden className="pointer-events-none absolute top-1 right-2 text-faint">
            /
          </kbd>
        ) : (
          <IconButton label="Clear the filter" className="absolute top-0 right-0" onClick={() => setFilter('')}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      <span className="ml-auto whitespace-nowrap text-faint tabular-nums" data-testid="shown-count">
        {filter.trim() === '' ? plural(all - held, 'exchange') : `${formatCount(shown)} of ${formatCount(all - held)}`}
      </span>
      <Button
        look={paused ? 'plain' : 'quiet'}
        aria-pressed={paused}
        aria-keyshortcuts="p"
        onClick={togglePause}
        title={paused ? 'Show new exchanges again (p)' : 'Hold new exchanges back (p)'}
      >
        {paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        {paused ? `Follow${held > 0 ? ` (${formatCount(held)} new)` : ''}` : 'Pause'}
      </Button>
      <Button look="quiet" disabled={all === 0} onClick={() => setAsking(true)}>
        <Trash2 size={14} aria-hidden />
        Clear
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${plural(all, 'exchange')}?`}
        description="They are removed from the log for good. Requests in flight are not disturbed."
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep</Button>
            <Button look="danger" onClick={() => void clear()}>
              Delete all
            </Button>
          </>
        }
      />
    </div>
  );
}
