/**
 * Which links may leave for the user's browser: exactly the addresses that the app itself links. A host alone would not do: path and
 * query of an allowed host can carry data (a search, an issue form, an open redirect).
 */

import { externalLinks } from '#shared/external-links.ts';

const ALLOWED_ADDRESSES: ReadonlySet<string> = new Set(Object.values(externalLinks));

/**
 * @param address as the page gave it
 * @returns the address in its normal form, or null when it must not be opened
 */
export function allowedExternalUrl(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { href } = new URL(address);
  return ALLOWED_ADDRESSES.has(href) ? href : null;
}
