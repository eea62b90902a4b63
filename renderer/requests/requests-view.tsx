/** The Requests view: the list above, the selected exchange below. */

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { takeWantedExchange, useNavigation } from '../state/navigation.ts';
import { shortcuts } from '../lib/shortcuts.ts';
import { useShortcut } from '../lib/use-shortcut.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { visible } from '../ui/visible-text.tsx';
import { useMinHeight } from '../lib/use-media-width.ts';
import { ChartStrip } from './charts/chart-strip.tsx';
import { EmptyRequests } from './list/empty-requests.tsx';
import { ExchangeList, pointOfRow } from './list/exchange-list.tsx';
import { useSearch } from './search/exchange-search.ts';
import { select, setFilter, togglePause, useExchangeCount, useExchanges } from '../state/exchange-store.ts';
import { ExchangeView } from '../exchange/exchange-view.tsx';
import { noFilter, textOf } from '../state/filter-state.ts';
import { ExportBar } from './export-bar.tsx';
import { ImportedBar } from './imported-bar.tsx';
import { RefusedRow } from './refused/refused-row.tsx';
import { canChange, closeExported, copyAsCurl, togglePin } from './list/row-actions.ts';
import { RowMenu, type OpenMenu } from './list/row-menu.tsx';
import { Toolbar } from './toolbar.tsx';

export function RequestsView(): ReactNode {
  const loaded = useExchanges((store) => store.loaded);
  const none = useExchangeCount() === 0;
  const imported = useExchanges((store) => store.imported !== null);
  const selected = useExchanges((store) => store.selected);
  const rows = useSearch((store) => store.rows);
  const filterField = useRef<HTMLInputElement>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const root = useRef<HTMLDivElement>(null);
  // Where there is little room, the exchange needs it more than the charts and the list do.
  const tall = useMinHeight(700);
  // Zoomed, the window may be too small for both: then the view scrolls, and the parts keep a height in which to show lines.
  const roomy = useMinHeight(480);
  const least = selected === null ? 'min-h-36' : roomy ? 'min-h-80' : 'min-h-[680px]';
  const layout = useDefaultLayout({
    id: tall ? 'requests' : 'requests-short',
    panelIds: ['list', 'exchange'],
    storage: localStorage,
  });

  const wanted = useNavigation((store) => store.wantedExchange);
  useEffect(() => {
    if (wanted === null) return;
    if (useExchanges.getState().imported !== null) closeExported();
    select(wanted);
    takeWantedExchange();
  }, [wanted]);

  const focusList = (): void => root.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  const step = (by: number): void => {
    const at = selected === null ? -1 : rows.indexOf(selected);
    const next = rows.at(Math.max(0, at + by));
    if (next !== undefined) select(next.id);
    focusList();
  };
  // With the focus in the list, the list handles these keys.
  const outside = { ignoreEventWhen: (event: KeyboardEvent) => inGrid(event.target) };
  useShortcut(shortcuts.down, () => step(1), outside);
  useShortcut(shortcuts.up, () => step(-1), outside);
  useShortcut(shortcuts.close, () => select(null), outside);
  useShortcut(shortcuts.search, () => filterField.current?.focus(), { preventDefault: true });
  useShortcut(shortcuts.pause, togglePause);
  useShortcut(shortcuts.pin, () => void togglePin());
  useShortcut(shortcuts.copy, () => {
    // Selected text wins: then `c` may be half of Ctrl+C.
    if (window.getSelection()?.isCollapsed !== false) void copyAsCurl();
  });
  useShortcut(shortcuts.label, () => {
    if (selected !== null && canChange()) setMenu({ at: pointOfRow(selected), only: 'labels' });
  });

  if (loaded && none && !imported) {
    return (
      <div className="flex h-full flex-col">
        <RefusedRow />
        <div className="min-h-0 flex-1">
          <EmptyRequests />
        </div>
      </div>
    );
  }
  return (
    <div ref={root} className="flex h-full flex-col">
      <ImportedBar />
      <ExportBar />
      <Toolbar filterField={filterField} />
      {tall || selected === null ? <ChartStrip /> : null}
      <RefusedRow />
      <Group orientation="vertical" className={cx(least, 'flex-1')} {...layout}>
        <Panel id="list" minSize={112} defaultSize={tall ? '34' : '24'}>
          {rows.length === 0 && loaded ? (
            <NothingFound />
          ) : (
            <ExchangeList
              rows={rows}
              selected={selected}
              onMenu={(at) => setMenu({ at, only: null })}
              onOpen={() => root.current?.querySelector<HTMLElement>('[role=tab]')?.focus()}
            />
          )}
        </Panel>
        {selected === null ? null : (
          <>
            <Separator className="h-px bg-line-strong outline-none data-[separator=active]:bg-accent data-[separator=hover]:bg-accent focus-visible:bg-accent" />
            <Panel id="exchange" minSize={200}>
              <ExchangeView id={selected} />
            </Panel>
          </>
        )}
      </Group>
      <RowMenu open={menu} onClose={() => setMenu(null)} />
    </div>
  );
}

function NothingFound(): ReactNode {
  const filter = useExchanges((store) => visible(textOf(store.filter)));
  const searching = useSearch((store) => store.progress !== null || store.asking);
  if (searching) return <p className="p-6 text-muted">Searching…</p>;
  return (
    <div className="flex items-center gap-3 p-6 text-muted" role="status">
      Nothing matches <span className="wire min-w-0 truncate text-text">{filter}</span>
      <Button onClick={() => setFilter(noFilter)}>Show all</Button>
    </div>
  );
}

function inGrid(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role=grid]') !== null;
}
