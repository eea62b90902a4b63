/** The whole of an exchange in the window. */

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Exchange } from '#shared/exchange/record.ts';
import { call } from '../lib/window-bridge.ts';
import { refreshModels } from '../state/app-store.ts';
import { useSummary } from '../state/exchange-store.ts';

/** How often a record is read again while its stream runs: one of megabytes less often, because all of it is copied each time. */
const LIVE_MS = 500;
const CHARACTERS_PER_MS = 5_000;

/** Fetched again when its summary changes, and while it streams. Null fetches nothing; `exchange` null: not in the log. */
export function useExchange(id: string | null): { exchange: Exchange | null | undefined; error: Error | null } {
  const queries = useQueryClient();
  const summary = useSummary(id);
  const query = useQuery({
    queryKey: ['exchange', id],
    queryFn: () => (id === null ? null : recordOf(id)),
    placeholderData: keepPreviousData,
    enabled: id !== null,
    refetchInterval: ({ state }) => (isLive(state.data) ? pauseFor(state.data) : false),
    staleTime: Number.POSITIVE_INFINITY,
    // Drops megabytes that are no longer shown; reopening reads them again.
    gcTime: 0,
  });
  const known = useRef({ id, summary });
  useEffect(() => {
    const before = known.current;
    known.current = { id, summary };
    // The first one was just fetched.
    if (summary === null || before.id !== id || before.summary === summary) return;
    // While it streams, summaries come in batches: a short pause keeps the panes from being filled twice.
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['exchange', id] }), 100);
    return () => clearTimeout(timer);
  }, [summary, id, queries]);
  return { exchange: query.data, error: query.error };
}

async function recordOf(id: string): Promise<Exchange | null> {
  // The exchange may have added learned rules, and the panes are linked by them.
  await refreshModels();
  return await call('exchanges.get', { id });
}

function isLive(exchange: Exchange | null | undefined): exchange is Exchange {
  return exchange?.summary.state === 'open' || exchange?.summary.state === 'streaming';
}

function pauseFor(exchange: Exchange): number {
  const { clientRequest, upstreamRequest, upstreamResponse, clientResponse } = exchange;
  let characters = 0;
  for (const side of [clientRequest, upstreamRequest, upstreamResponse, clientResponse]) {
    characters += side === null ? 0 : side.body.length;
  }
  return Math.max(LIVE_MS, characters / CHARACTERS_PER_MS);
}
