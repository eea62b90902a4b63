/** Redacts secrets within one event, also where they are split over its `data:` lines, which readers join. */

import type { KnownSecrets } from '#shared/known-secrets/known-secrets.ts';
import { redactSecrets } from '#shared/known-secrets/secret-redactor.ts';

/** The field name with its separator, and the value. */
const DATA_LINE = /(^|\r\n|\n|\r)(data(?:: ?|(?=[\r\n]|$)))([^\r\n]*)/g;
const SECOND_DATA_LINE = /[\r\n]data[^]*[\r\n]data/;

/** @param event one character per byte; the result has the same length */
export function redactEventText(event: string, known: KnownSecrets): string {
  const text = redactSecrets(event, known);
  // The first line is often `event`.
  if (!SECOND_DATA_LINE.test(`\n${text}`)) return text;
  const joined = [...text.matchAll(DATA_LINE)].map(([, , , value = '']) => value).join('');
  const redacted = redactSecrets(joined, known);
  if (redacted === joined) return text;
  let at = 0;
  return text.replace(DATA_LINE, (_line, end: string, field: string, value: string) => {
    at += value.length;
    return end + field + redacted.slice(at - value.length, at);
  });
}
