/** One side of an exchange while it is being recorded: cheap to append to, read only when it is over. */

import { STATUS_CODES } from 'node:http';
import type { AssemblyName, DraftSide } from '#electron/exchange-log/record/recorded-exchange.ts';

/** What is kept of one body: characters of a text, bytes of a buffer. Long sessions of agents, with pictures in them, have 5 MB. */
export const LONGEST_KEPT_BODY = 8 * 1024 * 1024;

export interface SideDraft {
  startLine: string;
  headers: Record<string, string>;
  /** Either the whole body at once or the pieces of a stream. */
  body: Buffer | string | string[];
  /** When each piece of a stream came or went, as `performance.now()` tells. */
  arrivals: number[];
  kept: number;
  bytes: number;
  truncated: boolean;
  events: boolean;
}

/** `200 OK`. */
export function statusLine(status: number): string {
  return `${String(status)} ${STATUS_CODES[status] ?? ''}`.trimEnd();
}

export function draftSide(startLine: string, headers: Record<string, string>): SideDraft {
  return { startLine, headers, body: '', arrivals: [], kept: 0, bytes: 0, truncated: false, events: false };
}

export function setBody(side: SideDraft, body: Buffer | string): void {
  side.body = body;
  side.arrivals = [];
  side.bytes = Buffer.byteLength(body);
}

/** Appends a piece of a stream; beyond the limit only bytes are counted. */
export function appendText(side: SideDraft, text: string): void {
  side.bytes += Buffer.byteLength(text);
  if (side.kept >= LONGEST_KEPT_BODY) {
    side.truncated = true;
    return;
  }
  if (!Array.isArray(side.body)) side.body = [];
  const room = LONGEST_KEPT_BODY - side.kept;
  if (text.length > room) side.truncated = true;
  side.body.push(text.length > room ? text.slice(0, room) : text);
  side.arrivals.push(performance.now());
  side.kept += Math.min(text.length, room);
}

/** The side as it stands, not copied: pieces that come later are not part of it. */
export function closeSide(side: SideDraft, assembly: AssemblyName | null): DraftSide {
  const { startLine, headers, body, bytes, events, truncated } = side;
  const head = { startLine, headers, bytes, events, assembly };
  if (Array.isArray(body)) return { ...head, body: [...body], arrivals: [...side.arrivals], truncated };
  if (body.length <= LONGEST_KEPT_BODY) return { ...head, body, arrivals: [], truncated };
  const kept = typeof body === 'string' ? body.slice(0, LONGEST_KEPT_BODY) : body.subarray(0, wholeCharacters(body));
  return { ...head, body: kept, arrivals: [], truncated: true };
}

/** The limit, moved back to where no UTF-8 character is cut. */
function wholeCharacters(body: Buffer): number {
  let end = LONGEST_KEPT_BODY;
  while (end > 0 && ((body[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end -= 1;
  return end;
}
