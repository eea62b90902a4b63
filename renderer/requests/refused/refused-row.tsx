/** One row above the list for all requests that were refused: how many, from where, and what to do about it. */

import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { describeSource, type RefusedGroup } from '#shared/exchange/refused-requests.ts';
import { formatAgo, formatMoment, plural } from '../../lib/format-values.ts';
import { useNow } from '../../lib/use-now.ts';
import { showView } from '../../state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Dot } from '../../ui/small.tsx';
import { visible } from '../../ui/visible-text.tsx';
import { useExchanges } from '../../state/exchange-store.ts';
import { adviceFor, headline } from './refused-advice.ts';
import { clearRefused, useRefused } from './refused-store.ts';

export function RefusedRow(): ReactNode {
  const refused = useRefused();
  const imported = useExchanges((store) => store.imported !== null);
  const [isOpen, setOpen] = useState(false);
  const now = useNow(1000);
  const [latest] = refused.groups;
  if (latest === undefined || imported) return null;
  const { count, sources } = headline(refused);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <section aria-label="Refused requests" data-testid="refused" className="shrink-0 border-b bg-loss-tint">
      <div className="flex min-h-8 items-center gap-2 px-3">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="flex min-w-0 flex-1 items-center gap-2 text-left"
        >
          <Chevron size={14} aria-hidden className="shrink-0 text-muted" />
          <Dot tone="loss" />
          <span className="shrink-0 font-medium tabular-nums">{count}</span>
          <span className="min-w-0 flex-1 truncate text-muted">{visible(sources)}</span>
          <span className="shrink-0 text-muted">{formatAgo(latest.lastAt, now)}</span>
        </button>
        <Button look="quiet" onClick={() => void clearRefused()}>
          Dismiss
        </Button>
      </div>
      {isOpen ? (
        <ul className="max-h-60 overflow-y-auto border-t">
          {refused.groups.map((group) => (
            <RefusedSource key={`${group.code} ${group.source ?? ''}`} group={group} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function RefusedSource({ group }: { group: RefusedGroup }): ReactNode {
  const { meaning, remedy, inSettings } = adviceFor(group);
  return (
    <li className="flex items-start gap-3 border-b px-3 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          <Badge tone="loss" title={group.code}>
            {group.status}
          </Badge>
          <span className="min-w-0 truncate font-medium">{visible(describeSource(group))}</span>
          <span className="shrink-0 text-muted tabular-nums">{plural(group.count, 'request')}</span>
        </p>
        <p className="mt-1">
          {meaning} {remedy}
        </p>
        <p className="wire mt-1 truncate text-faint">
          {formatMoment(group.lastAt).slice(11, 19)} {visible(group.lastRequest)}
        </p>
      </div>
      {inSettings ? <Button onClick={() => showView('settings')}>Open Settings</Button> : null}
    </li>
  );
}
