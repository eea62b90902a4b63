/** One line: waiting for the tool's first request, or the last one that arrived, with a link to it. */

import type { ReactNode } from 'react';
import type { Recipe } from '#shared/connect/recipe.ts';
import { formatAgo, formatMoment } from '../lib/format-values.ts';
import { useNow } from '../lib/use-now.ts';
import { useAppState } from '../state/app-store.ts';
import { showView } from '../state/navigation.ts';
import { isListening } from '../state/status-text.ts';
import { Button } from '../ui/button.tsx';
import { Dot } from '../ui/small.tsx';
import type { RequestState } from './request-state.ts';

interface RequestStatusProps {
  recipe: Recipe;
  state: RequestState;
  tokenNeeded: boolean;
}

export function RequestStatus({ recipe, state, tokenNeeded }: RequestStatusProps): ReactNode {
  const listening = useAppState((app) => isListening(app.status));
  const now = useNow(30_000);
  if (state.kind === 'none') return null;
  if (state.kind === 'waiting') {
    const alike = tokenNeeded ? recipe.looksLike : undefined;
    return (
      <p role="status" data-testid="connect-state" data-state="waiting" className="flex items-center gap-2 text-muted">
        <Dot tone="faint" hollow />
        {waitingText(listening, alike)}
      </p>
    );
  }
  const { exchange, kind } = state;
  const status = exchange.status === null ? '' : `, answered ${String(exchange.status)}`;
  return (
    <div className="flex items-center gap-2">
      <p role="status" data-testid="connect-state" data-state={kind} className="flex items-center gap-2">
        <Dot tone={kind === 'arrived' ? 'running' : 'loss'} />
        <span className={kind === 'arrived' ? 'text-running' : 'text-loss'}>
          {kind === 'arrived' ? 'Connected' : 'A request arrived and failed'}
        </span>
        <span className="text-muted" title={formatMoment(exchange.startedAt)}>
          last request {agoText(exchange.startedAt, now)}
          {status}
        </span>
      </p>
      <Button look="quiet" className="h-6 text-mini" onClick={() => showView('requests', exchange.id)}>
        Open exchange
      </Button>
    </div>
  );
}

/** `formatAgo` is made for columns: a duration needs its "ago" in a sentence, "now" and a date do not. */
function agoText(then: number, now: number): string {
  const text = formatAgo(then, now);
  return / (?:s|min|h)$/.test(text) ? `${text} ago` : text;
}

function waitingText(listening: boolean, alike: string | undefined): string {
  if (!listening) return 'The proxy is not running: start it first';
  if (alike !== undefined) return `With the token in use, its requests are listed as ${alike}`;
  return 'Waiting for the first request…';
}
