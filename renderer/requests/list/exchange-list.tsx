/** The list itself: a virtual grid of rows, newest at the top, with the keyboard of a list. */

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import type { MenuPoint } from '../../ui/menu.tsx';
import { overlayHasKeyboard } from '../../lib/open-overlay.ts';
import { useNow } from '../../lib/use-now.ts';
import { fittingColumns, ROW_HEIGHT, templateOf } from '../columns/columns.ts';
import { useColumnLayout } from '../columns/column-store.ts';
import { agoOf, ExchangeRow, rowId } from './exchange-row.tsx';
import { useSearch } from '../search/exchange-search.ts';
import { select, unmarkAll, useExchanges } from '../../state/exchange-store.ts';
import type { Rows } from '../../state/summary-index.ts';
import { HEAD_HEIGHT, ListHead } from './list-head.tsx';
import { goToRow, markAllShown, pick, pickForMenu } from './row-selection.ts';

/** More than are ever drawn at once. */
const SLOTS = 256;

export function ExchangeList({
  rows,
  selected,
  onOpen,
  onMenu,
}: {
  rows: Rows;
  selected: string | null;
  /** Enter: go into the selected exchange. */
  onOpen: () => void;
  /** Opens the menu of actions for the marked rows at this point. */
  onMenu: (at: MenuPoint) => void;
}): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const marked = useExchanges((store) => store.marked);
  const layout = useColumnLayout();
  const [room, setRoom] = useState(() => window.innerWidth - 80);
  const columns = useMemo(() => fittingColumns(layout, room), [layout, room]);
  const now = useNow(1000);
  // oxlint-disable-next-line react/incompatible-library -- its answers are used here only, never handed to a memoised part
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    initialOffset: () => useExchanges.getState().scrollTop,
  });

  useEffect(() => {
    const element = scroller.current;
    return () => useExchanges.setState({ scrollTop: element?.scrollTop ?? 0 });
  }, []);

  // New rows arrive above: the scroll position keeps the visible rows. Another filter scrolls to the top.
  const generation = useSearch((store) => store.generation);
  const before = useRef({ length: rows.length, generation });
  useLayoutEffect(() => {
    const added = rows.length - before.current.length;
    const same = before.current.generation === generation;
    before.current = { length: rows.length, generation };
    if (scroller.current === null) return;
    if (!same) scroller.current.scrollTop = 0;
    else if (added > 0 && scroller.current.scrollTop > 0) scroller.current.scrollTop += added * ROW_HEIGHT;
  }, [rows.length, generation]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // An exchange selected from elsewhere (chat, tray) is brought into view once.
  const bringIntoView = useEffectEvent((id: string) => scrollIntoView(scroller.current, rows.indexOf(id)));
  useEffect(() => {
    if (selected !== null) bringIntoView(selected);
  }, [selected]);

  // The exchange that opens below takes room from the list: the selected row must not end up beneath it.
  useEffect(() => {
    if (selected === null || scroller.current === null) return;
    const observer = new ResizeObserver(() => bringIntoView(selected));
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [selected]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || overlayHasKeyboard(event.target)) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'a') return;
      event.preventDefault();
      markAllShown();
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const at = selected === null ? -1 : rows.indexOf(selected);
    const targets: Record<string, number> = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: Math.max(0, at - 1),
      k: Math.max(0, at - 1),
      PageDown: at + page,
      PageUp: Math.max(0, at - page),
      Home: 0,
      End: rows.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      const id = goToRow(target, event.shiftKey);
      if (id !== null) scrollIntoView(scroller.current, rows.indexOf(id));
    } else if (event.key === 'Enter' && selected !== null) {
      event.preventDefault();
      onOpen();
    } else if (event.key === 'Escape') {
      if (marked.size > 0) unmarkAll();
      else select(null);
    }
  };

  // Also what the menu key of the keyboard gives; then the menu belongs to the open row.
  const onContextMenu = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    const under = event.target instanceof Element ? event.target.closest('[data-exchange]') : null;
    const id = under?.getAttribute('data-exchange') ?? selected;
    if (id === null) return;
    pickForMenu(id);
    onMenu(under === null ? pointOfRow(id) : { x: event.clientX, y: event.clientY });
  };

  const drawn = virtualizer.getVirtualItems();
  const selectedIsDrawn = drawn.some((item) => rows.at(item.index)?.id === selected);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Exchanges"
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      // Only of a rendered row: it may be filtered out or outside the viewport.
      aria-activedescendant={selected !== null && selectedIsDrawn ? rowId(selected) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      data-testid="exchange-list"
      style={{ '--columns': templateOf(layout, columns) }}
      className="h-full overflow-x-hidden overflow-y-scroll outline-none focus-visible:shadow-[inset_0_0_0_1px_var(--accent)]"
    >
      <ListHead columns={columns} />
      <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {drawn.map((item) => {
          const summary = rows.at(item.index);
          return summary === undefined ? null : (
            <ExchangeRow
              // Rows that scroll out are used again for those that scroll in: much cheaper than making new ones.
              key={item.index % SLOTS}
              summary={summary}
              index={item.index}
              top={item.start}
              columns={columns}
              selected={summary.id === selected}
              marked={marked.has(summary.id)}
              ago={agoOf(summary, now)}
              onPick={pick}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Scrolls just so far that the row is wholly seen, beneath the head. */
function scrollIntoView(scroller: HTMLDivElement | null, index: number): void {
  if (scroller === null || index < 0) return;
  const top = index * ROW_HEIGHT;
  const room = scroller.clientHeight - HEAD_HEIGHT;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + ROW_HEIGHT > scroller.scrollTop + room) scroller.scrollTop = top + ROW_HEIGHT - room;
}

/** The position of a menu opened from the keyboard. */
export function pointOfRow(id: string): MenuPoint {
  const rectangle = document.getElementById(rowId(id))?.getBoundingClientRect();
  return rectangle === undefined ? { x: 160, y: 160 } : { x: rectangle.left + 72, y: rectangle.bottom };
}
