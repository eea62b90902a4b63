/**
 * The API key with its allowed origins, and their format in one keychain item. An origin is scheme, host and port as
 * `URL.origin` spells them.
 */

import { z } from 'zod';
import { ANTHROPIC_ORIGIN } from '#shared/settings/endpoint.ts';

export interface BoundKey {
  readonly key: string;
  /** The origin of the effective endpoint when the key was entered. */
  readonly origin: string;
  /** Further origins that the user confirmed, the oldest first. */
  readonly confirmed: readonly string[];
}

const itemSchema = z.strictObject({
  dragoman: z.literal('bound-key'),
  key: z.string().min(1),
  origin: z.string(),
  confirmed: z.array(z.string()),
});

/** Windows keeps at most 2,560 bytes in one item: a key of 500 characters and seven host names of the longest kind fit. */
const MAX_CONFIRMED = 6;

/** @returns a key bound to `origin` alone */
export function bindKey(key: string, origin: string): BoundKey {
  return { key, origin, confirmed: [] };
}

/** @returns true when the key was entered for this origin, or the user confirmed it */
export function mayGoTo({ origin, confirmed }: BoundKey, destination: string): boolean {
  return destination === origin || confirmed.includes(destination);
}

/** @returns the key with one more allowed origin; beyond the limit the oldest confirmation is dropped */
export function confirmOrigin(bound: BoundKey, destination: string): BoundKey {
  if (mayGoTo(bound, destination)) return bound;
  return { ...bound, confirmed: [...bound.confirmed, destination].slice(-MAX_CONFIRMED) };
}

/**
 * The text of the keychain item. A key for Anthropic's API alone is written plain, which versions without binding wrote and can
 * still read.
 */
export function formatKeychainItem(bound: BoundKey): string {
  const { key, origin, confirmed } = bound;
  if (origin === ANTHROPIC_ORIGIN && confirmed.length === 0 && !key.startsWith('{')) return key;
  return JSON.stringify({ dragoman: 'bound-key', key, origin, confirmed });
}

/**
 * Parses the keychain item. Text other than JSON is an unbound key, which belongs to Anthropic's API.
 * @returns null for JSON of another format, which must not be sent as a key
 */
export function parseKeychainItem(text: string): BoundKey | null {
  if (!text.startsWith('{')) return bindKey(text, ANTHROPIC_ORIGIN);
  try {
    const { key, origin, confirmed } = itemSchema.parse(JSON.parse(text));
    return { key, origin, confirmed };
  } catch {
    return null;
  }
}
