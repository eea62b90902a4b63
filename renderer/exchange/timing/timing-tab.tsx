/** Timing, token counts and cost of one exchange. */

import type { ReactNode } from 'react';
import { costOfExchange } from '#shared/exchange/cost.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { tokensPerSecond } from '#shared/exchange/timing.ts';
import { CACHE_MISSED } from '#shared/translate/prompt-caching/cache-miss-reason.ts';
import { formatCost, formatCount, formatDuration, formatMoment } from '../../lib/format-values.ts';
import { visible } from '../../ui/visible-text.tsx';
import { Waterfall } from './waterfall.tsx';

export function TimingTab({ exchange }: { exchange: Exchange }): ReactNode {
  return (
    <div tabIndex={0} className="h-full overflow-y-auto p-4" data-testid="timing">
      <div className="grid max-w-[1200px] grid-cols-[minmax(0,1fr)_240px] gap-x-10">
        <Waterfall exchange={exchange} />
        <div>
          <Facts title="Tokens" facts={tokenFacts(exchange)} {...cacheNote(exchange)} />
          <Facts title="Cost" facts={costFacts(exchange)} note={costNote(exchange)} />
        </div>
      </div>
    </div>
  );
}

/** A name in lower case is a part of the phase above. */
type Fact = readonly [name: string, value: string];

function tokenFacts({ summary, timing }: Exchange): readonly Fact[] {
  const { tokens, startedAt } = summary;
  const speed = tokensPerSecond(tokens, timing);
  const prompt = tokens === null ? null : tokens.input + tokens.cacheRead + tokens.cacheWrite;
  return [
    ['Started', formatMoment(startedAt).slice(11)],
    ['First text', formatDuration(timing.firstText)],
    ['Speed', speed === null ? '–' : `${speed.toFixed(speed < 10 ? 1 : 0)} tokens/s`],
    ['Prompt', formatCount(prompt)],
    ['new', formatCount(tokens?.input ?? null)],
    ['from cache', formatCount(tokens?.cacheRead ?? null)],
    ['into cache', formatCount(tokens?.cacheWrite ?? null)],
    ['Output', formatCount(tokens?.output ?? null)],
    ['of which thinking', formatCount(tokens?.reasoning ?? null)],
  ];
}

/** Why the cache was missed. */
function cacheNote({ notes }: Exchange): { readonly note?: string } {
  const missed = notes.find(({ code }) => code.startsWith(CACHE_MISSED));
  return missed === undefined ? {} : { note: missed.reason };
}

function costFacts({ summary }: Exchange): readonly Fact[] {
  const cost = costOfExchange(summary);
  if (cost === null) return [['This exchange', '–']];
  return [
    [cost.hypothetical ? 'Estimated cost' : 'This exchange', formatCost(cost.usd)],
    cost.saved < 0 ? ['caching cost more', formatCost(-cost.saved)] : ['caching saved', formatCost(cost.saved)],
  ];
}

function costNote({ summary }: Exchange): string {
  const cost = costOfExchange(summary);
  if (cost !== null) return `List prices in US dollars as of ${cost.priceDate}.`;
  if (summary.tokens === null) return 'No token counts.';
  return `No price is known for ${visible(summary.modelUsed ?? 'this model')}.`;
}

function Facts({ title, facts, note }: { title: string; facts: readonly Fact[]; note?: string }): ReactNode {
  return (
    <section aria-label={title} className="mb-5">
      <h3 className="pb-2 font-medium">{title}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name} className="flex h-7 items-center justify-between border-t">
            <dt className={/^[a-z]/.test(name) ? 'pl-3 text-faint' : 'text-muted'}>{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {note === undefined ? null : <p className="border-t pt-1 text-mini text-faint">{note}</p>}
    </section>
  );
}
