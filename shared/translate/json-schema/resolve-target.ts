/**
 * Finds the schema that a reference means: JSON pointers from the closest `$id` or from the root, anchors of all drafts, and URIs
 * of embedded schemas. https://json-schema.org/draft/2020-12/json-schema-core#section-8.2
 */

import { subschemasOf } from './schema-locations.ts';
import { isSchemaObject, resolveReference, type SchemaObject } from './schema-refs.ts';

export type TargetResolver = (reference: string, base: SchemaObject) => SchemaObject | boolean | undefined;

interface NamedSchemas {
  readonly ids: Map<string, SchemaObject>;
  readonly lastSegments: Map<string, SchemaObject>;
  readonly anchors: Map<string, SchemaObject>;
}

/** `base`, the second argument, is the closest schema with an `$id`, at or above the reference. Undefined: it leads nowhere. */
export function createTargetResolver(root: SchemaObject): TargetResolver {
  let named: NamedSchemas | null = null;
  const namedSchemas = (): NamedSchemas => (named ??= collectNames(root));

  function inResource(resource: SchemaObject, fragment: string): unknown {
    if (fragment === '' || fragment === '/') return resource;
    if (!fragment.startsWith('/')) return namedSchemas().anchors.get(fragment);
    return resolveReference(resource, `#${fragment}`) ?? resolveReference(resource, `#${otherDefinitions(fragment)}`);
  }

  return (reference, base) => {
    const [uri = '', fragment = ''] = splitOnce(reference, '#');
    const resource = uri === '' ? base : resourceOf(namedSchemas(), uri);
    if (resource === undefined) return undefined;
    const found = inResource(resource, fragment) ?? (uri === '' ? inResource(root, fragment) : undefined);
    return isSchemaObject(found) || typeof found === 'boolean' ? found : undefined;
  };
}

/** Generators that move from one draft to the other forget the references: `definitions` became `$defs` in 2019-09. */
function otherDefinitions(fragment: string): string {
  return fragment.startsWith('/$defs/')
    ? `/definitions/${fragment.slice('/$defs/'.length)}`
    : fragment.replace(/^\/definitions\//, '/$$defs/');
}

/** The identifier itself, or one with the same last segment, as relative references have it. */
function resourceOf({ ids, lastSegments }: NamedSchemas, uri: string): SchemaObject | undefined {
  return ids.get(uri) ?? lastSegments.get(lastSegment(uri));
}

function lastSegment(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

function collectNames(root: SchemaObject): NamedSchemas {
  const ids = new Map<string, SchemaObject>();
  const lastSegments = new Map<string, SchemaObject>();
  const anchors = new Map<string, SchemaObject>();
  const open = [root];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    // `id` in draft 4; before 2019-09 a fragment in it was an anchor.
    for (const id of [schema['$id'], schema['id']]) {
      if (typeof id !== 'string') continue;
      const [uri = '', fragment = ''] = splitOnce(id, '#');
      add(ids, uri, schema);
      add(lastSegments, lastSegment(uri), schema);
      add(anchors, fragment, schema);
    }
    add(anchors, schema['$anchor'], schema);
    add(anchors, schema['$dynamicAnchor'], schema);
    for (const part of subschemasOf(schema)) open.push(part.schema);
  }
  return { ids, lastSegments, anchors };
}

/** The first schema of a name has it. */
function add(names: Map<string, SchemaObject>, name: unknown, schema: SchemaObject): void {
  if (typeof name === 'string' && name !== '' && !names.has(name)) names.set(name, schema);
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
