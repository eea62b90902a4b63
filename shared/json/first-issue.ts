/**
 * Checks a value against a zod schema and stops at the first issue. zod itself collects every issue and copies the lists from level
 * to level, so that a body of a million wrong items takes seconds and may exhaust the stack, for one error message.
 *
 * This file traverses objects, arrays, records, unions and optional values by the definition that every zod schema carries
 * (https://zod.dev/library-authors); zod checks schemas without parts. Nothing is copied.
 */

import { z } from 'zod';
import { toDouble } from './exact-number.ts';
import { isObject } from './unknown-json.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** Null: the value conforms. */
type Check = (value: unknown) => Issue | null;

/** Cache of compiled schemas: schemas are module constants. */
const compiled = new WeakMap<Schema, Check>();

/**
 * @param schema any synchronous schema
 * @param value neither copied nor changed, and read no further than the first issue
 * @returns the first issue in the order of the schema's fields and the value's items, its path from `value`; null when there is
 * none. For a union, `errors` holds the first issue of each branch.
 */
export function firstIssue(schema: Schema, value: unknown): Issue | null {
  return checkOf(schema)(value);
}

/**
 * The same as an assertion that gives `value` itself the schema's type: for schemas without transforms and defaults that strip no
 * keys.
 *
 * @throws what `refuse` makes of the first issue
 */
export function requireShape<Shape>(
  schema: z.ZodType<Shape>,
  value: unknown,
  refuse: (issue: Issue) => Error,
): asserts value is Shape {
  const issue = firstIssue(schema, value);
  if (issue !== null) throw refuse(issue);
}

function checkOf(schema: Schema): Check {
  let check = compiled.get(schema);
  if (check === undefined) {
    check = compile(schema);
    compiled.set(schema, check);
  }
  return check;
}

/** The parts of a schema that zod documents for library authors: the definition, and the treatment of absent fields. */
function internalsOf<Kind extends Schema>(schema: Kind): Kind['_zod'] {
  // oxlint-disable-next-line no-underscore-dangle -- the documented name
  return schema._zod;
}

function compile(schema: Schema): Check {
  const { core } = z;
  if (schema instanceof core.$ZodObject) return compileObject(schema);
  if (schema instanceof core.$ZodArray) return compileArray(schema);
  if (schema instanceof core.$ZodRecord) return compileRecord(schema);
  if (schema instanceof core.$ZodDiscriminatedUnion) return compileDiscriminated(schema);
  if (schema instanceof core.$ZodUnion) return compileUnion(schema);
  if (schema instanceof core.$ZodOptional) return compileOptional(schema);
  if (schema instanceof core.$ZodNullable) {
    const inner = checkOf(internalsOf(schema).def.innerType);
    return (value) => (value === null ? null : inner(value));
  }
  if (schema instanceof core.$ZodUnknown) return () => null;
  const check = byZod(schema);
  const isOfType = typeTest(schema);
  // zod words the issue; conforming values, nearly all, never reach this.
  return isOfType === null ? check : (value) => (isOfType(value) ? null : check(value));
}

/** The complete type of a plain text, number or flag; null for any other schema. */
function typeTest(schema: Schema): ((value: unknown) => boolean) | null {
  const { def } = internalsOf(schema);
  // Formats of texts and numbers (integers, for instance) carry their rule beside the type.
  if ('format' in def || (def.checks ?? []).length > 0) return null;
  if (schema instanceof z.core.$ZodString) return (value) => typeof value === 'string';
  if (schema instanceof z.core.$ZodNumber) return (value) => Number.isFinite(toDouble(value));
  if (schema instanceof z.core.$ZodBoolean) return (value) => typeof value === 'boolean';
  return null;
}

/** For schemas without parts that a client could multiply. */
function byZod(schema: Schema): Check {
  return (value) => {
    const result = z.core.safeParse(schema, value);
    return result.success ? null : (result.error.issues[0] ?? null);
  };
}

function compileObject(schema: z.core.$ZodObject): Check {
  const { def } = internalsOf(schema);
  const wrongType = byZod(schema);
  const extraKeys = def.catchall;
  const fields = Object.entries(def.shape).map(([key, field]) => {
    const { optin, optout } = internalsOf(field);
    return {
      key,
      check: checkOf(field),
      // An absent field is no issue where neither the input nor the output needs it, whatever the field states about `undefined`.
      mayBeAbsent: optin !== undefined && optout === 'optional',
      mustBeThere: optin === undefined,
    };
  });
  const extra = extraKeys === undefined || extraKeys instanceof z.core.$ZodUnknown ? null : extraCheck(extraKeys);
  const shape = new Set(Object.keys(def.shape));
  const rest = checksOf(schema, def);
  return (value) => {
    if (!isObject(value)) return wrongType(value);
    for (const { key, check, mayBeAbsent, mustBeThere } of fields) {
      const field = value[key];
      const absent = field === undefined && !(key in value);
      if (absent && mayBeAbsent) continue;
      const issue = check(field);
      if (issue !== null) return under(key, issue);
      if (absent && mustBeThere) {
        return {
          code: 'invalid_type',
          expected: 'nonoptional',
          path: [key],
          message: 'Invalid input: expected nonoptional',
        };
      }
    }
    if (extra !== null) {
      for (const key in value) {
        if (shape.has(key)) continue;
        const issue = extra(key, value[key]);
        if (issue !== null) return issue;
      }
    }
    return rest(value);
  };
}

/** The schema for keys outside the shape; zod forbids such keys with the type `never`. */
function extraCheck(schema: Schema): (key: string, value: unknown) => Issue | null {
  if (schema instanceof z.core.$ZodNever) {
    return (key) => ({ code: 'unrecognized_keys', keys: [key], path: [], message: `Unrecognized key: "${key}"` });
  }
  const check = checkOf(schema);
  return (key, value) => {
    const issue = check(value);
    return issue === null ? null : under(key, issue);
  };
}

function compileArray(schema: z.core.$ZodArray): Check {
  const { def } = internalsOf(schema);
  const wrongType = byZod(schema);
  const check = checkOf(def.element);
  const rest = checksOf(schema, def);
  const most = lengthOf(def, 'max_length', 'maximum') ?? Number.POSITIVE_INFINITY;
  return (value) => {
    // zod refuses a list that is too long before it reads the items.
    if (!Array.isArray(value) || value.length > most) return wrongType(value);
    for (let index = 0; index < value.length; index += 1) {
      const issue = check(value[index]);
      if (issue !== null) return under(index, issue);
    }
    return rest(value);
  };
}

function compileRecord(schema: z.core.$ZodRecord): Check {
  const { def } = internalsOf(schema);
  const whole = byZod(schema);
  // Key schemas other than plain text list required keys: such a record is no longer than their list.
  const { type, checks } = internalsOf(def.keyType).def;
  if (type !== 'string' || (checks ?? []).length > 0) return whole;
  const check = checkOf(def.valueType);
  const rest = checksOf(schema, def);
  return (value) => {
    if (!isObject(value)) return whole(value);
    for (const key in value) {
      const issue = check(value[key]);
      if (issue !== null) return under(key, issue);
    }
    return rest(value);
  };
}

function compileUnion(schema: z.core.$ZodUnion): Check {
  const options = internalsOf(schema).def.options.map((option) => ({
    isOfType: typeTest(option),
    check: checkOf(option),
  }));
  return (value) => {
    const issues: (Issue | null)[] = [];
    for (const { isOfType, check } of options) {
      // Most values match the second type of a union: an issue for the first would be built needlessly, millions of times.
      const issue = isOfType === null ? check(value) : null;
      if (isOfType === null ? issue === null : isOfType(value)) return null;
      issues.push(issue);
    }
    const errors = options.map(({ check }, index) => [issues[index] ?? check(value)].filter((issue) => issue !== null));
    return { code: 'invalid_union', errors, path: [], message: 'Invalid input' };
  };
}

/** Only the branch that the discriminator names is checked. */
function compileDiscriminated(schema: z.core.$ZodDiscriminatedUnion): Check {
  const { discriminator, options } = internalsOf(schema).def;
  const branches = new Map<unknown, Check>();
  for (const option of options) {
    const named = internalsOf(option).propValues?.[discriminator] ?? [];
    for (const name of named) branches.set(name, checkOf(option));
  }
  const unmatched = byZod(schema);
  return (value) => {
    const branch = isObject(value) ? branches.get(value[discriminator]) : undefined;
    return branch === undefined ? unmatched(value) : branch(value);
  };
}

function compileOptional(schema: z.core.$ZodOptional): Check {
  const inner = checkOf(internalsOf(schema).def.innerType);
  // `exactOptional` refuses a field that is present and undefined.
  if (schema instanceof z.core.$ZodExactOptional) return inner;
  return (value) => (value === undefined ? null : inner(value));
}

/** The checks of a list or object as a whole (`min`, `refine`): zod runs them once all parts conform, so it collects nothing. */
function checksOf(schema: Schema, def: z.core.$ZodTypeDef): Check {
  const { checks } = def;
  if (checks === undefined || checks.length === 0) return () => null;
  const all = byZod(schema);
  if (checks.some((check) => !LENGTHS.has(kindOf(check)))) return all;
  const least = lengthOf(def, 'min_length', 'minimum') ?? 0;
  return (value) => (Array.isArray(value) && value.length >= least ? null : all(value));
}

const LENGTHS: ReadonlySet<string> = new Set(['min_length', 'max_length']);

function kindOf(check: z.core.$ZodCheck): string {
  // oxlint-disable-next-line no-underscore-dangle -- the documented name
  return check._zod.def.check;
}

/** The bound that one kind of check sets, the last one where several do. */
function lengthOf({ checks = [] }: z.core.$ZodTypeDef, kind: string, bound: string): number | null {
  const check = checks.findLast((candidate) => kindOf(candidate) === kind);
  // oxlint-disable-next-line no-underscore-dangle -- the documented name
  return check === undefined ? null : Number(Reflect.get(check._zod.def, bound));
}

function under(key: PropertyKey, issue: Issue): Issue {
  return { ...issue, path: [key, ...issue.path] };
}
