/** The whole of an exchange in the window. */

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Exchange } from '#shared/exchange/record.ts';
import { call } from '../bridge.ts';
import { useSummary } from '../requests/exchange-store.ts';

/** How often a record is read again while its stream runs. */
const LIVE_MS = 500;

/** Asked for again whenever its summary changes, and while it streams. Null asks for nothing; `exchange` null: not kept. */
export function useExchange(id: string | null): { exchange: Exchange | null | undefined; error: Error | null } {
  const queries = useQueryClient();
  const summary = useSummary(id);
  const query = useQuery({
    queryKey: ['exchange', id],
    queryFn: () => (id === null ? null : call('exchanges.get', { id })),
    placeholderData: keepPreviousData,
    enabled: id !== null,
    refetchInterval: ({ state }) => (isLive(state.data) ? LIVE_MS : false),
  });
  useEffect(() => {
    if (summary === null) return;
    // While it streams, summaries come in batches: a short pause keeps the panes from being filled twice.
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['exchange', id] }), 100);
    return () => clearTimeout(timer);
  }, [summary, id, queries]);
  return { exchange: query.data, error: query.error };
}

function isLive(exchange: Exchange | null | undefined): boolean {
  return exchange?.summary.state === 'open' || exchange?.summary.state === 'streaming';
}
