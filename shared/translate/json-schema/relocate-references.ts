/**
 * Lets every reference of a rewritten schema lead to what it meant before: as a JSON pointer from the root, which all readers
 * understand. What is no longer anywhere in the schema is added to `$defs`. References that still lead there stay as they are.
 */

import { isUriReference } from './keyword-values.ts';
import { referenceKeywords, type RepairedSchema, type Targets } from './repair-schema.ts';
import { subschemasOf } from './schema-locations.ts';
import { isSchemaObject, resolveReference, type SchemaObject } from './schema-refs.ts';

type Changes = Partial<Record<string, string>>;

interface Relocation {
  readonly root: SchemaObject;
  readonly source: RepairedSchema;
  /** Every schema of the result -> its pointer, the first of several. */
  readonly pointers: Map<SchemaObject, string>;
  /** Schemas that were added to `$defs`, by name. */
  readonly added: Map<string, SchemaObject | boolean>;
  readonly taken: Set<string>;
  /** The last number given to a name, so that many of one name are added in linear time. */
  readonly numbers: Map<string, number>;
  /** New values for the references of a schema. */
  readonly changes: Map<SchemaObject, Changes>;
  /** Schemas whose references were not read yet. */
  readonly open: SchemaObject[];
  /** Some schema below the root has an `$id`: pointers would start there. */
  embedded: boolean;
}

/**
 * @param root built from schemas of `source.schema`, each the same object wherever it was moved
 * @param standsFor a schema of `source.schema` -> the one that takes its place in the result
 */
export function relocateReferences(
  root: SchemaObject,
  source: RepairedSchema,
  standsFor: ReadonlyMap<SchemaObject, SchemaObject>,
): SchemaObject {
  if (source.targets.size === 0) return root;
  const relocation: Relocation = {
    root,
    source,
    pointers: new Map(),
    added: new Map(),
    taken: new Set(isSchemaObject(root['$defs']) ? Object.keys(root['$defs']) : []),
    numbers: new Map(),
    changes: new Map(),
    open: [],
    embedded: false,
  };
  enter(relocation, root, '#');
  for (let schema = relocation.open.pop(); schema !== undefined; schema = relocation.open.pop()) {
    const targets = source.targets.get(schema);
    if (targets !== undefined) readTargets(relocation, schema, targets, standsFor);
  }
  if (relocation.changes.size === 0 && !relocation.embedded) return root;
  return rebuild(relocation);
}

/** Breadth first, so that a schema that occurs twice gets its shortest pointer. */
function enter(relocation: Relocation, start: SchemaObject, at: string): void {
  const { pointers } = relocation;
  if (pointers.has(start)) return;
  pointers.set(start, at);
  const queue = [start];
  for (const schema of queue) {
    relocation.open.push(schema);
    relocation.embedded ||= schema !== relocation.root && '$id' in schema;
    const pointer = pointers.get(schema) ?? at;
    for (const { path, schema: part } of subschemasOf(schema)) {
      if (pointers.has(part)) continue;
      pointers.set(part, [pointer, ...path.map(encodeStep)].join('/'));
      queue.push(part);
    }
  }
}

function readTargets(
  relocation: Relocation,
  schema: SchemaObject,
  targets: Targets,
  standsFor: ReadonlyMap<SchemaObject, SchemaObject>,
): void {
  const { root, source, changes } = relocation;
  for (const keyword of referenceKeywords) {
    const original = targets[keyword];
    const reference = schema[keyword];
    if (original === undefined || typeof reference !== 'string') continue;
    const repaired = typeof original === 'boolean' ? original : source.repaired(original);
    const target = typeof repaired === 'boolean' ? repaired : (standsFor.get(repaired) ?? repaired);
    const known = typeof target === 'boolean' ? undefined : relocation.pointers.get(target);
    const findable = typeof target === 'boolean' || known !== undefined;
    if (findable && isUriReference(reference) && resolveReference(root, reference) === target) continue;
    const pointer = known ?? addDefinition(relocation, target, reference);
    changes.set(schema, { ...changes.get(schema), [keyword]: pointer });
  }
}

const longestName = 64;

/** Named after the end of the old reference; definitions inside it stay at their own place. */
function addDefinition(relocation: Relocation, target: SchemaObject | boolean, reference: string): string {
  const stem = /[A-Za-z0-9._-]*$/.exec(reference.slice(-longestName))?.[0] || 'root';
  let number = relocation.numbers.get(stem) ?? 1;
  let name = number === 1 ? stem : `${stem}_${number}`;
  while (relocation.taken.has(name)) {
    number += 1;
    name = `${stem}_${number}`;
  }
  relocation.numbers.set(stem, number);
  relocation.taken.add(name);
  relocation.added.set(name, target);
  const pointer = `#/$defs/${encodeStep(name)}`;
  if (typeof target !== 'boolean') enter(relocation, target, pointer);
  return pointer;
}

/** RFC 6901 section 6: `~` and `/` escaped, and what a URI fragment cannot hold percent-encoded. */
function encodeStep(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('%24', '$');
}

/** Names of schemas that no reference uses any more: two copies of one would be ambiguous. */
const nameKeywords = ['$id', '$anchor', '$dynamicAnchor'] as const;

function rebuild({ root, changes, added }: Relocation): SchemaObject {
  const rebuilt = new Map<SchemaObject, SchemaObject>();
  const copy = (schema: SchemaObject): SchemaObject => {
    const done = rebuilt.get(schema);
    if (done !== undefined) return done;
    const draft: Record<string, unknown> = { ...schema, ...changes.get(schema) };
    for (const keyword of nameKeywords) if (keyword !== '$id' || schema !== root) delete draft[keyword];
    for (const { path, schema: part } of subschemasOf(schema)) {
      const copied = copy(part);
      if (copied !== part) replaceAt(draft, schema, path, copied);
    }
    const same = Object.keys(draft).length === Object.keys(schema).length && sameValues(draft, schema);
    const result = same ? schema : draft;
    rebuilt.set(schema, result);
    return result;
  };
  const copied = copy(root);
  if (added.size === 0) return copied;
  const definitions = isSchemaObject(copied['$defs']) ? copied['$defs'] : {};
  const more = [...added].map(([name, schema]) => [name, typeof schema === 'boolean' ? schema : copy(schema)] as const);
  return { ...copied, $defs: { ...definitions, ...Object.fromEntries(more) } };
}

function sameValues(draft: SchemaObject, schema: SchemaObject): boolean {
  return Object.keys(schema).every((keyword) => draft[keyword] === schema[keyword]);
}

/** The list or map between a schema and its subschema is copied once. */
function replaceAt(draft: Record<string, unknown>, before: SchemaObject, path: readonly string[], part: unknown): void {
  const [keyword = '', key] = path;
  if (key === undefined) {
    draft[keyword] = part;
    return;
  }
  if (draft[keyword] === before[keyword]) {
    const holder = draft[keyword];
    draft[keyword] = Array.isArray(holder) ? [...holder] : { ...(isSchemaObject(holder) ? holder : {}) };
  }
  const holder = draft[keyword];
  if (Array.isArray(holder)) holder[Number(key)] = part;
  else if (isSchemaObject(holder)) Reflect.set(holder, key, part);
}
