/** One HTTP message of an exchange during recording: cheap to append to, read only at the end. */

import { STATUS_CODES } from 'node:http';
import type { AssemblyName, CapturedMessage } from '#electron/exchange-log/record/recorded-exchange.ts';

/** Limit of one body: characters of a text, bytes of a buffer. Long agent sessions with images reach 5 MB. */
export const MAX_STORED_BODY = 8 * 1024 * 1024;

/**
 * Chunks kept separately, each with its time of arrival; streams with more chunks consist of single bytes, and an array
 * of those would take ten times their content.
 */
const MAX_PIECES = 100_000;

export interface MessageCapture {
  startLine: string;
  headers: Record<string, string>;
  /** Either the whole body or the chunks of a stream. */
  body: Buffer | string | string[];
  /** Time of each chunk, by `performance.now()`. */
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

/** Beyond the limit only a copy of the beginning is kept: a slice would retain the whole body. */
export function setBody(capture: MessageCapture, body: Buffer | string): void {
  capture.truncated = body.length > MAX_STORED_BODY;
  capture.body = capture.truncated ? beginningOf(body) : body;
  capture.arrivals = [];
  capture.bytes = Buffer.byteLength(body);
}

/** Appends a chunk of a stream; beyond the limit only bytes are counted. */
export function appendText(capture: MessageCapture, text: string): void {
  capture.bytes += Buffer.byteLength(text);
  if (capture.kept >= MAX_STORED_BODY) {
    capture.truncated = true;
    return;
  }
  if (!Array.isArray(capture.body)) capture.body = [];
  const room = MAX_STORED_BODY - capture.kept;
  if (text.length > room) capture.truncated = true;
  const kept = text.length > room ? beginningOf(text, room) : text;
  capture.kept += Math.min(text.length, room);
  if (capture.body.length < MAX_PIECES) {
    capture.body.push(kept);
    capture.arrivals.push(performance.now());
  } else {
    capture.body[MAX_PIECES - 1] += kept;
  }
}

/** The message so far, not copied: later chunks are not part of it. */
export function endCapture(capture: MessageCapture, assembly: AssemblyName | null): CapturedMessage {
  const { startLine, headers, body, bytes, events, truncated } = capture;
  const head = { startLine, headers, bytes, events, assembly };
  if (Array.isArray(body)) return { ...head, body: [...body], arrivals: [...capture.arrivals], truncated };
  return { ...head, body, arrivals: [], truncated };
}

function beginningOf<Body extends Buffer | string>(body: Body, length?: number): Body;
function beginningOf(body: Buffer | string, length = MAX_STORED_BODY): Buffer | string {
  if (typeof body !== 'string') return Buffer.from(body.subarray(0, wholeCharacters(body, length)));
  // Joining copies the characters as they are, which is ten times faster than encoding and decoding them.
  const half = length >> 1;
  return [body.slice(0, half), body.slice(half, length)].join('').toWellFormed();
}

/** The length, reduced so that no UTF-8 character is cut. */
export function wholeCharacters(body: Buffer, length: number): number {
  let end = length;
  while (end > 0 && ((body[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end -= 1;
  return end;
}
