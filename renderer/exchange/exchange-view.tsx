/** One exchange in full: its headline, the error if there is one, and the tabs. */

import { RotateCcw, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Exchange } from '#shared/exchange/record.ts';
import { formatMoment, withoutHint } from '../lib/format-values.ts';
import { reportOf } from '../state/app-store.ts';
import { shortcuts } from '../lib/shortcuts.ts';
import { useShortcut } from '../lib/use-shortcut.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Badge } from '../ui/small.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { visible, VisibleText } from '../ui/visible-text.tsx';
import { select } from '../state/exchange-store.ts';
import { CompareMenu } from './compare/compare-menu.tsx';
import { chooseSecond, useComparing } from './compare/compare-store.ts';
import { CompareView } from './compare/compare-view.tsx';
import { ConversationTab } from './conversation/conversation-tab.tsx';
import { CopyMenu } from './copy-menu.tsx';
import { HeadersTab } from './headers-tab.tsx';
import { useLinkState } from './panes/use-pane-link.ts';
import { ReplayDialog } from './replay/replay-dialog.tsx';
import { replaySources } from './replay/replay-sources.ts';
import { StreamTab } from './stream/stream-tab.tsx';
import { TimingTab } from './timing/timing-tab.tsx';
import { PanesTab } from './panes/panes-tab.tsx';
import { useExchange } from './use-exchange.ts';

type Tab = 'translation' | 'stream' | 'timing' | 'conversation' | 'headers';

export function ExchangeView({ id }: { id: string }): ReactNode {
  const { exchange, error } = useExchange(id);
  const pair = useComparing((store) => store.pair);
  const choosing = useComparing((store) => store.choosing);
  if (pair?.anchor === id) return <CompareView left={pair.left} right={pair.right} />;
  if (error !== null) return <Problem message={reportOf(error).message} hint={reportOf(error).hint} />;
  if (exchange === undefined) return null;
  if (exchange === null) {
    return (
      <Problem
        message="This exchange is no longer in the log."
        hint="The log was cleared, or the exchange was removed as one of the oldest."
      />
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      {choosing === null ? null : <ChooseSecond />}
      <div className="min-h-0 flex-1">
        <Whole exchange={exchange} />
      </div>
    </div>
  );
}

function ChooseSecond(): ReactNode {
  return (
    <p role="status" className="flex h-8 shrink-0 items-center gap-2 border-b bg-selected px-3">
      Select the exchange to compare with in the list.
      <Button look="quiet" className="h-6" onClick={() => chooseSecond(null)}>
        Cancel
      </Button>
    </p>
  );
}

function Whole({ exchange }: { exchange: Exchange }): ReactNode {
  const [tab, setTab] = useState<Tab>('translation');
  const [replaying, setReplaying] = useState(false);
  const links = useLinkState(exchange);
  const { summary } = exchange;
  const canReplay = replaySources(exchange).length > 0;
  useShortcut(shortcuts.replay, () => setReplaying(true), {
    enabled: canReplay && !replaying,
    preventDefault: true,
  });
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
            badge: summary.losses > 0 ? <Badge tone="loss">{summary.losses} lost</Badge> : undefined,
          },
          { value: 'stream', label: 'Stream' },
          { value: 'timing', label: 'Timing' },
          { value: 'conversation', label: 'Conversation' },
          { value: 'headers', label: 'Headers' },
        ]}
        end={
          <>
            {summary.compaction === true ? (
              <Badge tone="plain" title="A summary of the conversation was requested, not a response">
                compaction
              </Badge>
            ) : null}
            <span className="truncate text-mini text-faint selectable max-[1179px]:hidden">
              {visible(summary.tool ?? 'unknown tool')} · {formatMoment(summary.startedAt)}
            </span>
            <Button
              look="quiet"
              className="h-6 px-2"
              disabled={!canReplay}
              aria-keyshortcuts={shortcuts.replay.keys}
              onClick={() => setReplaying(true)}
            >
              <RotateCcw size={13} aria-hidden />
              Replay
            </Button>
            <CompareMenu exchange={exchange} />
            <CopyMenu exchange={exchange} />
            <IconButton label="Close the exchange" onClick={() => select(null)}>
              <X size={14} aria-hidden />
            </IconButton>
          </>
        }
      >
        <div className="flex h-full min-h-0 flex-col">
          {exchange.error === null ? null : <WhatFailed {...exchange.error} />}
          <div className="min-h-0 flex-1">
            {tab === 'translation' ? <PanesTab exchange={exchange} links={links} /> : null}
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
      {replaying ? <ReplayDialog exchange={exchange} onClose={() => setReplaying(false)} /> : null}
    </section>
  );
}

function WhatFailed({ message, hint, code }: NonNullable<Exchange['error']>): ReactNode {
  return (
    <p role="alert" className="shrink-0 border-b bg-error-tint px-3 py-1.5 selectable">
      <span className="font-medium">
        <VisibleText>{withoutHint(message, hint)}</VisibleText>
      </span>{' '}
      {hint === null ? null : <VisibleText>{hint}</VisibleText>} <code className="text-faint">{visible(code)}</code>
    </p>
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
