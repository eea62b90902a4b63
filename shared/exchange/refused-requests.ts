/**
 * Requests that the proxy refused before it looked at what they ask for: from a web page that is not allowed, for another host, without
 * the token. They are no exchanges: anybody can send them by the thousand, so they are counted, not logged.
 */

import { z } from 'zod';

export const refusedGroupSchema = z.strictObject({
  /** The error code that was answered: `origin_not_allowed`. */
  code: z.string(),
  status: z.int(),
  /** Who asked, as far as that is known: the origin of a page, the host that was asked for, the name of a tool. */
  source: z.string().nullable(),
  message: z.string(),
  hint: z.string(),
  count: z.int(),
  /** Wall clock, epoch milliseconds. */
  firstAt: z.number(),
  lastAt: z.number(),
  /** `POST /v1/chat/completions`, redacted and cut. */
  lastRequest: z.string(),
});
export type RefusedGroup = z.infer<typeof refusedGroupSchema>;

export const refusedRequestsSchema = z.strictObject({
  total: z.int(),
  /** The latest first. */
  groups: z.array(refusedGroupSchema),
});
export type RefusedRequests = z.infer<typeof refusedRequestsSchema>;

export const NOTHING_REFUSED: RefusedRequests = { total: 0, groups: [] };

/** `web page https://chat.example.org`, for a line of text. */
export function describeSource({ code, source }: Pick<RefusedGroup, 'code' | 'source'>): string {
  switch (code) {
    case 'origin_not_allowed':
      return source === null ? 'web pages' : `web page ${source}`;
    case 'host_not_allowed':
      return source === null ? 'other host names' : `host name ${source}`;
    default:
      return source ?? 'other tools';
  }
}
