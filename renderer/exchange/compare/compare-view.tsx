/** Two exchanges side by side, one pane at a time, with what differs; ids and times do not count. */

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { panes, type Pane } from '#shared/exchange/panes/link-panes.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { formatMoment, plural } from '../../lib/format-values.ts';
import { useAppState } from '../../state/app-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { LongCodeView } from '../../code-view/long-code-view.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Badge } from '../../ui/small.tsx';
import { visible, VisibleText } from '../../ui/visible-text.tsx';
import type { PaneComparison, ShownDifference } from '../worker/compare-bodies.ts';
import { endComparing, type Compared } from './compare-store.ts';
import { paneTitles } from '../panes/message-pane.tsx';
import { useExchange } from '../use-exchange.ts';
import { exchangeKey, runComparison } from '../worker/exchange-worker-client.ts';

export function CompareView({ left, right }: { left: Compared; right: Compared }): ReactNode {
  const one = useCompared(left);
  const other = useCompared(right);
  if (one === undefined || other === undefined) return <p className="p-4 text-faint">Reading both exchanges…</p>;
  if (one === null || other === null) {
    return (
      <div className="flex items-start gap-2 p-3">
        <p className="flex-1">One of the two exchanges is no longer in the log.</p>
        <CloseButton />
      </div>
    );
  }
  return (
    <Both
      left={one}
      right={other}
      leftTitle={titleOf(left, one)}
      rightTitle={titleOf(right, other)}
      made={right.kind === 'made'}
    />
  );
}

function useCompared(compared: Compared): Exchange | null | undefined {
  const kept = useExchange(compared.kind === 'kept' ? compared.id : null);
  return compared.kind === 'made' ? compared.exchange : kept.exchange;
}

function titleOf(compared: Compared, { summary }: Exchange): string {
  if (compared.kind === 'made') return visible(compared.title);
  return visible(
    `${summary.tool ?? 'unknown tool'} · ${formatMoment(summary.startedAt).slice(11)} · ${summary.modelUsed ?? summary.path}`,
  );
}

function CloseButton(): ReactNode {
  return (
    <IconButton label="Close the comparison" onClick={endComparing}>
      <X size={14} aria-hidden />
    </IconButton>
  );
}

function Both({
  left,
  right,
  leftTitle,
  rightTitle,
  made,
}: {
  left: Exchange;
  right: Exchange;
  leftTitle: string;
  rightTitle: string;
  /** The right one was only translated: it has no responses. */
  made: boolean;
}): ReactNode {
  const inputs = useAppState((app) => app.translationInputs);
  const [chosen, setChosen] = useState<Pane>(made ? 'upstreamRequest' : 'clientRequest');
  const { data, error } = useQuery({
    queryKey: ['compare', exchangeKey(left, inputs), exchangeKey(right, inputs)],
    queryFn: () => runComparison(left, right, inputs),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
  });
  const shown = made ? panes.filter((pane) => pane.endsWith('Request')) : panes;
  const comparison = data?.[chosen];
  return (
    <section aria-label="Comparison" data-testid="comparison" className="h-full min-h-0">
      <h2 className="sr-only">Comparison</h2>
      <Tabs
        label="Compared side"
        value={chosen}
        onChange={setChosen}
        items={shown.map((pane) => ({ value: pane, label: paneTitles[pane], badge: countOf(data?.[pane]) }))}
        end={<CloseButton />}
      >
        {error === null ? null : <p className="p-4 text-error">The exchanges could not be compared: {error.message}</p>}
        {comparison === undefined ? null : comparison === null ? (
          <p className="p-4 text-faint">One of the two has no {paneTitles[chosen].toLowerCase()}.</p>
        ) : (
          <Sides key={chosen} comparison={comparison} leftTitle={leftTitle} rightTitle={rightTitle} />
        )}
      </Tabs>
    </section>
  );
}

function countOf(comparison: PaneComparison | null | undefined): ReactNode {
  if (comparison == null || comparison.differences.length === 0) return undefined;
  return (
    <Badge tone="plain">
      {comparison.differences.length}
      {comparison.more ? '+' : ''} different
    </Badge>
  );
}

const divider =
  'w-px bg-line outline-none focus-visible:bg-accent data-[separator=active]:bg-accent data-[separator=hover]:bg-accent';

function Sides({
  comparison,
  leftTitle,
  rightTitle,
}: {
  comparison: PaneComparison;
  leftTitle: string;
  rightTitle: string;
}): ReactNode {
  const [current, setCurrent] = useState<number | null>(null);
  const { differences } = comparison;
  const difference = current === null ? undefined : differences[current];
  return (
    <div className="h-full overflow-x-auto">
      <Group orientation="horizontal" className="h-full min-w-[490px]">
        <Panel id="first" minSize={160}>
          <OneSide title={leftTitle} side="left" comparison={comparison} current={difference} />
        </Panel>
        <Separator className={divider} />
        <Panel id="second" minSize={160}>
          <OneSide title={rightTitle} side="right" comparison={comparison} current={difference} />
        </Panel>
        <Separator className={divider} />
        <Panel id="list-of-differences" minSize={160} defaultSize="24">
          <Differences comparison={comparison} current={current} onChoose={setCurrent} />
        </Panel>
      </Group>
    </div>
  );
}

function OneSide({
  title,
  side,
  comparison,
  current,
}: {
  title: string;
  side: 'left' | 'right';
  comparison: PaneComparison;
  current: ShownDifference | undefined;
}): ReactNode {
  const { text, language } = comparison[side];
  const marks = useMemo(
    () =>
      comparison.differences.flatMap((difference) => {
        const span = difference[side];
        if (span === null) return [];
        return [{ ...span, look: difference === current ? ('picked' as const) : ('linked' as const) }];
      }),
    [comparison, side, current],
  );
  const span = current?.[side] ?? null;
  const reveal = useMemo(() => (span === null ? null : { position: span.from, top: null }), [span]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <p className="h-7 shrink-0 truncate border-b bg-sunken px-3 leading-7 text-muted" title={title}>
        {title}
      </p>
      <div className="min-h-0 flex-1">
        <LongCodeView
          name={title}
          text={text}
          language={language}
          label={`${side === 'left' ? 'First' : 'Second'}: ${title}`}
          marks={marks}
          reveal={reveal}
        />
      </div>
    </div>
  );
}

const kindWords: Record<ShownDifference['kind'], string> = {
  added: 'only in the second',
  removed: 'only in the first',
  changed: 'differs',
};

function Differences({
  comparison: { differences, more },
  current,
  onChoose,
}: {
  comparison: PaneComparison;
  current: number | null;
  onChoose: (index: number) => void;
}): ReactNode {
  return (
    <section aria-label="What differs" data-testid="differences" className="flex h-full min-h-0 flex-col bg-sunken">
      <div className="flex h-7 shrink-0 items-center gap-2 border-b px-3">
        <h3 className="font-medium">What differs</h3>
        <span className="ml-auto text-mini text-faint">
          {differences.length === 0 ? '' : plural(differences.length, 'place')}
          {more ? ' and more' : ''}
        </span>
      </div>
      {differences.length === 0 ? (
        <p className="p-3 text-faint">No differences besides ids and times.</p>
      ) : (
        <ol className="min-h-0 flex-1 overflow-y-auto">
          {differences.map((difference, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- the list never changes, and a path may stand in it twice
            <li key={`${difference.path} ${index}`} className="border-b">
              <button
                type="button"
                aria-pressed={index === current}
                onClick={() => onChoose(index)}
                className={cx('block w-full px-3 py-1.5 text-left hover:bg-hover', index === current && 'bg-selected')}
              >
                <code className="break-all">
                  {difference.path === '' ? 'the whole body' : visible(difference.path)}
                </code>{' '}
                <span className="text-muted">{kindWords[difference.kind]}</span>
                <Value text={difference.before} sign="−" />
                <Value text={difference.after} sign="+" />
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Value({ text, sign }: { text: string | null; sign: string }): ReactNode {
  if (text === null) return null;
  return (
    <span className="wire flex gap-1.5 text-muted">
      <span className="text-faint">{sign}</span>
      <bdi className="min-w-0 wrap-anywhere">
        <VisibleText>{text}</VisibleText>
      </bdi>
    </span>
  );
}
