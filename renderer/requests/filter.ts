/** The plain text filter of the list: every word must occur somewhere in what a row tells. Pure. */

import type { ExchangeSummary } from '#shared/exchange/record.ts';

const texts = new WeakMap<ExchangeSummary, string>();

/** All that can be searched of a summary, in lower case; worked out once for each. */
function searchText(summary: ExchangeSummary): string {
  const known = texts.get(summary);
  if (known !== undefined) return known;
  const parts = [
    summary.tool,
    summary.modelAsked,
    summary.modelUsed,
    summary.status,
    summary.method,
    summary.path,
    summary.endpoint,
    summary.state,
    summary.errorCode,
    summary.id,
    summary.stream ? 'stream' : null,
    summary.losses > 0 ? 'losses' : null,
    ...(summary.calledTools ?? []),
  ];
  const text = parts
    .filter((part) => part !== null)
    .join(' ')
    .toLowerCase();
  texts.set(summary, text);
  return text;
}

/** What tells whether a summary passes, or null when the text filters nothing. */
export function matcherFor(text: string): ((summary: ExchangeSummary) => boolean) | null {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  return (summary) => {
    const all = searchText(summary);
    return words.every((word) => all.includes(word));
  };
}
