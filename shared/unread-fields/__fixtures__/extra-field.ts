/** Bodies with one field more than they had, at any place, and the test of what became of it. */

import fc from 'fast-check';
import { RequestRefused } from '../../errors.ts';
import { extendPath } from '../../json/json-path.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import type { Note } from '../../notes.ts';

/** The value of the field, which no body has otherwise. */
const SENTINEL = 'zq7-sentinel';

/** Names that no API has, and names that have a meaning elsewhere in the same bodies. */
const names = fc.oneof(
  fc.constantFrom('x_field', 'dotted.name', 'constructor', 'data_residency'),
  fc.string({ minLength: 1, maxLength: 4 }).map((name) => `x${name}`),
  fc.constantFrom('citations', 'cache_control', 'strict', 'ttl', 'effort', 'tools', 'source', 'title', 'tool_calls', 'detail', 'mode', 'signature', 'phase', 'async', 'filters'),
);
const values = fc.constantFrom<unknown>(SENTINEL, { a: SENTINEL }, [SENTINEL]);

export interface Extended {
  readonly value: unknown;
  /** Of the extra field. */
  readonly path: string;
}

/** @param body JSON @returns copies of it, each with one extra field in one of its objects */
export function withExtraField(body: unknown): fc.Arbitrary<Extended> {
  const places = objectsOf(body, '');
  return fc.tuple(fc.nat({ max: places.length - 1 }), names, values).map(([index, name, value]) => {
    const path = places[index] ?? '';
    return { value: extended(body, '', path, name, value), path: extendPath(path, name) };
  });
}

function objectsOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => objectsOf(entry, extendPath(path, index)));
  if (!isRecord(value)) return [];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => objectsOf(inner, extendPath(path, key)))];
}

function extended(value: unknown, at: string, path: string, name: string, extra: unknown): unknown {
  if (Array.isArray(value))
    return value.map((entry, index) => extended(entry, extendPath(at, index), path, name, extra));
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) copy[key] = extended(inner, extendPath(at, key), path, name, extra);
  if (at === path) copy[name] = extra;
  return copy;
}

interface Outcome {
  readonly body: object;
  readonly betas: readonly string[];
  readonly notes: readonly Note[];
}

/**
 * @param translate translates a body with an extra field at `path`
 * @returns the path when the field was neither sent on nor named by a note or a refusal
 */
export function hiddenFields(translate: () => Outcome, path: string): string[] {
  try {
    const { body, betas, notes } = translate();
    const isSent = JSON.stringify([body, betas]).includes(SENTINEL);
    return isSent || notes.some((note) => isAbout(note, path)) ? [] : [path, ...notes.map(({ code, from }) => `${code} ${from}`)];
  } catch (error) {
    if (error instanceof RequestRefused) return [];
    throw error;
  }
}

/** Whether a note is about a field, a part of it, or something that holds it; one note stands for all entries of a list. */
function isAbout({ from, verb }: Note, path: string): boolean {
  const [noted, field] = [withoutIndices(from ?? '-'), withoutIndices(path)];
  if (noted === field || noted.startsWith(`${field}.`) || noted.startsWith(`${field}[`)) return true;
  const isAbove = field.startsWith(`${noted}.`) || field.startsWith(`${noted}[`);
  return isAbove && (verb === 'dropped' || verb === 'repaired' || verb === 'emulated');
}

function withoutIndices(path: string): string {
  return path.replaceAll(/\[\d+\]/g, '[]');
}
