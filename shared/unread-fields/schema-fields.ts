/** What a schema reads of a value: the fields of its objects. For schemas that copy what they know and leave out the rest. */

import { z } from 'zod';
import { readAs, readEntries, readFields, read, type FieldReader, type Fields } from './field-reader.ts';

/** @param more further fields that are read of the outermost object */
export function schemaFields(schema: z.core.$ZodType, more: Fields = {}): FieldReader {
  if (schema instanceof z.ZodObject) {
    const shape: [string, z.core.$ZodType][] = Object.entries(schema.shape);
    return readFields({ ...Object.fromEntries(shape.map(([key, inner]) => [key, schemaFields(inner)])), ...more });
  }
  if (schema instanceof z.ZodArray) return readEntries(schemaFields(schema.element));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodExactOptional) {
    return schemaFields(schema.unwrap(), more);
  }
  if (schema instanceof z.ZodUnion) return unionFields(schema.options);
  return read;
}

/** The reader of the option that the value matches, of objects by their `type`. */
function unionFields(options: readonly z.core.$ZodType[]): FieldReader {
  const lists = options.flatMap((option) => (option instanceof z.ZodArray ? [schemaFields(option)] : []));
  const byType = new Map(
    options.flatMap((option) => {
      const type = option instanceof z.ZodObject ? option.shape['type'] : null;
      return type instanceof z.ZodLiteral
        ? [...type.values].map((value) => [value, schemaFields(option)] as const)
        : [];
    }),
  );
  const objects = readAs(({ type }) => (typeof type === 'string' ? byType.get(type) : undefined) ?? read);
  return (value, place, unread) => {
    for (const entries of lists) entries(value, place, unread);
    objects(value, place, unread);
  };
}
