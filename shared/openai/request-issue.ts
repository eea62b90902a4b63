/** Turns a schema issue into the refusal an OpenAI client expects: a code, a sentence and the JSON path of the field. */

import type { z } from 'zod';
import { formatPath, joinPaths } from '../json/json-path.ts';
import { toDouble } from '../json/exact-number.ts';

type Issue = z.core.$ZodIssue;

export interface FieldRefusal {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
}

/**
 * `body` is the checked value, which distinguishes a missing field from a wrong one. `at` is its path in the request, null for all
 * of it.
 */
export function describeIssue(issue: Issue | undefined, body: unknown, at: string | null = null): FieldRefusal {
  if (issue === undefined) return { code: 'invalid_value', message: 'The request body is not valid.', param: at };
  const { leaf, path } = deepest(issue, []);
  const below = formatPath(path);
  const param = at === null || below === null ? (below ?? at) : joinPaths(at, below);
  const where = param === null ? 'the request body' : `'${param}'`;
  const found = valueAt(body, path);
  if (found === undefined && param !== null) {
    return { code: 'missing_required_parameter', message: `Missing required parameter: ${where}.`, param };
  }
  switch (leaf.code) {
    case 'invalid_type':
    case 'invalid_union':
      return {
        code: 'invalid_type',
        message: `Invalid type for ${where}: expected ${expectation(leaf)}, but got ${kindOf(found)}.`,
        param,
      };
    case 'invalid_value':
      return {
        code: 'invalid_value',
        message: `Invalid value for ${where}. Supported values are: ${leaf.values.map((value) => `'${String(value)}'`).join(', ')}.`,
        param,
      };
    case 'too_small':
      return { code: 'empty_value', message: `Invalid value for ${where}: it must not be empty.`, param };
    default:
      return { code: 'invalid_value', message: `Invalid value for ${where}: ${leaf.message}.`, param };
  }
}

/** Of a union, the branch whose issue is deepest in the value is the one the client meant. */
function deepest(issue: Issue, prefix: readonly PropertyKey[]): { leaf: Issue; path: readonly PropertyKey[] } {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union') return { leaf: issue, path };
  let best: { leaf: Issue; path: readonly PropertyKey[] } = { leaf: issue, path };
  for (const branch of issue.errors) {
    for (const inner of branch) {
      const candidate = deepest(inner, path);
      if (candidate.path.length > best.path.length) best = candidate;
    }
  }
  return best;
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return `${article(issue.expected)} ${issue.expected}`;
  if (issue.code !== 'invalid_union') return 'another type';
  const kinds = new Set<string>();
  for (const branch of issue.errors) {
    for (const inner of branch)
      if (inner.code === 'invalid_type') kinds.add(`${article(inner.expected)} ${inner.expected}`);
  }
  return kinds.size === 0 ? 'another type' : [...kinds].join(' or ');
}

function article(word: string): string {
  return /^[aeio]/.test(word) ? 'an' : 'a';
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value === Infinity || value === -Infinity) return 'a number beyond all bounds';
  const type = typeof toDouble(value);
  return `${article(type)} ${type}`;
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
