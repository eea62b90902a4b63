/** The cost of an exchange, with the date of the prices used. */

import { costOf, savedByCaching } from '../models/prices.ts';
import { rulesDate } from '../models/rules.ts';
import type { ExchangeSummary } from './record.ts';

export interface ExchangeCost {
  readonly usd: number;
  /** Saved by caching (USD); negative when writing the cache cost more than reading it saved. */
  readonly saved: number;
  /** Date of the price table, `2026-11-09`. */
  readonly priceDate: string;
  /** True in a demo: what it would have cost. */
  readonly hypothetical: boolean;
}

/** Null when no tokens were counted or the model has no published price: unknown is not zero. */
export function costOfExchange({ tokens, modelUsed, demo }: ExchangeSummary): ExchangeCost | null {
  if (tokens === null || modelUsed === null) return null;
  const usd = costOf(tokens, modelUsed);
  const saved = savedByCaching(tokens, modelUsed);
  return usd === null || saved === null ? null : { usd, saved, priceDate: rulesDate, hypothetical: demo };
}
