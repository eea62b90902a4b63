/** The requests of an exchange that can be replayed. Pure. */

import type { Exchange } from '#shared/exchange/record.ts';

export type ReplaySource = 'client' | 'upstream' | 'translate';

const translated: ReadonlySet<string> = new Set(['chat.completions', 'responses', 'completions']);

/** None for requests without a body, like a list of models. */
export function replaySources({ summary, upstreamRequest }: Exchange): readonly ReplaySource[] {
  if (summary.method !== 'POST' && summary.socket === undefined) return [];
  return [
    'client',
    ...(upstreamRequest === null ? [] : (['upstream'] as const)),
    ...(translated.has(summary.endpoint) ? (['translate'] as const) : []),
  ];
}
