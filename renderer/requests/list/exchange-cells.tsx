/** The cells of a row, by column. */

import type { ReactNode } from 'react';
import { socketWords } from '../../lib/socket-words.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import {
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatMoment,
  plural,
  shortModel,
} from '../../lib/format-values.ts';
import { Badge } from '../../ui/small.tsx';
import { visible } from '../../ui/visible-text.tsx';
import type { ColumnKey } from '../columns/columns.ts';

export interface CellContent {
  readonly content: ReactNode;
  readonly title?: string;
  readonly className?: string;
}

/** `ago` is the age as text, computed by the list so that a row renders only when it changes. */
export function cellOf(key: ColumnKey, summary: ExchangeSummary, ago: string): CellContent {
  const { tokens } = summary;
  switch (key) {
    case 'time':
      return { content: ago, title: formatMoment(summary.startedAt), className: 'text-faint' };
    case 'started':
      return { content: formatMoment(summary.startedAt).slice(11), title: formatMoment(summary.startedAt) };
    case 'status':
      return { content: <Status summary={summary} /> };
    case 'tool':
      return summary.tool === null
        ? { content: '–', title: 'Unknown tool', className: 'pl-2 text-faint' }
        : { content: visible(summary.tool), title: visible(summary.tool), className: 'pl-2' };
    case 'models':
      return { content: <Models summary={summary} />, title: modelsTitle(summary), className: 'wire' };
    case 'endpoint':
      return {
        content: summary.socket === undefined ? summary.endpoint : `${summary.endpoint} · WebSocket`,
        title: visible(`${summary.method} ${summary.path}${socketWords(summary)}`),
        className: 'text-muted',
      };
    case 'calls': {
      const calls = visible((summary.calledTools ?? []).join(', '));
      return { content: calls, title: calls, className: 'wire' };
    }
    case 'losses':
      return { content: <Losses summary={summary} /> };
    case 'input':
      return { content: formatCount(tokens?.input ?? null) };
    case 'output':
      return { content: formatCount(tokens?.output ?? null) };
    case 'cached':
      return { content: formatCount(tokens?.cacheRead ?? null), className: 'text-muted' };
    case 'first':
      return { content: formatDuration(summary.firstTextMs) };
    case 'total':
      return { content: formatDuration(summary.totalMs) };
    case 'size':
      return { content: summary.bytes === undefined ? '–' : formatBytes(summary.bytes) };
    case 'cost':
      return { content: formatCost(summary.cost ?? null) };
  }
}

/** What the badge counts. */
function lossesTitle(losses: number, notes: number): string {
  return `${plural(losses, 'thing')} of the request could not be passed on as it was, of ${plural(notes, 'note')} in all`;
}

function Losses({ summary: { losses, notes } }: { summary: ExchangeSummary }): ReactNode {
  if (losses === 0) return null;
  return (
    <Badge tone="loss" title={lossesTitle(losses, notes)}>
      {losses} lost
    </Badge>
  );
}

function Status({ summary }: { summary: ExchangeSummary }): ReactNode {
  const { state, status } = summary;
  if (state === 'open')
    return (
      <span className="text-faint" title="Waiting for the response">
        wait
      </span>
    );
  if (state === 'streaming')
    return (
      <span className="text-accent" title="The response is streaming">
        live
      </span>
    );
  if (state === 'aborted')
    return (
      <span className="text-loss" title="Stopped: the client disconnected before the end">
        stopped
      </span>
    );
  if (state === 'failed' && status !== null && status < 400)
    return (
      <span
        className="font-medium text-error"
        title={visible(`Answered ${status}, then broke: ${summary.errorCode ?? 'failed'}`)}
      >
        broke
      </span>
    );
  if (state === 'failed' || (status !== null && status >= 400)) {
    return (
      <span className="font-medium text-error" title={visible(summary.errorCode ?? 'Failed')}>
        {status ?? 'failed'}
      </span>
    );
  }
  return status ?? '–';
}

/** Before the name, which may be cut off. */
function CompactionBadge(): ReactNode {
  return (
    <span className="mr-1.5 font-sans">
      <Badge tone="plain" title="A summary of the conversation was requested, not a response">
        compaction
      </Badge>
    </span>
  );
}

function Models({ summary }: { summary: ExchangeSummary }): ReactNode {
  const { modelAsked, modelUsed, compaction } = summary;
  if (modelAsked === null && modelUsed === null) return <span className="text-faint">{visible(summary.path)}</span>;
  const badge = compaction === true ? <CompactionBadge /> : null;
  if (modelAsked === modelUsed || modelUsed === null) {
    return (
      <>
        {badge}
        {visible(shortModel(modelAsked ?? '–'))}
      </>
    );
  }
  return (
    <>
      {badge}
      <span className="text-client">{visible(modelAsked ?? '–')}</span>
      <span className="text-faint"> → </span>
      <span className="text-upstream">{visible(shortModel(modelUsed))}</span>
    </>
  );
}

function modelsTitle(summary: ExchangeSummary): string {
  const { method, path, modelAsked, modelUsed } = summary;
  return visible(`${method} ${path}: asked for ${modelAsked ?? 'no model'}, used ${modelUsed ?? 'none'}`);
}
