/** The toolbar above the list: filter, counts, pause, clear. Beneath it, the filter's error. */

import { Download, LoaderCircle, Pause, Play, Trash2 } from 'lucide-react';
import { useId, useState, type ReactNode, type RefObject } from 'react';
import { formatCount, plural } from '../lib/format-values.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx';
import { visible } from '../ui/visible-text.tsx';
import { ChartsButton } from './charts/chart-strip.tsx';
import { ClearDialog } from './clear-dialog.tsx';
import { ColumnPanel } from './columns/column-panel.tsx';
import { useSearch } from './search/exchange-search.ts';
import { listed, togglePause, useExchangeCount, useExchanges, useHeldBack } from '../state/exchange-store.ts';
import { FilterBox } from './filter/filter-box.tsx';
import { problemToTell } from '../state/filter-state.ts';
import { SavedFilters } from './filter/saved-filters.tsx';
import { exportIds, exportTo, openExported } from './list/row-actions.ts';

export function Toolbar({ filterField }: { filterField: RefObject<HTMLInputElement | null> }): ReactNode {
  const draft = useExchanges((store) => store.filter.draft);
  const [cursor, setCursor] = useState<number | null>(null);
  const problem = problemToTell(draft, cursor);
  const problemId = useId();
  const imported = useExchanges((store) => store.imported !== null);
  return (
    <div className="relative shrink-0 border-b">
      <div className="flex min-h-10 flex-wrap items-start gap-1 px-3 py-1.5">
        <FilterBox field={filterField} problemId={problemId} wrong={problem !== null} onCursor={setCursor} />
        <SavedFilters />
        <ShownCount />
        <ChartsButton />
        <ColumnPanel />
        <ExportMenu />
        {imported ? null : <PauseButton />}
        {imported ? null : <ClearButton />}
      </div>
      <div id={problemId} aria-live="polite" data-testid="filter-problem">
        {problem === null ? null : (
          <p className="px-3 pb-1.5">
            <span className="text-error">{visible(problem.message)}</span>{' '}
            <span className="text-muted">{visible(problem.hint ?? '')}</span>
          </p>
        )}
      </div>
    </div>
  );
}

function ShownCount(): ReactNode {
  const all = useExchanges((store) => listed(store).length);
  const shown = useSearch((store) => store.rows.length);
  const filtered = useSearch((store) => store.filtered);
  const progress = useSearch((store) => store.progress);
  const asking = useSearch((store) => store.asking);
  const marked = useExchanges((store) => store.marked.size);
  if (progress !== null || asking) {
    return (
      <span role="status" className="ml-auto flex h-7 items-center gap-1.5 whitespace-nowrap text-muted tabular-nums">
        <LoaderCircle size={14} aria-hidden className="animate-spin" />
        Searching…{progress === null ? '' : ` ${Math.round(progress * 100)} %`}
      </span>
    );
  }
  return (
    <span className="ml-auto h-7 pl-2 leading-7 whitespace-nowrap text-faint tabular-nums" data-testid="shown-count">
      {marked > 1 ? `${formatCount(marked)} selected · ` : ''}
      {filtered ? `${formatCount(shown)} of ${formatCount(all)}` : plural(all, 'exchange')}
    </span>
  );
}

function ExportMenu(): ReactNode {
  const marked = useExchanges((store) => store.marked.size);
  const shown = useSearch((store) => store.rows.length);
  const what = marked > 0 ? `${formatCount(marked)} selected` : `${formatCount(shown)} shown`;
  return (
    <Menu
      label="Export"
      trigger={
        <IconButton label="Export">
          <Download size={14} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem detail={what} disabled={shown === 0} onSelect={() => void exportTo('har', exportIds())}>
        Export as HAR…
      </MenuItem>
      <MenuItem detail={what} disabled={shown === 0} onSelect={() => void exportTo('jsonl', exportIds())}>
        Export as JSONL…
      </MenuItem>
      <MenuLine />
      <MenuItem onSelect={() => void openExported()}>Open an exported file…</MenuItem>
    </Menu>
  );
}

function PauseButton(): ReactNode {
  const paused = useExchanges((store) => store.frozen !== null);
  const held = useHeldBack();
  return (
    <Button
      look={paused ? 'plain' : 'quiet'}
      aria-pressed={paused}
      aria-keyshortcuts="f"
      onClick={togglePause}
      title={paused ? 'Resume showing new exchanges (f)' : 'Pause new exchanges (f)'}
    >
      {paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
      {paused ? `Follow${held > 0 ? ` (${formatCount(held)} new)` : ''}` : 'Pause'}
    </Button>
  );
}

function ClearButton(): ReactNode {
  const all = useExchangeCount();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button look="quiet" disabled={all === 0} onClick={() => setAsking(true)}>
        <Trash2 size={14} aria-hidden />
        Clear
      </Button>
      <ClearDialog open={asking} onClose={() => setAsking(false)} count={all} />
    </>
  );
}
