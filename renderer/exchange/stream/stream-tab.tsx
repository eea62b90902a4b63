/** A streamed response, event by event: upstream events at the left, the client events each one caused at the right, and the assembled message. */

import { useMemo, useState, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { Exchange } from '#shared/exchange/record.ts';
import { plural } from '../../lib/format-values.ts';
import { useMinWidth } from '../../lib/use-media-width.ts';
import { StreamDetail } from './stream-detail.tsx';
import { StreamList } from './stream-list.tsx';
import { clientMessageRow, streamRows } from './stream-rows.ts';
import { PlaybackSlider } from './playback-slider.tsx';
import { visible } from '../../ui/visible-text.tsx';
import { socketWords } from '../../lib/socket-words.ts';
import { useWorker } from '../worker/use-worker.ts';

export function StreamTab({ exchange }: { exchange: Exchange }): ReactNode {
  const streamed = exchange.upstreamResponse?.events === true || exchange.clientResponse?.events === true;
  const { value: lanes, failure } = useWorker(exchange, 'lanes', [], streamed);
  const rows = useMemo(() => {
    if (lanes === undefined) return [];
    const asked = clientMessageRow(exchange);
    return asked === null ? streamRows(lanes) : [asked, ...streamRows(lanes)];
  }, [exchange, lanes]);
  /** Null follows the end, as long as there is more to come. */
  const [chosen, setChosen] = useState<number | null>(null);
  const wide = useMinWidth(1180);
  if (!streamed) return <Empty exchange={exchange} />;
  if (failure !== null) return <p className="p-4 text-error">The stream could not be displayed: {failure.message}</p>;
  if (lanes === undefined) return <p className="p-4 text-faint">Loading the stream…</p>;
  if (rows.length === 0) return <p className="p-4 text-faint">No event has arrived yet.</p>;
  const at = Math.min(chosen ?? rows.length - 1, rows.length - 1);
  const choose = (row: number): void => setChosen(row >= rows.length - 1 ? null : Math.max(0, row));
  return (
    <div className="flex h-full min-h-0 flex-col" data-testid="stream">
      <div className="flex h-8 shrink-0 items-center gap-3 border-b px-3">
        <PlaybackSlider rows={rows} at={at} onChoose={choose} />
        <span className="shrink-0 text-mini whitespace-nowrap text-faint">
          {plural(lanes.upstream.length, 'event')} in, {lanes.client.length} out
        </span>
        <span className="truncate text-mini text-faint selectable">{visible(socketWords(exchange.summary))}</span>
      </div>
      {exchange.summary.stream ? null : (
        <p className="shrink-0 border-b px-3 py-1 text-mini text-muted">
          No stream was requested: the client receives one whole response. These are the events of the upstream.
        </p>
      )}
      {lanes.exact || lanes.client.length === 0 ? null : (
        <p className="shrink-0 border-b bg-loss-tint px-3 py-1 text-mini text-loss">
          Events are matched approximately: the current translator and settings would produce a different stream.
        </p>
      )}
      <Group key={String(wide)} orientation={wide ? 'horizontal' : 'vertical'} className="min-h-0 flex-1">
        <Panel id="events" minSize={wide ? 320 : 80} defaultSize={wide ? '62' : '55'}>
          <StreamList rows={rows} at={at} following={chosen === null} onChoose={choose} />
        </Panel>
        <Separator className="bg-line outline-none focus-visible:bg-accent data-[separator=active]:bg-accent data-[separator=hover]:bg-accent aria-[orientation=horizontal]:h-px aria-[orientation=vertical]:w-px" />
        <Panel id="detail" minSize={wide ? 240 : 80}>
          <StreamDetail exchange={exchange} row={rows[at]} />
        </Panel>
      </Group>
    </div>
  );
}

function Empty({ exchange }: { exchange: Exchange }): ReactNode {
  const { summary } = exchange;
  return <p className="p-4 text-faint">{emptyText(summary.stream, summary.totalMs === null)}</p>;
}

function emptyText(requested: boolean, waiting: boolean): string {
  if (!requested) return 'No stream was requested: the body has no "stream": true, so the response is sent whole.';
  if (waiting) return 'No response yet.';
  return 'A stream was requested, but none began: the request was refused or failed.';
}
