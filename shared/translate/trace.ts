/**
 * The trail: each leaf of the source accounted for exactly once, with where it went and why.
 * Translation reports *links* while it builds; target paths are worked out at the end, by walking the finished body,
 * because blocks move (merged turns, results reordered) until the very last step.
 */

export type TrailVerb = 'copied' | 'moved' | 'renamed' | 'clamped' | 'defaulted' | 'merged' | 'dropped';

export interface TrailEntry {
  readonly verb: TrailVerb;
  /** Leaf path in the source, null for a value the translator added. */
  readonly from: string | null;
  /** Leaf path in the target, null for a value that went nowhere. */
  readonly to: string | null;
  readonly reason: string;
}

export interface Tracer {
  /** `target[key]` (in the body being built) holds what stood at `from`; a subtree is expanded leaf by leaf at the end. */
  link(from: string, target: object, key: string | number, verb: TrailVerb, reason: string): void;
  /** The subtree at `from` goes nowhere. */
  drop(from: string, reason: string): void;
  /** `target[key]` was added by us. */
  add(target: object, key: string | number, reason: string): void;
  /** `replacement` stands in for `original` in the body: links to the one hold for the other. */
  replace(original: object, replacement: object): void;
}
