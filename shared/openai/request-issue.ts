/** Turns a schema issue into the refusal an OpenAI client expects: a code, a sentence and the JSON path of the field. */

import type { z } from 'zod';
import { formatPath, joinPaths } from '../json/json-path.ts';
import { toDouble } from '../json/exact-number.ts';

type Issue = z.core.$ZodIssue;

export interface FieldRefusal {
  readonly code: string;
  readonly message: string;
  /** What to send instead. */
  readonly hint: string;
  readonly param: string | null;
}

/**
 * `body` is the checked value, which distinguishes a missing field from a wrong one. `at` is its path in the request, null for all
 * of it.
 */
export function describeIssue(issue: Issue | undefined, body: unknown, at: string | null = null): FieldRefusal {
  if (issue === undefined) {
    return { code: 'invalid_value', message: 'The request body is not valid.', hint: 'Send a JSON object.', param: at };
  }
  const { leaf, path } = deepest(issue, []);
  const below = formatPath(path);
  const param = at === null || below === null ? (below ?? at) : joinPaths(at, below);
  const where = param === null ? 'the request body' : `'${param}'`;
  const found = valueAt(body, path);
  if (found === undefined && param !== null) {
    const message = `Missing required parameter: ${where}.`;
    return { code: 'missing_required_parameter', message, hint: `Add ${where}: ${expectation(leaf)}.`, param };
  }
  switch (leaf.code) {
    case 'invalid_type':
    case 'invalid_union':
      return {
        code: 'invalid_type',
        message: `Invalid type for ${where}: expected ${expectation(leaf)}, but got ${kindOf(found)}.`,
        hint: `Send ${expectation(leaf)} there.`,
        param,
      };
    case 'invalid_value':
      return {
        code: 'invalid_value',
        message: `Invalid value for ${where}. Supported values are: ${supported(leaf)}.`,
        hint: 'Send one of the supported values.',
        param,
      };
    case 'too_small':
      return {
        code: 'empty_value',
        message: `Invalid value for ${where}: it must not be empty.`,
        hint: `Send at least one ${leaf.origin === 'array' ? 'item' : 'character'} there.`,
        param,
      };
    default:
      return {
        code: 'invalid_value',
        message: `Invalid value for ${where}: ${leaf.message}.`,
        hint: 'Compare it with the API reference.',
        param,
      };
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
  const kinds = new Set(expectedKinds(issue));
  return kinds.size === 0 ? 'another type' : [...kinds].join(' or ');
}

/** In the words of JSON; a union expects what its branches do. */
function expectedKinds(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') {
    const kind = JSON_KINDS[issue.expected] ?? issue.expected;
    return [`${article(kind)} ${kind}`];
  }
  if (issue.code === 'invalid_value') return [`one of ${supported(issue)}`];
  // Of a discriminated union no branch was tried.
  if (issue.code === 'invalid_union' && issue.errors.length === 0) return ['the name of a known type'];
  // A branch that fails further down is no type that was expected here.
  return issue.code === 'invalid_union'
    ? issue.errors.flatMap((branch) => branch.filter(({ path }) => path.length === 0).flatMap(expectedKinds))
    : [];
}

const JSON_KINDS: Readonly<Record<string, string>> = { record: 'object', int: 'whole number', tuple: 'array' };

function supported({ values }: Extract<Issue, { code: 'invalid_value' }>): string {
  return values.map((value) => `'${String(value)}'`).join(', ');
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
