/**
 * Allow list of URLs for the user's browser: exactly those that the app links. Hosts alone would not suffice: path and query of
 * an allowed host can carry data (a search, an issue form, an open redirect).
 */

import { externalLinks } from '#shared/allowed-links.ts';

const ALLOWED_ADDRESSES: ReadonlySet<string> = new Set(Object.values(externalLinks));

/**
 * @param address from the page
 * @returns the normalised URL, or null when it must not be opened
 */
export function allowedExternalUrl(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { href } = new URL(address);
  return ALLOWED_ADDRESSES.has(href) ? href : null;
}
