/** The waterfall of one exchange and its tokens. */

import type { ReactNode } from 'react';
import type { Exchange } from '#shared/exchange/record.ts';
import { formatCost, formatCount, formatDuration, formatMoment } from '../format.ts';
import { cx } from '../ui/class-names.ts';
import { phasesOf, tokensPerSecond } from './waterfall.ts';

export function TimingTab({ exchange }: { exchange: Exchange }): ReactNode {
  return (
    <div tabIndex={0} className="h-full overflow-y-auto p-4">
      <div className="grid max-w-[1200px] grid-cols-[minmax(0,1fr)_240px] gap-x-10">
        <Waterfall exchange={exchange} />
        <Facts exchange={exchange} />
      </div>
    </div>
  );
}

function Waterfall({ exchange }: { exchange: Exchange }): ReactNode {
  const phases = phasesOf(exchange.timing);
  const total = phases.at(-1)?.end ?? 0;
  if (phases.length === 0) return <p className="text-faint">Nothing has been measured yet.</p>;
  return (
    <table className="w-full border-collapse">
      <caption className="pb-2 text-left font-medium">
        From accept to the last byte
        <span className="pl-3 font-normal text-faint">
          <span className="text-client">ours</span> · <span className="text-upstream">upstream</span>
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
                <div
                  style={{
                    left: `${(phase.start / total) * 100}%`,
                    width: `max(2px, ${((phase.end - phase.start) / total) * 100}%)`,
                  }}
                  className={cx(
                    'absolute inset-y-0 max-w-full rounded-[2px]',
                    phase.owner === 'ours' ? 'bg-client' : 'bg-upstream',
                  )}
                />
              </div>
            </td>
            <td className="numeric w-20 text-faint">{formatDuration(phase.start)}</td>
            <td className="numeric w-20">{formatDuration(phase.end - phase.start)}</td>
          </tr>
        ))}
        <tr className="h-7 border-t font-medium">
          <td colSpan={3}>Total</td>
          <td className="numeric">{formatDuration(total)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Facts({ exchange }: { exchange: Exchange }): ReactNode {
  const { tokens, startedAt } = exchange.summary;
  const speed = tokensPerSecond(tokens, exchange.timing);
  const facts: readonly (readonly [string, string])[] = [
    ['Started', formatMoment(startedAt).slice(11)],
    ['First text', formatDuration(exchange.timing.firstText)],
    ['Speed', speed === null ? '–' : `${speed.toFixed(speed < 10 ? 1 : 0)} tokens/s`],
    ['Input', formatCount(tokens?.input ?? null)],
    ['from cache', formatCount(tokens?.cacheRead ?? null)],
    ['into cache', formatCount(tokens?.cacheWrite ?? null)],
    ['Output', formatCount(tokens?.output ?? null)],
    ['of it thinking', formatCount(tokens?.reasoning ?? null)],
    ['Cost', formatCost(exchange.summary.cost ?? null)],
  ];
  return (
    <section aria-label="Tokens">
      <h3 className="pb-2 font-medium">Tokens</h3>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name} className="flex h-7 items-center justify-between border-t">
            <dt className={/^[a-z]/.test(name) ? 'pl-3 text-faint' : 'text-muted'}>{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
