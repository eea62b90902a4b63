/** Local `$ref`s of a JSON Schema: resolving them, and detecting recursive ones. */

import { isContainer } from '../../json/exact-number.ts';
import { isObject } from '../../json/unknown-json.ts';

export type SchemaObject = Readonly<Record<string, unknown>>;

export function isSchemaObject(value: unknown): value is SchemaObject {
  return isObject(value);
}

/** The keywords that hold local definitions. */
export const definitionKeywords = ['$defs', 'definitions'] as const;

export function isDefinitionReference(reference: unknown): boolean {
  return typeof reference === 'string' && definitionKeywords.some((keyword) => reference.startsWith(`#/${keyword}/`));
}

/** Longer than any path through a schema with the maximal nesting depth. */
const MAX_POINTER = 4_096;

/** Resolves each reference once, however often a schema repeats it; schemas are never changed. */
interface Resolved {
  readonly targets: Map<string, unknown>;
  readonly ends: Map<string, SchemaObject | undefined>;
}
const resolved = new WeakMap<SchemaObject, Resolved>();

function resolvedIn(root: SchemaObject): Resolved {
  let known = resolved.get(root);
  if (known === undefined) {
    known = { targets: new Map(), ends: new Map() };
    resolved.set(root, known);
  }
  return known;
}

/**
 * The target of a local reference (`#/$defs/Point`), or undefined for an external or dangling one. Pointers are decoded as RFC 6901
 * requires, after percent-decoding.
 */
export function resolveReference(root: SchemaObject, reference: string): unknown {
  const { targets } = resolvedIn(root);
  if (!targets.has(reference)) targets.set(reference, followPointer(root, reference));
  return targets.get(reference);
}

function followPointer(root: SchemaObject, reference: string): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/') || reference.length > MAX_POINTER) return undefined;
  let found: unknown = root;
  for (const step of reference.slice(2).split('/')) {
    const key = decodeStep(step);
    if (Array.isArray(found)) found = found[Number(key)];
    else if (isSchemaObject(found) && Object.hasOwn(found, key)) found = found[key];
    else return undefined;
  }
  return found;
}

function decodeStep(step: string): string {
  let key = step;
  try {
    if (step.includes('%')) key = decodeURIComponent(step);
  } catch {
    // A lone % is not percent-encoding: the step is taken literally.
  }
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Follows a chain of bare references to the schema at its end; undefined when there is none. */
export function dereference(root: SchemaObject, schema: unknown): SchemaObject | undefined {
  if (!isSchemaObject(schema)) return undefined;
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const { ends } = resolvedIn(root);
  if (!ends.has(reference)) ends.set(reference, endOfChain(root, reference));
  return ends.get(reference);
}

function endOfChain(root: SchemaObject, reference: string): SchemaObject | undefined {
  let current: unknown = resolveReference(root, reference);
  // The maximal length of a chain without a cycle.
  for (let step = 0; step < 32; step += 1) {
    if (!isSchemaObject(current)) return undefined;
    if (typeof current['$ref'] !== 'string') return current;
    current = resolveReference(root, current['$ref']);
  }
  return undefined;
}

/** True when `value` contains more than `most` objects and lists; stops counting there. */
export function holdsMoreThan(value: unknown, most: number): boolean {
  const open: unknown[] = [value];
  let found = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isContainer(next)) continue;
    found += 1;
    if (found > most) return true;
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else for (const key in next) open.push(Reflect.get(next, key));
  }
  return false;
}

/** Every `$ref` below `schema`, in document order. Skips values that are data, not schemas (enum, const, default, examples). */
export function referencesIn(schema: unknown, found: string[] = []): readonly string[] {
  if (Array.isArray(schema)) {
    for (const item of schema) referencesIn(item, found);
  } else if (isSchemaObject(schema)) {
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === '$ref' && typeof value === 'string') found.push(value);
      else if (!dataKeywords.has(keyword)) referencesIn(value, found);
    }
  }
  return found;
}

const dataKeywords: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'example']);

/**
 * True when the references from the root or from any definition form a cycle. Depth-first search with schemas as nodes, their
 * subschemas and references as edges, and an explicit stack: each node is entered once, and chains may have any length.
 */
export function isRecursive(root: SchemaObject): boolean {
  const open = new Set<object>();
  const finished = new Set<object>();
  const path: { readonly node: object; readonly edges: Iterator<object> }[] = [];
  const enter = (node: object): void => {
    open.add(node);
    path.push({ node, edges: edgesOf(root, node) });
  };
  enter(root);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const { done, value } = top.edges.next();
    if (done === true) {
      path.pop();
      open.delete(top.node);
      finished.add(top.node);
    } else if (open.has(value)) return true;
    else if (!finished.has(value)) enter(value);
  }
  return false;
}

/** The containers inside a schema or list of schemas, and the targets of its references. */
function* edgesOf(root: SchemaObject, node: object): Generator<object, undefined> {
  if (Array.isArray(node)) {
    for (const item of node) if (isContainer(item)) yield item;
    return;
  }
  for (const [keyword, value] of Object.entries(node)) {
    const target: unknown = keyword === '$ref' && typeof value === 'string' ? resolveReference(root, value) : value;
    if (!dataKeywords.has(keyword) && isContainer(target)) yield target;
  }
}
