/** One side of an exchange while it is being recorded: cheap to append to, redacted only when it is read. */

import { STATUS_CODES } from 'node:http';
import { redactHeaders, redactText } from '#shared/exchange/redact.ts';
import type { Side } from '#shared/exchange/record.ts';

/** What is kept of one body, in characters. */
export const LONGEST_KEPT_BODY = 2 * 1024 * 1024;

export interface SideDraft {
  startLine: string;
  headers: Record<string, string>;
  /** Either the whole body at once or the pieces of a stream. */
  body: Buffer | string | string[];
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
  return { startLine, headers, body: '', kept: 0, bytes: 0, truncated: false, events: false };
}

export function setBody(side: SideDraft, body: Buffer | string): void {
  side.body = body;
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
  side.kept += Math.min(text.length, room);
}

/** The text that was kept, not yet redacted, and whether it is all of it. */
export function readBody(side: SideDraft): { text: string; truncated: boolean } {
  const whole = Array.isArray(side.body) ? side.body.join('') : side.body.toString();
  if (whole.length <= LONGEST_KEPT_BODY) return { text: whole, truncated: side.truncated };
  return { text: whole.slice(0, LONGEST_KEPT_BODY), truncated: true };
}

/** The finished side. `assembled` is the message that a stream adds up to, as JSON text. */
export function finishSide(side: SideDraft, assembled: string | null, secrets: readonly string[]): Side {
  const { text, truncated } = readBody(side);
  return {
    startLine: redactText(side.startLine, secrets),
    headers: redactHeaders(side.headers, secrets),
    body: redactText(text, secrets),
    bytes: side.bytes,
    truncated,
    events: side.events,
    assembled: assembled === null ? null : redactText(assembled, secrets),
  };
}
