/** The phases of one exchange, from the moments that were stamped. Pure; the bars are drawn elsewhere. */

import type { Timing, TokenCounts } from '#shared/exchange/record.ts';

export interface Phase {
  readonly key: keyof Timing;
  readonly label: string;
  /** Whose time it is: ours, or the upstream's. */
  readonly owner: 'ours' | 'upstream';
  /** Milliseconds since accept. */
  readonly start: number;
  readonly end: number;
}

const order: readonly { readonly key: keyof Timing; readonly label: string; readonly owner: Phase['owner'] }[] = [
  { key: 'guarded', label: 'Accept and guard', owner: 'ours' },
  { key: 'translated', label: 'Translate', owner: 'ours' },
  { key: 'upstreamSent', label: 'Connect and send', owner: 'upstream' },
  { key: 'upstreamHeaders', label: 'Wait for headers', owner: 'upstream' },
  { key: 'firstEvent', label: 'First event', owner: 'upstream' },
  { key: 'firstText', label: 'First text', owner: 'upstream' },
  { key: 'done', label: 'Rest of the answer', owner: 'upstream' },
];

/** Each phase runs from the last moment that was reached to its own; phases that did not happen are left out. */
export function phasesOf(timing: Timing): readonly Phase[] {
  const phases: Phase[] = [];
  const neverSent = timing.upstreamSent === null;
  let start = 0;
  for (const { key, label, owner } of order) {
    const end = timing[key];
    if (end === null || end < start) continue;
    const answered = key === 'done' && neverSent;
    phases.push({ key, label: answered ? 'Answer' : label, owner: answered ? 'ours' : owner, start, end });
    start = end;
  }
  return phases;
}

/** Output tokens per second after the first text; null when it cannot be told. */
export function tokensPerSecond(tokens: TokenCounts | null, timing: Timing): number | null {
  if (tokens === null || timing.done === null || timing.firstText === null) return null;
  const seconds = (timing.done - timing.firstText) / 1000;
  return seconds < 0.05 || tokens.output < 2 ? null : tokens.output / seconds;
}
