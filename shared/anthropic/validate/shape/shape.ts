/**
 * Small checks for the shape of a JSON body, with messages in the format of the Messages API: the path of the field, then the
 * fault. A check returns the message of the first fault, or null.
 */

export interface ShapeContext {
  readonly betas: ReadonlySet<string>;
  readonly apiVersion: string;
}

export type Check = (value: unknown, path: string, context: ShapeContext) => string | null;

/** One field of an object. `betas`: the API knows the field only with one of these. */
export interface Field {
  readonly check: Check;
  readonly required: boolean;
  readonly betas?: readonly string[];
}

export function isDictionary(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const required = (check: Check): Field => ({ check, required: true });
export const optional = (check: Check, betas?: readonly string[]): Field =>
  betas === undefined ? { check, required: false } : { check, required: false, betas };

export const anything: Check = () => null;

export const text: Check = (value, path) =>
  typeof value === 'string' ? null : `${path}: Input should be a valid string`;

export const flag: Check = (value, path) =>
  typeof value === 'boolean' ? null : `${path}: Input should be a valid boolean`;

export const number: Check = (value, path) =>
  typeof value === 'number' ? null : `${path}: Input should be a valid number`;

export const dictionary: Check = (value, path) => (isDictionary(value) ? null : `${path}: Input should be an object`);

export const integer =
  (minimum: number): Check =>
  (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return `${path}: Input should be a valid integer`;
    return value >= minimum ? null : `${path}: Input should be greater than or equal to ${minimum}`;
  };

export const matching =
  (pattern: RegExp): Check =>
  (value, path, context) =>
    text(value, path, context) ??
    (pattern.test(String(value)) ? null : `${path}: String should match pattern '${pattern.source}'`);

export const oneOf =
  (...values: readonly string[]): Check =>
  (value, path) =>
    typeof value === 'string' && values.includes(value) ? null : `${path}: Input should be ${orList(values)}`;

export const nullable =
  (check: Check): Check =>
  (value, path, context) =>
    value === null ? null : check(value, path, context);

export const list =
  (item: Check): Check =>
  (value, path, context) => {
    if (!Array.isArray(value)) return `${path}: Input should be a valid list`;
    for (let index = 0; index < value.length; index += 1) {
      const fault = item(value[index], `${path}.${index}`, context);
      if (fault !== null) return fault;
    }
    return null;
  };

/** A string, or what `check` accepts: the form of `content` and `system`. */
export const textOr =
  (check: Check): Check =>
  (value, path, context) =>
    typeof value === 'string' ? null : check(value, path, context);

export const object =
  (fields: Readonly<Record<string, Field>>): Check =>
  (value, path, context) => {
    if (!isDictionary(value)) return `${path}: Input should be an object`;
    for (const [name, field] of Object.entries(fields)) {
      if (!(name in value)) {
        if (field.required) return `${join(path, name)}: Field required`;
        continue;
      }
      if (!isOpen(field, context)) continue;
      const fault = field.check(value[name], join(path, name), context);
      if (fault !== null) return fault;
    }
    for (const name of Object.keys(value)) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined || !isOpen(field, context)) {
        return `${join(path, name)}: Extra inputs are not permitted`;
      }
    }
    return null;
  };

export interface Variant {
  readonly check: Check;
  readonly betas?: readonly string[];
}

/** A union discriminated by its `type`, which becomes part of the path, as in `tools.0.custom.name`. */
export const tagged =
  (variants: Readonly<Record<string, Variant>>, absent?: string): Check =>
  (value, path, context) => {
    if (!isDictionary(value)) return `${path}: Input should be an object`;
    const tag = value['type'] ?? absent;
    if (tag === undefined) return `${path}.type: Field required`;
    if (typeof tag !== 'string') return `${path}.type: Input should be a valid string`;
    const variant = Object.hasOwn(variants, tag) ? variants[tag] : undefined;
    if (variant === undefined || !isOpen(variant, context)) {
      const known = Object.entries(variants)
        .filter(([, candidate]) => isOpen(candidate, context))
        .map(([name]) => `'${name}'`);
      return `${path}: Input tag '${tag}' found using 'type' does not match any of the expected tags: ${known.join(', ')}`;
    }
    return variant.check(value, `${path}.${tag}`, context);
  };

function isOpen(gate: { readonly betas?: readonly string[] }, context: ShapeContext): boolean {
  return gate.betas === undefined || gate.betas.some((beta) => context.betas.has(beta));
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function orList(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
