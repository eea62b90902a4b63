/** One row of the list. */

import { memo, type ReactNode } from 'react';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { formatAgo, formatCost, formatCount, formatDuration, formatMoment, shortModel } from '../format.ts';
import { cx } from '../ui/class-names.ts';
import { Badge } from '../ui/small.tsx';
import { columnTemplate, ROW_HEIGHT, wideOnly } from './columns.ts';

interface RowProps {
  summary: ExchangeSummary;
  index: number;
  top: number;
  selected: boolean;
  /** Already in words, so that a row is drawn anew only when the words change. */
  ago: string;
  onSelect: (id: string) => void;
}

export const ExchangeRow = memo(function ExchangeRow({
  summary,
  index,
  top,
  selected,
  ago,
  onSelect,
}: RowProps): ReactNode {
  const { tokens } = summary;
  return (
    <div
      role="row"
      id={rowId(summary.id)}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-testid="exchange-row"
      data-exchange={summary.id}
      onClick={() => onSelect(summary.id)}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
      className={cx(
        columnTemplate,
        'absolute inset-x-0 top-0 items-center border-b border-line whitespace-nowrap hover:bg-hover',
        selected && 'bg-selected hover:bg-selected',
      )}
    >
      <Cell numeric className="text-faint" title={formatMoment(summary.startedAt)}>
        {ago}
      </Cell>
      <Cell numeric>
        <Status summary={summary} />
      </Cell>
      <Cell title={summary.tool ?? 'Unknown tool'} className={cx('pl-2', summary.tool === null && 'text-faint')}>
        {summary.tool ?? '–'}
      </Cell>
      <Cell title={modelsTitle(summary)} className="wire">
        <Models summary={summary} />
      </Cell>
      <Cell numeric>
        {summary.losses > 0 ? (
          <Badge tone="loss" title={`${summary.losses} of ${summary.notes} notes are losses`}>
            {summary.losses} !
          </Badge>
        ) : null}
      </Cell>
      <Cell numeric>{formatCount(tokens?.input ?? null)}</Cell>
      <Cell numeric>{formatCount(tokens?.output ?? null)}</Cell>
      <Cell numeric className="text-muted">
        {formatCount(tokens?.cacheRead ?? null)}
      </Cell>
      <Cell numeric>{formatDuration(summary.firstTextMs)}</Cell>
      <Cell numeric>{formatDuration(summary.totalMs)}</Cell>
      <Cell numeric className={wideOnly}>
        {formatCost(summary.cost ?? null)}
      </Cell>
    </div>
  );
});

export function rowId(id: string): string {
  return `exchange-${id}`;
}

/** The words for the age of a row. */
export function agoOf(summary: ExchangeSummary, now: number): string {
  return formatAgo(summary.startedAt, now);
}

function Cell({
  children,
  numeric = false,
  className,
  title,
}: {
  children: ReactNode;
  numeric?: boolean;
  className?: string;
  title?: string;
}): ReactNode {
  return (
    <span role="gridcell" title={title} className={cx('truncate', numeric && 'numeric', className)}>
      {children}
    </span>
  );
}

function Status({ summary }: { summary: ExchangeSummary }): ReactNode {
  const { state, status } = summary;
  if (state === 'open')
    return (
      <span className="text-faint" title="Waiting for the answer">
        wait
      </span>
    );
  if (state === 'streaming')
    return (
      <span className="text-accent" title="The answer is streaming">
        live
      </span>
    );
  if (state === 'aborted')
    return (
      <span className="text-loss" title="The client went away before the end">
        gone
      </span>
    );
  if (state === 'failed' || (status !== null && status >= 400)) {
    return (
      <span className="font-medium text-error" title={summary.errorCode ?? 'Failed'}>
        {status ?? 'failed'}
      </span>
    );
  }
  return status ?? '–';
}

function Models({ summary }: { summary: ExchangeSummary }): ReactNode {
  const { modelAsked, modelUsed } = summary;
  if (modelAsked === null && modelUsed === null) return <span className="text-faint">{summary.path}</span>;
  if (modelAsked === modelUsed || modelUsed === null) return shortModel(modelAsked ?? '–');
  return (
    <>
      <span className="text-client">{modelAsked ?? '–'}</span>
      <span className="text-faint"> → </span>
      <span className="text-upstream">{shortModel(modelUsed)}</span>
    </>
  );
}

function modelsTitle(summary: ExchangeSummary): string {
  return `${summary.method} ${summary.path}: asked for ${summary.modelAsked ?? 'no model'}, used ${summary.modelUsed ?? 'none'}`;
}
