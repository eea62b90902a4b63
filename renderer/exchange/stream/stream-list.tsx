/** The two lanes as a virtual list: one row for each pair of cause and effect. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { TimelineEvent } from '#shared/exchange/panes/stream-timeline.ts';
import { formatDuration } from '../../lib/format-values.ts';
import { overlayHasKeyboard } from '../../lib/open-overlay.ts';
import { cx } from '../../ui/class-names.ts';
import { eventLabel } from './event-label.ts';
import type { Joint, StreamRow } from './stream-rows.ts';

const ROW_HEIGHT = 24;
const PAGE = 12;
const lanes = 'grid grid-cols-[64px_minmax(0,1fr)_28px_minmax(0,1fr)] items-center gap-x-1 pr-3';

export function StreamList({
  rows,
  at,
  following,
  onChoose,
}: {
  rows: readonly StreamRow[];
  at: number;
  /** The list follows its end. */
  following: boolean;
  onChoose: (row: number) => void;
}): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  // oxlint-disable-next-line react/incompatible-library -- its answers are used here only, never handed to a memoised part
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  useEffect(() => {
    virtualizer.scrollToIndex(at, { align: following ? 'end' : 'auto' });
  }, [virtualizer, at, following]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = target(event.key, at, rows.length);
    if (to === null || overlayHasKeyboard(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(to);
  };
  const drawn = virtualizer.getVirtualItems();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className={cx(lanes, 'h-7 shrink-0 border-b bg-sunken text-mini')} aria-hidden>
        <span className="numeric text-faint">after</span>
        <span className="pl-2 font-medium text-upstream">Upstream events</span>
        <span />
        <span className="pl-2 font-medium text-client">Sent to the client</span>
      </div>
      <div
        ref={scroller}
        role="listbox"
        tabIndex={0}
        aria-label="Events: upstream, and what was sent to the client"
        aria-activedescendant={drawn.some(({ index }) => index === at) ? `${id}-${at}` : undefined}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-y-auto"
      >
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {drawn.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <div
                key={item.key}
                id={`${id}-${item.index}`}
                role="option"
                aria-selected={item.index === at}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                data-testid="stream-row"
                onClick={() => onChoose(item.index)}
                style={{ height: ROW_HEIGHT, transform: `translateY(${item.start}px)` }}
                className={cx(
                  lanes,
                  'wire absolute inset-x-0 top-0 whitespace-nowrap hover:bg-hover',
                  item.index > at && 'text-faint',
                  item.index === at && 'bg-selected hover:bg-selected',
                )}
              >
                <Offset row={row} />
                <Event event={row.upstream} side="upstream" later={item.index > at} />
                <Arrow joint={row.joint} />
                <Event event={row.client} side="client" later={item.index > at} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function target(key: string, at: number, length: number): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return Math.min(at + 1, length - 1);
    case 'ArrowUp':
    case 'k':
      return Math.max(at - 1, 0);
    case 'PageDown':
      return Math.min(at + PAGE, length - 1);
    case 'PageUp':
      return Math.max(at - PAGE, 0);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}

function Offset({ row: { at, stall } }: { row: StreamRow }): ReactNode {
  return (
    <span
      className={cx('numeric text-mini', stall === null ? 'text-faint' : 'font-medium text-loss')}
      title={stall === null ? undefined : `No events for ${formatDuration(stall)}`}
    >
      {at === null ? '' : formatDuration(at)}
      {stall === null ? null : <span className="sr-only"> after a stall of {formatDuration(stall)}</span>}
    </span>
  );
}

function Event({
  event,
  side,
  later,
}: {
  event: TimelineEvent | null;
  side: 'upstream' | 'client';
  later: boolean;
}): ReactNode {
  if (event === null) return <span />;
  const { kind, preview } = eventLabel(event.kind, event.data);
  return (
    <span
      className={cx('truncate border-l-2 pl-2', side === 'client' ? 'border-l-client' : 'border-l-upstream')}
      title={preview}
    >
      <span className={later ? '' : side === 'client' ? 'text-client' : 'text-upstream'}>{kind}</span>{' '}
      <span className={later ? '' : 'text-text'}>{preview}</span>
    </span>
  );
}

const jointWords: Record<Joint, string> = {
  caused: 'caused',
  also: 'and',
  end: 'the end of the stream caused',
  request: 'the client sent',
  none: '',
};

/** A line from cause to effect; a bend where one event caused several. */
function Arrow({ joint }: { joint: Joint }): ReactNode {
  if (joint === 'none') return <span />;
  const left = joint === 'request';
  const down = joint === 'also' ? 'M14 0 V12 H24' : joint === 'end' ? 'M8 12 H24' : left ? 'M26 12 H4' : 'M2 12 H24';
  return (
    <>
      <span className="sr-only">{jointWords[joint]}</span>
      <svg viewBox="0 0 28 24" className="h-6 w-7 text-faint" aria-hidden>
        <title>{jointWords[joint]}</title>
        <path d={down} fill="none" stroke="currentColor" strokeDasharray={joint === 'end' ? '2 2' : undefined} />
        <path d={left ? 'M7 9 L3 12 L7 15' : 'M21 9 L25 12 L21 15'} fill="none" stroke="currentColor" />
      </svg>
    </>
  );
}
