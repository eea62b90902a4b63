/** From where an exchange can be repeated. Pure. */

import type { Exchange } from '#shared/exchange/record.ts';

export type ReplayWay = 'client' | 'upstream' | 'translate';

const translated: ReadonlySet<string> = new Set(['chat.completions', 'responses', 'completions']);

/** None for what has no body to send, like a list of models. */
export function replayWays({ summary, upstreamRequest }: Exchange): readonly ReplayWay[] {
  if (summary.method !== 'POST') return [];
  return [
    'client',
    ...(upstreamRequest === null ? [] : (['upstream'] as const)),
    ...(translated.has(summary.endpoint) ? (['translate'] as const) : []),
  ];
}
