/** Local `$ref`s of a JSON Schema: following them, and finding the ones that lead back to themselves. */

export type SchemaObject = Readonly<Record<string, unknown>>;

export function isSchemaObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names under which local definitions are kept. */
export const definitionKeywords = ['$defs', 'definitions'] as const;

export function isDefinitionReference(reference: unknown): boolean {
  return typeof reference === 'string' && definitionKeywords.some((keyword) => reference.startsWith(`#/${keyword}/`));
}

/**
 * What a local reference (`#/$defs/Point`) points at, or undefined for an external one or one that leads nowhere.
 * Pointers are decoded as RFC 6901 says, after percent-decoding.
 */
export function resolveReference(root: SchemaObject, reference: string): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
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
    key = decodeURIComponent(step);
  } catch {
    // A lone % is not percent-encoding: the step means itself.
  }
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Follows a chain of bare references to the schema at its end; undefined when there is none. */
export function dereference(root: SchemaObject, schema: unknown): SchemaObject | undefined {
  let current = schema;
  // As many steps as any honest chain has; a longer one is a circle.
  for (let step = 0; step < 32; step += 1) {
    if (!isSchemaObject(current)) return undefined;
    if (typeof current['$ref'] !== 'string') return current;
    current = resolveReference(root, current['$ref']);
  }
  return undefined;
}

/** Every `$ref` below `schema`, in document order. Values that are data, not schemas (enum, const, default, examples), are passed over. */
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

/** True when following references from the root or from any definition comes back to where it was. */
export function isRecursive(root: SchemaObject): boolean {
  const finished = new Set<string>();
  const open = new Set<string>();
  const visit = (reference: string): boolean => {
    if (open.has(reference)) return true;
    if (finished.has(reference)) return false;
    if (reference === '#') return true;
    open.add(reference);
    const circular = referencesIn(resolveReference(root, reference)).some(visit);
    open.delete(reference);
    finished.add(reference);
    return circular;
  };
  return referencesIn(root).some(visit);
}
