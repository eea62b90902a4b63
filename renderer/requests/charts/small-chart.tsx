/** One small chart: no axes, no legend. Dragging over it chooses a stretch of time. */

import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import type { PeriodBucket } from '#shared/exchange/time-buckets.ts';
import { BUCKETS, type Chart } from './strip-data.ts';

const HEIGHT = 32;
/** Pixels; less is a click. */
const MIN_BRUSH = 4;

function colourOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}

export function SmallChart({
  chart,
  buckets,
  onHover,
  onBrush,
}: {
  chart: Chart;
  buckets: readonly PeriodBucket[];
  /** The bucket under the pointer, or null. */
  onHover: (index: number | null) => void;
  /** Epoch milliseconds. */
  onBrush: (from: number, to: number) => void;
}): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const hover = useEffectEvent(onHover);
  const brush = useEffectEvent(onBrush);
  const dataNow = useEffectEvent(() => dataOf(chart, buckets));

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const made = new UPlot(optionsFor(chart, element.clientWidth, { hover, brush }), dataNow(), element);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    sizes.observe(element);
    const themes = new MutationObserver(() => made.redraw(false));
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-contrast'] });
    return () => {
      sizes.disconnect();
      themes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [chart]);

  useEffect(() => {
    plot.current?.setData(dataOf(chart, buckets));
  }, [chart, buckets]);

  return <div ref={host} className="h-8 w-full cursor-crosshair" />;
}

function dataOf(chart: Chart, buckets: readonly PeriodBucket[]): UPlot.AlignedData {
  return [buckets.map(({ from, to }) => (from + to) / 2), buckets.map(chart.value)];
}

function optionsFor(
  chart: Chart,
  width: number,
  callbacks: { hover: (index: number | null) => void; brush: (from: number, to: number) => void },
): UPlot.Options {
  const colour = (): string =>
    colourOf(chart.tone === 'error' ? '--error' : chart.form === 'bars' ? '--line-strong' : '--muted');
  const bars = UPlot.paths.bars?.({ size: [0.75, 12, 1] });
  return {
    width,
    height: HEIGHT,
    padding: [2, 0, 0, 0],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false, range: (_plot, low, high) => [low - halfBucket(low, high), high + halfBucket(low, high)] },
      y: { range: (_plot, _low, high) => [0, Math.max(high ?? 0, Number.MIN_VALUE)] },
    },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      sync: { key: 'requests' },
    },
    series: [
      {},
      {
        stroke: colour,
        width: chart.form === 'bars' ? 0 : 1.5,
        points: { show: chart.form === 'line', size: 3, fill: colour },
        spanGaps: true,
        ...(chart.form === 'bars' ? { fill: colour } : {}),
        ...(chart.form === 'bars' && bars !== undefined ? { paths: bars } : {}),
      },
    ],
    hooks: {
      setCursor: [(plot) => callbacks.hover(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select;
          if (wide < MIN_BRUSH) return;
          callbacks.brush(plot.posToVal(left, 'x'), plot.posToVal(left + wide, 'x'));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** The bars at both ends are drawn whole. */
function halfBucket(low: number, high: number): number {
  return Math.max(1, (high - low) / (2 * (BUCKETS - 1)));
}
