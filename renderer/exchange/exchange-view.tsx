/** One exchange in full: its headline, the error if there is one, and the tabs. */

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Exchange } from '#shared/exchange/record.ts';
import { call } from '../bridge.ts';
import { formatMoment } from '../format.ts';
import { reportOf } from '../house-store.ts';
import { IconButton } from '../ui/button.tsx';
import { Badge } from '../ui/small.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { select, useSummary } from '../requests/exchange-store.ts';
import { ConversationTab } from './conversation-tab.tsx';
import { HeadersTab } from './headers-tab.tsx';
import { useLinkState } from './link-state.ts';
import { StreamTab } from './stream-tab.tsx';
import { TimingTab } from './timing-tab.tsx';
import { TranslationTab } from './translation-tab.tsx';

type Tab = 'translation' | 'stream' | 'timing' | 'conversation' | 'headers';

/** How often a record is read again while its stream runs. */
const LIVE_MS = 500;

/** The whole of an exchange, asked for again whenever its summary changes. */
export function useExchange(id: string): { exchange: Exchange | null | undefined; error: Error | null } {
  const queries = useQueryClient();
  const summary = useSummary(id);
  const query = useQuery({
    queryKey: ['exchange', id],
    queryFn: () => call('exchanges.get', { id }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isLive(state.data) ? LIVE_MS : false),
  });
  useEffect(() => {
    if (summary === null) return;
    // While it streams, summaries come in batches: a short pause keeps the panes from being filled twice.
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['exchange', id] }), 100);
    return () => clearTimeout(timer);
  }, [summary, id, queries]);
  return { exchange: query.data, error: query.error };
}

function isLive(exchange: Exchange | null | undefined): boolean {
  return exchange?.summary.state === 'open' || exchange?.summary.state === 'streaming';
}

export function ExchangeView({ id }: { id: string }): ReactNode {
  const { exchange, error } = useExchange(id);
  if (error !== null) return <Problem message={reportOf(error).message} hint={reportOf(error).hint} />;
  if (exchange === undefined) return null;
  if (exchange === null) {
    return (
      <Problem message="This exchange is no longer kept." hint="The log was cleared, or it was among the oldest." />
    );
  }
  return <Whole exchange={exchange} />;
}

function Whole({ exchange }: { exchange: Exchange }): ReactNode {
  const [tab, setTab] = useState<Tab>('translation');
  const links = useLinkState(exchange);
  const { summary } = exchange;
  return (
    <section aria-label="Exchange" data-testid="exchange" className="flex h-full min-h-0 flex-col">
      <h2 className="sr-only">Exchange</h2>
      <Tabs
        label="Exchange"
        value={tab}
        onChange={setTab}
        items={[
          {
            value: 'translation',
            label: 'Translation',
            badge: summary.losses > 0 ? <Badge tone="loss">{summary.losses} !</Badge> : undefined,
          },
          { value: 'stream', label: 'Stream' },
          { value: 'timing', label: 'Timing' },
          { value: 'conversation', label: 'Conversation' },
          { value: 'headers', label: 'Headers' },
        ]}
        end={
          <>
            <span className="truncate text-mini text-faint selectable">
              {summary.tool ?? 'unknown tool'} · {formatMoment(summary.startedAt)}
            </span>
            <IconButton label="Close the exchange" onClick={() => select(null)}>
              <X size={14} aria-hidden />
            </IconButton>
          </>
        }
      >
        <div className="flex h-full min-h-0 flex-col">
          {exchange.error === null ? null : (
            <p role="alert" className="shrink-0 border-b bg-error-tint px-3 py-1.5 selectable">
              <span className="font-medium">{exchange.error.message}</span> {exchange.error.hint}{' '}
              <code className="text-faint">{exchange.error.code}</code>
            </p>
          )}
          <div className="min-h-0 flex-1">
            {tab === 'translation' ? <TranslationTab exchange={exchange} links={links} /> : null}
            {tab === 'stream' ? <StreamTab key={summary.id} exchange={exchange} /> : null}
            {tab === 'timing' ? <TimingTab exchange={exchange} /> : null}
            {tab === 'conversation' ? (
              <ConversationTab
                key={summary.id}
                exchange={exchange}
                onShow={(pane, path) => {
                  links.showPath(pane, path);
                  setTab('translation');
                }}
              />
            ) : null}
            {tab === 'headers' ? <HeadersTab exchange={exchange} /> : null}
          </div>
        </div>
      </Tabs>
    </section>
  );
}

function Problem({ message, hint }: { message: string; hint: string | null }): ReactNode {
  return (
    <div className="flex items-start gap-2 p-3">
      <p className="flex-1">
        <span className="font-medium">{message}</span> <span className="text-muted">{hint}</span>
      </p>
      <IconButton label="Close the exchange" onClick={() => select(null)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
