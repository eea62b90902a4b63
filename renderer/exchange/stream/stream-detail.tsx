/** Beside the lanes: the upstream's message as far as it had come, or the bytes of the chosen events. */

import { useState, type ReactNode } from 'react';
import type { TimelineEvent } from '#shared/exchange/panes/stream-timeline.ts';
import type { Exchange, HttpMessage } from '#shared/exchange/record.ts';
import { CodeView } from '../../code-view/code-view.tsx';
import { CopyIcon } from '../../ui/copy.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { StreamRow } from './stream-rows.ts';
import { useWorker } from '../worker/use-worker.ts';

type Shown = 'message' | 'raw';

export function StreamDetail({ exchange, row }: { exchange: Exchange; row: StreamRow | undefined }): ReactNode {
  const [shown, setShown] = useState<Shown>('message');
  const { value: message } = useWorker(exchange, 'messageSoFar', [row?.reached ?? -1], shown === 'message');
  const text = shown === 'message' ? (message ?? '') : rawText(exchange, row);
  return (
    <section
      aria-label={shown === 'message' ? 'Message so far' : 'Raw events'}
      data-testid="stream-detail"
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex min-h-7 shrink-0 flex-wrap items-center gap-x-2 border-b bg-sunken pr-1 pl-3">
        <h3 className="text-mini font-medium whitespace-nowrap">
          {shown === 'message' ? 'Message so far' : 'Raw bytes as received and sent'}
        </h3>
        <span className="ml-auto" />
        <Segmented
          small
          label="Detail shown"
          value={shown}
          onChange={setShown}
          items={[
            { value: 'message', label: 'message' },
            { value: 'raw', label: 'raw' },
          ]}
        />
        <CopyIcon text={text} what={shown === 'message' ? 'the message so far' : 'these events'} className="size-6" />
      </div>
      <div className="min-h-0 flex-1">
        {text === '' ? (
          <p className="p-3 text-faint">{shown === 'message' ? 'The message had not started.' : 'No data.'}</p>
        ) : (
          <CodeView
            text={text}
            language={shown === 'message' ? 'json' : 'events'}
            label={shown === 'message' ? 'Message so far' : 'Raw events'}
          />
        )}
      </div>
    </section>
  );
}

/** The raw text of a row's events, each below a comment naming its sender. */
function rawText({ clientRequest, upstreamResponse, clientResponse }: Exchange, row: StreamRow | undefined): string {
  return [
    slice(upstreamResponse, row?.upstream ?? null, ': upstream sent'),
    row?.joint === 'request'
      ? slice(clientRequest, row.client, ': the client sent')
      : slice(clientResponse, row?.client ?? null, ': the client was sent'),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function slice(side: HttpMessage | null, event: TimelineEvent | null, heading: string): string {
  if (side === null || event === null) return '';
  return `${heading}\n${side.body.slice(event.from, event.to)}`;
}
