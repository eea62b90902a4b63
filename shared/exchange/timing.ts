/** Durations of an exchange: the phases of its waterfall, the stalls of its stream, its speed. */

import type { Timing } from './record.ts';
import type { TokenCounts } from '../models/token-counts.ts';

export interface TimingPhase {
  /** The moment that ends it. */
  readonly key: keyof Timing;
  readonly label: string;
  /** Whether the proxy or the upstream spends the time. */
  readonly owner: 'ours' | 'upstream';
  /** Milliseconds since accept. */
  readonly start: number;
  readonly end: number;
}

const order: readonly (readonly [key: keyof Timing, label: string, owner: TimingPhase['owner']])[] = [
  ['guarded', 'Accept and guard', 'ours'],
  ['translated', 'Translate', 'ours'],
  ['upstreamSent', 'Connect and send', 'upstream'],
  ['upstreamHeaders', 'Wait for headers', 'upstream'],
  ['firstEvent', 'First event', 'upstream'],
  ['firstText', 'First text', 'upstream'],
  ['done', 'Rest of the response', 'upstream'],
];

/** Each phase lasts from the last moment that was reached to its own; phases that did not happen are left out. */
export function phasesOf(timing: Timing): readonly TimingPhase[] {
  const phases: TimingPhase[] = [];
  let start = 0;
  for (const [key, label, owner] of order) {
    const end = timing[key];
    if (end === null || end < start) continue;
    // Without an upstream call the rest is the proxy's own response.
    const ours = key === 'done' && timing.upstreamSent === null;
    phases.push({ key, label: ours ? 'Answer' : label, owner: ours ? 'ours' : owner, start, end });
    start = end;
  }
  return phases;
}

export interface Stall {
  /** Milliseconds since accept: the events that enclose the gap. */
  readonly start: number;
  readonly end: number;
  /** Index of the event that ended the gap. */
  readonly event: number;
}

/** Gaps between events longer than `threshold` milliseconds. `times` as in the record: milliseconds since accept, ascending. */
export function stallsOf(times: readonly number[], threshold = 1000): readonly Stall[] {
  const stalls: Stall[] = [];
  for (let event = 1; event < times.length; event += 1) {
    const start = times[event - 1] ?? 0;
    const end = times[event] ?? start;
    if (end - start > threshold) stalls.push({ start, end, event });
  }
  return stalls;
}

/** Output tokens per second after the first text; null when there is too little data. */
export function tokensPerSecond(tokens: TokenCounts | null, timing: Timing): number | null {
  if (tokens === null || timing.done === null || timing.firstText === null) return null;
  const seconds = (timing.done - timing.firstText) / 1000;
  return seconds < 0.05 || tokens.output < 2 ? null : tokens.output / seconds;
}
