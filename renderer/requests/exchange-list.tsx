/** The list itself: a virtual grid of rows, newest at the top, with the keyboard of a list. */

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { cx } from '../ui/class-names.ts';
import { useNow } from '../use-now.ts';
import { columns, columnTemplate, ROW_HEIGHT, wideOnly } from './columns.ts';
import { agoOf, ExchangeRow, rowId } from './exchange-row.tsx';
import { useSearch } from './exchange-search.ts';
import { select, useExchanges } from './exchange-store.ts';
import type { Rows } from './exchange-table.ts';

const HEAD_HEIGHT = 28;

/** More than are ever drawn at once. */
const SLOTS = 256;

export function ExchangeList({
  rows,
  selected,
  onOpen,
}: {
  rows: Rows;
  selected: string | null;
  /** Enter: go into the selected exchange. */
  onOpen: () => void;
}): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
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

  // New rows arrive above: a reader further down keeps what is under their eyes. Another filter starts at its top.
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

  const goTo = useCallback(
    (index: number) => {
      const summary = rows.at(Math.max(0, Math.min(rows.length - 1, index)));
      if (summary === undefined) return;
      select(summary.id);
      scrollIntoView(scroller.current, rows.indexOf(summary.id));
    },
    [rows],
  );

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
    if (event.ctrlKey || event.metaKey || event.altKey) return;
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
      goTo(target);
    } else if (event.key === 'Enter' && selected !== null) {
      event.preventDefault();
      onOpen();
    } else if (event.key === 'Escape') {
      select(null);
    }
  };

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Exchanges"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={selected === null ? undefined : rowId(selected)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid="exchange-list"
      className="h-full overflow-x-hidden overflow-y-scroll outline-none focus-visible:shadow-[inset_0_0_0_1px_var(--accent)]"
    >
      <div
        role="row"
        aria-rowindex={1}
        style={{ height: HEAD_HEIGHT }}
        className={cx(columnTemplate, 'sticky top-0 z-10 items-center border-b bg-sunken text-mini text-muted')}
      >
        {columns.map((column) => (
          <span
            key={column.key}
            role="columnheader"
            title={column.title}
            className={cx(
              'truncate',
              column.numeric && 'text-right',
              column.key === 'tool' && 'pl-2',
              column.wideOnly && wideOnly,
            )}
          >
            {column.label}
          </span>
        ))}
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const summary = rows.at(item.index);
          return summary === undefined ? null : (
            <ExchangeRow
              // Rows that scroll out are used again for those that scroll in: much cheaper than making new ones.
              key={item.index % SLOTS}
              summary={summary}
              index={item.index}
              top={item.start}
              selected={summary.id === selected}
              ago={agoOf(summary, now)}
              onSelect={select}
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
