/** The record of one exchange: one client request and everything that resulted from it. Everything here is already redacted. */

import { z } from 'zod';
import { tokenCountsSchema } from '../models/token-counts.ts';

export const noteSchema = z.strictObject({
  verb: z.enum([
    'moved',
    'renamed',
    'merged',
    'defaulted',
    'emulated',
    'repaired',
    'clamped',
    'approximated',
    'dropped',
    'noticed',
  ]),
  code: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  reason: z.string(),
});

/** Milliseconds since the request was accepted, from a monotonic clock; null if it has not happened. */
export const timingSchema = z.strictObject({
  guarded: z.number().nullable(),
  translated: z.number().nullable(),
  upstreamSent: z.number().nullable(),
  upstreamHeaders: z.number().nullable(),
  firstEvent: z.number().nullable(),
  firstText: z.number().nullable(),
  done: z.number().nullable(),
});
export type Timing = z.infer<typeof timingSchema>;

export const exchangeSummarySchema = z.strictObject({
  id: z.string(),
  /** Wall clock, epoch milliseconds, within the range of a date; for display only. */
  startedAt: z.number().min(-8.64e15).max(8.64e15),
  /** Arrival time by a clock that never goes back, which orders the list. Absent: the same as `startedAt`. */
  arrival: z.number().optional(),
  endpoint: z.enum(['chat.completions', 'responses', 'completions', 'messages', 'count_tokens', 'models', 'other']),
  method: z.string(),
  path: z.string(),
  state: z.enum(['open', 'streaming', 'done', 'failed', 'aborted']),
  /** Status of the client's response; null while open. */
  status: z.int().nullable(),
  /** The tool, recognised by its User-Agent (`continue`), or the first product token of it, or null. */
  tool: z.string().nullable(),
  modelAsked: z.string().nullable(),
  modelUsed: z.string().nullable(),
  stream: z.boolean(),
  tokens: tokenCountsSchema.nullable(),
  /** Milliseconds from accept to the first content byte, and to the last. */
  firstTextMs: z.number().nullable(),
  totalMs: z.number().nullable(),
  notes: z.int(),
  losses: z.int(),
  errorCode: z.string().nullable(),
  demo: z.boolean(),
  /** Kept when old exchanges are deleted. Absent: not pinned. */
  pinned: z.boolean().optional(),
  /** Name of the colour label; absent or null: none. */
  label: z.string().nullable().optional(),
  /** USD at the list prices of the day it was computed; absent or null: not known. */
  cost: z.number().nullable().optional(),
  /** Bytes of the client's request and its response, together. */
  bytes: z.int().optional(),
  /** Names of the tools that the response called, as the client knows them, each once. */
  calledTools: z.array(z.string()).optional(),
  /** Names the WebSocket that the exchange belongs to. Absent: a request of its own over HTTP. */
  socket: z.string().optional(),
  /** Its lane there (`stream_id`); absent: the default one. */
  lane: z.string().optional(),
  /** A summary of the conversation was requested, not a response. Absent: false. */
  compaction: z.boolean().optional(),
});
export type ExchangeSummary = z.infer<typeof exchangeSummarySchema>;

/** The sort key of exchanges. */
export function arrivalOf({ arrival, startedAt }: Pick<ExchangeSummary, 'arrival' | 'startedAt'>): number {
  return arrival ?? startedAt;
}

/**
 * One of the four HTTP messages. `body` is the text as sent, after redaction; `assembled` is the message a stream adds up to, as
 * JSON text. Over a WebSocket (`summary.socket`) the request is one message of the client, and the response the messages that
 * answered it, each written as a server-sent event.
 */
export const httpMessageSchema = z.strictObject({
  /** `POST /v1/chat/completions` or `200 OK`. */
  startLine: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  bytes: z.int(),
  /** True when the body was cut because it is too long. */
  truncated: z.boolean(),
  /** True when `body` is server-sent events, or the messages of a WebSocket written as such. */
  events: z.boolean(),
  assembled: z.string().nullable(),
  /**
   * When each event of `body` was received or sent: milliseconds since the request was accepted, in order. One number for each
   * event that has data (pings and `[DONE]` too, comments not); matched by count, not by offset, because redaction moves offsets.
   */
  eventTimes: z.array(z.number()).optional(),
});
export type HttpMessage = z.infer<typeof httpMessageSchema>;

export const exchangeSchema = z.strictObject({
  summary: exchangeSummarySchema,
  clientRequest: httpMessageSchema,
  upstreamRequest: httpMessageSchema.nullable(),
  upstreamResponse: httpMessageSchema.nullable(),
  clientResponse: httpMessageSchema.nullable(),
  notes: z.array(noteSchema),
  timing: timingSchema,
  error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() }).nullable(),
  /** Why the bodies are missing: content logging is off, or the write queue was full. Absent: they are present. */
  withheld: z.enum(['content-off', 'overload']).optional(),
});
export type Exchange = z.infer<typeof exchangeSchema>;
