/** Prices of tokens, from the dated table: list prices in USD of the first-party API, without batch or fast-mode rates. */

import { ruleFor, type TokenPrice } from './rules.ts';
import type { TokenCounts } from './token-counts.ts';

const MILLION = 1_000_000;

/**
 * Cost of one response in USD, or null when the model has no published price. `tokens.input` is what was neither read from nor
 * written to the cache (as the Messages API counts); `reasoning` is part of `output`. Cache writes count at the 5-minute rate.
 */
export function costOf(tokens: TokenCounts, model: string): number | null {
  const price = priceFor(model, promptTokens(tokens));
  if (price === null) return null;
  const cost =
    tokens.input * price.input +
    tokens.output * price.output +
    tokens.cacheRead * price.cacheRead +
    tokens.cacheWrite * price.cacheWrite5m;
  return cost / MILLION;
}

/** Saved by caching (USD); negative when writing the cache cost more than reading it saved. */
export function savedByCaching(tokens: TokenCounts, model: string): number | null {
  const price = priceFor(model, promptTokens(tokens));
  if (price === null) return null;
  const read = tokens.cacheRead * (price.input - price.cacheRead);
  const written = tokens.cacheWrite * (price.cacheWrite5m - price.input);
  return (read - written) / MILLION;
}

/** USD per million tokens for a prompt of that length; some models charge more for long ones. */
export function priceFor(model: string, prompt: number): TokenPrice | null {
  const rule = ruleFor(model);
  if (rule === undefined) return null;
  const long = rule.longPromptPrice;
  return long !== null && prompt > long.overTokens ? long : rule.pricePerMtok;
}

function promptTokens(tokens: TokenCounts): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite;
}
