/** One side of an exchange while it is being recorded: cheap to append to, read only when it is over. */

import { STATUS_CODES } from 'node:http';
import type { AssemblyName, DraftSide } from '#electron/exchange-log/record/recorded-exchange.ts';

/** What is kept of one body: characters of a text, bytes of a buffer. Long sessions of agents, with pictures in them, have 5 MB. */
export const MAX_STORED_BODY = 8 * 1024 * 1024;

export interface MessageCapture {
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

export function captureMessage(startLine: string, headers: Record<string, string>): MessageCapture {
  return { startLine, headers, body: '', arrivals: [], kept: 0, bytes: 0, truncated: false, events: false };
}

export function setBody(capture: MessageCapture, body: Buffer | string): void {
  capture.body = body;
  capture.arrivals = [];
  capture.bytes = Buffer.byteLength(body);
}

/** Appends a piece of a stream; beyond the limit only bytes are counted. */
export function appendText(capture: MessageCapture, text: string): void {
  capture.bytes += Buffer.byteLength(text);
  if (capture.kept >= MAX_STORED_BODY) {
    capture.truncated = true;
    return;
  }
  if (!Array.isArray(capture.body)) capture.body = [];
  const room = MAX_STORED_BODY - capture.kept;
  if (text.length > room) capture.truncated = true;
  capture.body.push(text.length > room ? text.slice(0, room) : text);
  capture.arrivals.push(performance.now());
  capture.kept += Math.min(text.length, room);
}

/** The side as it stands, not copied: pieces that come later are not part of it. */
export function endCapture(capture: MessageCapture, assembly: AssemblyName | null): DraftSide {
  const { startLine, headers, body, bytes, events, truncated } = capture;
  const head = { startLine, headers, bytes, events, assembly };
  if (Array.isArray(body)) return { ...head, body: [...body], arrivals: [...capture.arrivals], truncated };
  if (body.length <= MAX_STORED_BODY) return { ...head, body, arrivals: [], truncated };
  const kept = typeof body === 'string' ? body.slice(0, MAX_STORED_BODY) : body.subarray(0, wholeCharacters(body));
  return { ...head, body: kept, arrivals: [], truncated: true };
}

/** The limit, moved back to where no UTF-8 character is cut. */
function wholeCharacters(body: Buffer): number {
  let end = MAX_STORED_BODY;
  while (end > 0 && ((body[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end -= 1;
  return end;
}
