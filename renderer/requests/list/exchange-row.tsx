/** One row of the list. */

import { Pin } from 'lucide-react';
import { memo, type MouseEvent, type ReactNode } from 'react';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { formatAgo } from '../../lib/format-values.ts';
import { cx } from '../../ui/class-names.ts';
import { ROW_HEIGHT, type Column } from '../columns/columns.ts';
import { cellOf } from './exchange-cells.tsx';
import { labelColours, labelNamed } from '../row-labels.ts';

declare module 'react' {
  interface CSSProperties {
    '--columns'?: string;
  }
}

/** The list sets `--columns` once for the head and all rows. */
export const rowGrid = 'grid grid-cols-(--columns) gap-x-2 px-3';

interface RowProps {
  summary: ExchangeSummary;
  columns: readonly Column[];
  index: number;
  top: number;
  /** Opened beneath the list. */
  selected: boolean;
  /** Part of what an action is done to. */
  marked: boolean;
  /** Already text, so that a row renders only when it changes. */
  ago: string;
  onPick: (id: string, event: MouseEvent) => void;
}

export const ExchangeRow = memo(function ExchangeRow({
  summary,
  columns,
  index,
  top,
  selected,
  marked,
  ago,
  onPick,
}: RowProps): ReactNode {
  return (
    <div
      role="row"
      id={rowId(summary.id)}
      aria-rowindex={index + 2}
      aria-selected={selected || marked}
      data-testid="exchange-row"
      data-exchange={summary.id}
      onClick={(event) => onPick(summary.id, event)}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
      className={cx(
        rowGrid,
        'absolute inset-x-0 top-0 items-center border-b border-line whitespace-nowrap hover:bg-hover',
        marked && 'bg-marked hover:bg-marked',
        selected && 'bg-selected hover:bg-selected',
      )}
    >
      <Mark summary={summary} />
      {columns.map((column) => {
        const { content, title, className } = cellOf(column.key, summary, ago);
        return (
          <span
            key={column.key}
            role="gridcell"
            title={title}
            className={cx('truncate', column.numeric && 'numeric', className)}
          >
            {content}
          </span>
        );
      })}
    </div>
  );
});

/** The pin, and the label as a stripe at the left edge with its name for screen readers. */
function Mark({ summary }: { summary: ExchangeSummary }): ReactNode {
  const label = labelNamed(summary.label);
  const pinned = summary.pinned ?? false;
  return (
    <span role="gridcell" className="flex">
      {label === null ? null : (
        <span title={`Label: ${label}`} className={cx('absolute inset-y-0 left-0 w-[5px]', labelColours[label])}>
          <span className="sr-only">Label: {label}</span>
        </span>
      )}
      {pinned ? <Pin size={12} className="-ml-0.5 text-muted" aria-label="Pinned" role="img" /> : null}
    </span>
  );
}

export function rowId(id: string): string {
  return `exchange-${id}`;
}

/** The age of a row as text. */
export function agoOf(summary: ExchangeSummary, now: number): string {
  return formatAgo(summary.startedAt, now);
}
