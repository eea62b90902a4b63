/** Asks the workshop from a component; keeps what was answered last about the same exchange while the next answer is on its way. */

import { useQuery } from '@tanstack/react-query';
import type { Exchange } from '#shared/exchange/record.ts';
import { useAppState } from '../../state/app-store.ts';
import { pieceKey, work, type PieceJob, type Rest } from './exchange-worker-client.ts';
import type { Workshop } from './exchange-worker.ts';

export interface Worked<Value> {
  /** Undefined until the first answer. */
  readonly value: Value | undefined;
  readonly failure: Error | null;
}

/** In: a job and what it needs beside the exchange (plain data). `wanted` false: asks nothing. */
export function useWork<Name extends PieceJob>(
  exchange: Exchange,
  name: Name,
  args: Rest<Parameters<Workshop[Name]>>,
  wanted = true,
): Worked<ReturnType<Workshop[Name]>> {
  const inputs = useAppState((app) => app.translationInputs);
  const query = useQuery({
    queryKey: ['work', exchange.summary.id, pieceKey(exchange, inputs), name, args],
    queryFn: () => work(exchange, inputs, name, ...args),
    placeholderData: (before, asked) => (asked?.queryKey[1] === exchange.summary.id ? before : undefined),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
  });
  return { value: query.data, failure: query.error };
}
