/** The strip above the list: requests, errors, tokens, cost and time to first text over the period that is shown. */

import { CalendarRange, ChartNoAxesColumn } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { create } from 'zustand';
import type { Period } from '#shared/exchange/time-buckets.ts';
import { formatMoment } from '../../lib/format-values.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useSearch } from '../search/exchange-search.ts';
import { setFilter, useExchanges } from '../../state/exchange-store.ts';
import { withPeriod } from '../../state/filter-state.ts';
import { SmallChart } from './small-chart.tsx';
import { brushed, charts, stripPeriod, type Chart } from './strip-data.ts';

const STORAGE_KEY = 'requests-charts';
/** Adding up 100,000 rows for every batch of a busy stream would be waste. */
const RENEW_MS = 1000;

const useShown = create<{ readonly shown: boolean }>(() => ({
  shown: globalThis.localStorage?.getItem(STORAGE_KEY) !== 'hidden',
}));

export function ChartsButton(): ReactNode {
  const shown = useShown((store) => store.shown);
  return (
    <IconButton
      label={shown ? 'Hide the charts' : 'Show the charts'}
      aria-pressed={shown}
      className="aria-pressed:text-text"
      onClick={() => {
        useShown.setState({ shown: !shown });
        globalThis.localStorage?.setItem(STORAGE_KEY, shown ? 'hidden' : 'shown');
      }}
    >
      <ChartNoAxesColumn size={14} aria-hidden />
    </IconButton>
  );
}

/** The period of the rows, renewed at intervals. */
function usePeriod(): Period | null {
  const [period, setPeriod] = useState(() => stripPeriod(useSearch.getState().rows.ascending));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const renew = (): void => {
      timer = undefined;
      last = performance.now();
      setPeriod(stripPeriod(useSearch.getState().rows.ascending));
    };
    renew();
    const end = useSearch.subscribe((now, before) => {
      if (now.rows === before.rows) return;
      if (now.generation !== before.generation) last = 0;
      timer ??= setTimeout(renew, Math.max(0, RENEW_MS - (performance.now() - last)));
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, []);
  return period;
}

export function ChartStrip(): ReactNode {
  const shown = useShown((store) => store.shown);
  return shown ? <Strip /> : null;
}

function Strip(): ReactNode {
  const period = usePeriod();
  const [hovered, setHovered] = useState<number | null>(null);
  if (period === null) return null;
  return (
    <section
      aria-label="Over time"
      data-testid="chart-strip"
      className="flex shrink-0 items-stretch border-b"
      onMouseLeave={() => setHovered(null)}
    >
      {charts.map((chart) => (
        <ChartCell key={chart.key} chart={chart} period={period} hovered={hovered} onHover={setHovered} />
      ))}
      <PeriodMenu />
    </section>
  );
}

function ChartCell({
  chart,
  period,
  hovered,
  onHover,
}: {
  chart: Chart;
  period: Period;
  hovered: number | null;
  onHover: (index: number | null) => void;
}): ReactNode {
  const bucket = (hovered === null ? undefined : period.buckets[hovered]) ?? period.total;
  const words = chart.words(chart.value(bucket));
  const span = `${formatMoment(bucket.from).slice(0, 19)} to ${formatMoment(bucket.to).slice(0, 19)}`;
  return (
    <figure
      role="img"
      aria-label={`${chart.label}: ${chart.words(chart.value(period.total))}`}
      title={`${chart.label}: ${words}\n${span}\nDrag to select a time range`}
      className="min-w-0 flex-1 border-r px-3 pt-1"
    >
      <figcaption className="flex items-baseline justify-between gap-2 text-mini">
        <span className="truncate text-muted">{chart.label}</span>
        <span className={cx('whitespace-nowrap tabular-nums', hovered === null ? 'text-text' : 'text-accent')}>
          {words}
        </span>
      </figcaption>
      <SmallChart
        chart={chart}
        buckets={period.buckets}
        onHover={onHover}
        onBrush={(from, to) => setFilter(withPeriod(useExchanges.getState().filter, brushed(from, to)))}
      />
    </figure>
  );
}

const periods = [
  { label: 'Last 10 minutes', after: '10m' },
  { label: 'Last hour', after: '1h' },
  { label: 'Last day', after: '1d' },
  { label: 'Last week', after: '1w' },
  { label: 'All time', after: null },
];

/** The same as dragging, from the keyboard. */
function PeriodMenu(): ReactNode {
  return (
    <div className="flex items-center px-1">
      <Menu
        label="Period"
        trigger={
          <IconButton label="Period">
            <CalendarRange size={14} aria-hidden />
          </IconButton>
        }
      >
        {periods.map(({ label, after }) => (
          <MenuItem
            key={label}
            onSelect={() => setFilter(withPeriod(useExchanges.getState().filter, { after, before: null }))}
          >
            {label}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}
