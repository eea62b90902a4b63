/** Refused requests for work on the window: a page of one's own, and one that is not. */

import type { RefusedRequests } from '#shared/exchange/refused-requests.ts';

export function sampleRefused(now: number): RefusedRequests {
  const page = {
    code: 'origin_not_allowed',
    status: 403,
    message: 'Web pages may not use this proxy.',
    hint: 'If this is your own browser-based tool, add its origin to the allowed origins in Settings.',
    lastRequest: 'POST /v1/chat/completions',
  };
  return {
    total: 15,
    groups: [
      { ...page, source: 'http://localhost:5173', count: 3, firstAt: now - 90_000, lastAt: now - 12_000 },
      { ...page, source: 'https://news.example', count: 12, firstAt: now - 700_000, lastAt: now - 600_000 },
    ],
  };
}
