/** Points in time in a filter: an age or a date. The caller supplies the clock. */

import { formatQuantity, parseQuantity } from './quantity.ts';
import type { Moment } from './term.ts';

const isoForm = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/i;

export type ParsedMoment =
  | { readonly ok: true; readonly moment: Moment }
  | { readonly ok: false; readonly message: string };

/** @param text `10m`, `2026-11-05` or `2026-11-05T14:30` */
export function parseMoment(text: string): ParsedMoment {
  if (isoForm.test(text)) {
    if (Number.isNaN(epochOf(text))) return { ok: false, message: `"${text}" is no day of the calendar.` };
    return { ok: true, moment: { kind: 'at', iso: text } };
  }
  const ago = parseQuantity(text, 'duration');
  if (ago.ok) return { ok: true, moment: { kind: 'ago', milliseconds: ago.value } };
  return { ok: false, message: `"${text}" is no time. Write how long ago (10m, 2h, 1d) or a date (2026-11-05).` };
}

export function formatMoment(moment: Moment): string {
  return moment.kind === 'at' ? moment.iso : formatQuantity(moment.milliseconds, 'duration');
}

/**
 * @param now epoch milliseconds
 * @returns epoch milliseconds
 */
export function resolveMoment(moment: Moment, now: number): number {
  return moment.kind === 'at' ? epochOf(moment.iso) : now - moment.milliseconds;
}

/** A bare date is the start of that day in local time, not UTC. NaN for the 30th of February. */
function epochOf(iso: string): number {
  const day = iso.slice(0, 10);
  const calendar = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(calendar.getTime()) || calendar.toISOString().slice(0, 10) !== day) return Number.NaN;
  return Date.parse(iso.length === 10 ? `${iso}T00:00` : iso.toUpperCase());
}
