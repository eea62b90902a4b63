/** Whether a tool's requests arrive: from the names of the clients in the list of exchanges. */

import type { ExchangeSummary } from '#shared/exchange/record.ts';
import type { Recipe } from '#shared/connect/recipe.ts';

/** The newest exchange of each client. */
export function newestByClient(ascending: readonly ExchangeSummary[]): ReadonlyMap<string, ExchangeSummary> {
  const newest = new Map<string, ExchangeSummary>();
  for (const summary of ascending) if (summary.tool !== null) newest.set(summary.tool, summary);
  return newest;
}

export type RequestState =
  /** Cannot be connected, or has no client of its own. */
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting' }
  /** The last one was answered; or is being answered. */
  | { readonly kind: 'arrived'; readonly exchange: ExchangeSummary }
  | { readonly kind: 'failed'; readonly exchange: ExchangeSummary };

export function requestState(
  { client }: Pick<Recipe, 'client'>,
  newest: ReadonlyMap<string, ExchangeSummary>,
): RequestState {
  if (client === null) return { kind: 'none' };
  const exchange = newest.get(client);
  if (exchange === undefined) return { kind: 'waiting' };
  const failed = exchange.state === 'failed' || (exchange.status ?? 0) >= 400;
  return { kind: failed ? 'failed' : 'arrived', exchange };
}

/** Recipes whose name, note or client contains every word. */
export function matchingRecipes(recipes: readonly Recipe[], search: string): readonly Recipe[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return recipes.filter(({ name, note, id }) => {
    const text = `${name} ${id} ${note}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
