/** The phases of one exchange as bars, the events of its stream as ticks, and where it stalled. */

import type { ReactNode } from 'react';
import type { Exchange } from '#shared/exchange/record.ts';
import { phasesOf, stallsOf, type Stall } from '#shared/exchange/timing.ts';
import { formatDuration, plural } from '../../lib/format-values.ts';
import { cx } from '../../ui/class-names.ts';

export function Waterfall({ exchange }: { exchange: Exchange }): ReactNode {
  const phases = phasesOf(exchange.timing);
  const times = exchange.upstreamResponse?.eventTimes ?? [];
  const stalls = stallsOf(times);
  const total = Math.max(phases.at(-1)?.end ?? 0, times.at(-1) ?? 0);
  if (phases.length === 0 || total === 0) return <p className="text-faint">Nothing has been measured yet.</p>;
  return (
    <div className="min-w-0">
      <table className="w-full border-collapse">
        <caption className="pb-2 text-left font-medium">
          From accept to the last byte
          <span className="pl-3 font-normal text-faint">
            <span className="text-client">ours</span> · <span className="text-upstream">upstream</span>
            {stalls.length === 0 ? null : (
              <>
                {' '}
                · <span className="text-loss">{plural(stalls.length, 'stall')}</span>
              </>
            )}
          </span>
        </caption>
        <thead className="sr-only">
          <tr>
            <th>Phase</th>
            <th>When</th>
            <th>At</th>
            <th>Took</th>
          </tr>
        </thead>
        <tbody>
          {phases.map((phase) => (
            <tr key={phase.key} className="h-7 border-t">
              <td className="w-36 whitespace-nowrap">{phase.label}</td>
              <td className="px-3">
                <div className="relative h-3" aria-hidden>
                  <Bar
                    start={phase.start}
                    end={phase.end}
                    total={total}
                    look={phase.owner === 'ours' ? 'bg-client' : 'bg-upstream'}
                  />
                </div>
              </td>
              <td className="numeric w-20 text-faint">{formatDuration(phase.start)}</td>
              <td className="numeric w-20">{formatDuration(phase.end - phase.start)}</td>
            </tr>
          ))}
          {times.length === 0 ? null : (
            <tr className="h-7 border-t">
              <td className="whitespace-nowrap">{plural(times.length, 'event')}</td>
              <td className="px-3">
                <div className="relative h-3" aria-hidden>
                  {stalls.map((stall) => (
                    <Bar key={stall.event} {...stall} total={total} look="bg-loss-tint" />
                  ))}
                  <Ticks times={times} total={total} />
                </div>
              </td>
              <td className="numeric text-faint">{formatDuration(times[0] ?? null)}</td>
              <td className="numeric">{formatDuration((times.at(-1) ?? 0) - (times[0] ?? 0))}</td>
            </tr>
          )}
          <tr className="h-7 border-t font-medium">
            <td colSpan={3}>Total</td>
            <td className="numeric">{formatDuration(exchange.timing.done ?? total)}</td>
          </tr>
        </tbody>
      </table>
      <Stalls stalls={stalls} />
    </div>
  );
}

function Bar({ start, end, total, look }: { start: number; end: number; total: number; look: string }): ReactNode {
  return (
    <div
      style={{ left: `${(start / total) * 100}%`, width: `max(2px, ${((end - start) / total) * 100}%)` }}
      className={cx('absolute inset-y-0 max-w-full rounded-[2px]', look)}
    />
  );
}

const WIDTH = 1000;

/** One path for all events; those at the same pixel are drawn once. */
function Ticks({ times, total }: { times: readonly number[]; total: number }): ReactNode {
  const positions = new Set(times.map((time) => Math.round((time / total) * WIDTH)));
  return (
    <svg
      viewBox={`0 0 ${WIDTH} 12`}
      preserveAspectRatio="none"
      className="absolute inset-0 h-full w-full text-upstream"
    >
      <path
        d={[...positions].map((x) => `M${x} 0V12`).join('')}
        stroke="currentColor"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

const MAX_STALLS = 20;

function Stalls({ stalls }: { stalls: readonly Stall[] }): ReactNode {
  if (stalls.length === 0) return null;
  const longest = stalls.toSorted((one, other) => other.end - other.start - (one.end - one.start));
  return (
    <section aria-label="Stalls" className="mt-5">
      <h3 className="pb-1 font-medium">Stalls</h3>
      <ul>
        {longest.slice(0, MAX_STALLS).map(({ start, end, event }) => (
          <li key={event} className="flex h-7 items-center gap-2 border-t">
            <span className="w-20 font-medium text-loss tabular-nums">{formatDuration(end - start)}</span>
            <span className="text-muted">
              no events after {formatDuration(start)}, before event {event + 1}
            </span>
          </li>
        ))}
      </ul>
      {longest.length > MAX_STALLS ? (
        <p className="text-faint">and {plural(longest.length - MAX_STALLS, 'shorter one')}</p>
      ) : null}
    </section>
  );
}
