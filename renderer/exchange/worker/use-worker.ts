/** Calls the exchange worker from a component; keeps the last result for the same exchange while the next one is computed. */

import { useQuery } from '@tanstack/react-query';
import type { Exchange } from '#shared/exchange/record.ts';
import { useAppState } from '../../state/app-store.ts';
import { exchangeKey, runJob, type ExchangeJob, type Rest } from './exchange-worker-client.ts';
import type { ExchangeWorker } from './exchange-worker.ts';

export interface WorkerResult<Value> {
  /** Undefined until the first result. */
  readonly value: Value | undefined;
  readonly failure: Error | null;
}

/** @param wanted false: no call; the other parameters are a job and its plain-data arguments beside the exchange */
export function useWorker<Name extends ExchangeJob>(
  exchange: Exchange,
  name: Name,
  args: Rest<Parameters<ExchangeWorker[Name]>>,
  wanted = true,
): WorkerResult<ReturnType<ExchangeWorker[Name]>> {
  const inputs = useAppState((app) => app.translationInputs);
  const query = useQuery({
    queryKey: ['work', exchange.summary.id, exchangeKey(exchange, inputs), name, args],
    queryFn: () => runJob(exchange, inputs, name, ...args),
    placeholderData: (before, previousQuery) =>
      previousQuery?.queryKey[1] === exchange.summary.id ? before : undefined,
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
  });
  return { value: query.data, failure: query.error };
}
