/**
 * The trail: accounts for each leaf of the source exactly once, with its target and the reason. Translation records *links* while
 * it builds; target paths are computed at the end from the finished body, because blocks move (merged turns, results reordered)
 * until the very last step.
 */

import { extendPath, parsePath } from '../../json/json-path.ts';
import { isContainer } from '../../json/exact-number.ts';

export type TrailVerb = 'copied' | 'moved' | 'renamed' | 'clamped' | 'defaulted' | 'merged' | 'dropped';

export interface TrailEntry {
  readonly verb: TrailVerb;
  /** Leaf path in the source, null for a value the translator added. */
  readonly from: string | null;
  /** Leaf path in the target, null for a dropped value. */
  readonly to: string | null;
  readonly reason: string;
}

export interface Tracer {
  /** `target[key]` (in the body being built) holds the value from `from`; a subtree is expanded leaf by leaf at the end. */
  link(from: string, target: object, key: string | number, verb: TrailVerb, reason: string): void;
  /** The subtree at `from` is dropped. */
  drop(from: string, reason: string): void;
  /** The translator added `target[key]`. */
  add(target: object, key: string | number, reason: string): void;
  /** `replacement` takes the place of `original` in the body: links to the one hold for the other. */
  replace(original: object, replacement: object): void;
}

/** A tracer that computes the trail once the target is finished. */
export interface TrailRecorder extends Tracer {
  /** Each leaf of the source exactly once as `from`, in its order; then what was added, in the order of the target. */
  trail(target: object): readonly TrailEntry[];
}

type Fate =
  | {
      readonly kind: 'link';
      readonly target: object;
      readonly key: string | number;
      readonly verb: TrailVerb;
      readonly reason: string;
    }
  | { readonly kind: 'drop'; readonly reason: string };

const UNKNOWN_FIELD = 'The target API has no such field, and unknown fields are not passed on.';
const NOT_SET = 'Not set.';
const EMPTY = 'It is empty.';
const LEFT_OUT = 'Left out by a later step.';
const ADDED_SHAPE = 'Required by the target API.';

/**
 * `source` is the body that the client (or the upstream) sent. The closest link or drop at or above a leaf applies; a later one for
 * the same path wins.
 */
export function createTracer(source: object): TrailRecorder {
  const fates = new Map<string, Fate>();
  const additions: { readonly target: object; readonly key: string | number; readonly reason: string }[] = [];
  const replacements = new Map<object, object>();

  return {
    link(from, target, key, verb, reason) {
      fates.set(from, { kind: 'link', target, key, verb, reason });
    },
    drop(from, reason) {
      fates.set(from, { kind: 'drop', reason });
    },
    add(target, key, reason) {
      additions.push({ target, key, reason });
    },
    replace(original, replacement) {
      if (original !== replacement) replacements.set(original, replacement);
    },
    trail(target) {
      const paths = pathsOf(target);
      const pathOf = (object: object): string | undefined => {
        let current: object | undefined = object;
        for (let steps = 0; current !== undefined && steps < 32; steps += 1) {
          const path = paths.get(current);
          if (path !== undefined) return path;
          current = replacements.get(current);
        }
        return undefined;
      };
      const entries = [...sourceEntries(source, fates, target, pathOf)];
      const covered = new Set(entries.map(({ to }) => to).filter((to) => to !== null));
      const reasons = new Map<string, string>();
      for (const { target: holder, key, reason } of additions) {
        const path = pathOf(holder);
        if (path !== undefined) reasons.set(extendPath(path, key), reason);
      }
      return [...entries, ...addedEntries(target, '', covered, reasons, ADDED_SHAPE)];
    },
  };
}

function* sourceEntries(
  source: object,
  fates: ReadonlyMap<string, Fate>,
  target: object,
  pathOf: (object: object) => string | undefined,
): Iterable<TrailEntry> {
  for (const { path, value, fate, below } of leaves(source, '', fates, null, [])) {
    if (fate === null) yield dropped(path, unaccounted(value));
    else if (fate.kind === 'drop') yield dropped(path, fate.reason);
    else {
      const holder = pathOf(fate.target);
      const to = holder === undefined ? null : landing(target, holder, fate.key, below);
      yield to === null ? dropped(path, LEFT_OUT) : { verb: fate.verb, from: path, to, reason: fate.reason };
    }
  }
}

function unaccounted(value: unknown): string {
  if (value === null) return NOT_SET;
  return isContainer(value) ? EMPTY : UNKNOWN_FIELD;
}

function dropped(from: string, reason: string): TrailEntry {
  return { verb: 'dropped', from, to: null, reason };
}

interface Leaf {
  readonly path: string;
  readonly value: unknown;
  readonly fate: Fate | null;
  /** Keys from the linked or dropped node down to the leaf. */
  readonly below: readonly (string | number)[];
}

function* leaves(
  value: unknown,
  path: string,
  fates: ReadonlyMap<string, Fate>,
  inherited: Fate | null,
  below: readonly (string | number)[],
): Iterable<Leaf> {
  const own = fates.get(path);
  const fate = own ?? inherited;
  const keys = own === undefined ? below : [];
  const children = childrenOf(value);
  if (children === null) {
    if (value !== undefined) yield { path, value, fate, below: keys };
    return;
  }
  for (const [key, child] of children) {
    yield* leaves(child, extendPath(path, key), fates, fate, fate === null ? [] : [...keys, key]);
  }
}

/** Keys and values of a container; null for a leaf, which an empty container is as well. */
function childrenOf(value: unknown): readonly (readonly [string | number, unknown])[] | null {
  if (!isContainer(value)) return null;
  const children: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((child, index) => [index, child] as const)
    : Object.entries(value);
  return children.length === 0 ? null : children;
}

/** The target of a leaf: as deep as the target has the same keys, or the one value that its subtree became. */
function landing(
  target: object,
  holder: string,
  key: string | number,
  below: readonly (string | number)[],
): string | null {
  let path = extendPath(holder, key);
  let value = valueAt(target, path);
  if (value === undefined) return null;
  for (const step of below) {
    if (!isContainer(value)) return path;
    if (!Object.hasOwn(value, step)) return null;
    value = Reflect.get(value, step);
    path = extendPath(path, step);
  }
  return path;
}

function valueAt(target: object, path: string): unknown {
  let value: unknown = target;
  for (const step of parsePath(path)) {
    if (!isContainer(value)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** Paths of all containers of the finished target; the first path of one that occurs several times. */
function pathsOf(target: object): Map<object, string> {
  const paths = new Map<object, string>();
  const visit = (value: unknown, path: string): void => {
    if (!isContainer(value) || paths.has(value)) return;
    paths.set(value, path);
    for (const [key, child] of childrenOf(value) ?? []) visit(child, extendPath(path, key));
  };
  visit(target, '');
  return paths;
}

function* addedEntries(
  value: unknown,
  path: string,
  covered: ReadonlySet<string>,
  reasons: ReadonlyMap<string, string>,
  inherited: string,
): Iterable<TrailEntry> {
  if (covered.has(path) || value === undefined) return;
  const reason = reasons.get(path) ?? inherited;
  const children = childrenOf(value);
  if (children === null && path !== '') yield { verb: 'defaulted', from: null, to: path, reason };
  else
    for (const [key, child] of children ?? [])
      yield* addedEntries(child, extendPath(path, key), covered, reasons, reason);
}
