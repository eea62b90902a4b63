/**
 * Descriptions of what is read of a JSON value, beside which everything else in the value is unread. Walks keys, never text: the
 * cost is proportional to the number of described objects and their keys.
 */

import { isRecord } from '../json/sanitize-text.ts';

/** A key and the places above it: the path is only written for a field that is unread. */
export interface Place {
  readonly parent: Place | null;
  readonly key: string | number;
}

/** `unknown`: no such field is known. `unsupported`: it asks for something. `no-effect`: it asks for nothing of the model. */
export type UnreadKind = 'unknown' | 'unsupported' | 'no-effect';

/** Collects what is unread. */
export interface UnreadFields {
  /** @param reason why it is left out; null for an unknown field */
  add(kind: UnreadKind, place: Place | null, reason: string | null): void;
}

/** Adds the unread fields of `value` to `unread`. */
export type FieldReader = (value: unknown, place: Place | null, unread: UnreadFields) => void;

/** Readers by the names of the fields of an object. */
export type Fields = Readonly<Record<string, FieldReader>>;

/** The value is read whole, or its own translation accounts for it: a scalar, a schema, arguments. */
export const read: FieldReader = () => undefined;

/**
 * The field belongs to what the API itself once said or repeats what is said elsewhere, so that a client which sends it asks nothing
 * of the model: an item's `id` and `status`, `annotations` of a text. No note.
 */
export const repeated: FieldReader = () => undefined;

/** Nothing is lost by leaving the field out, which a note of the quietest kind says. */
export function noEffect(reason: string): FieldReader {
  return (_value, place, unread) => unread.add('no-effect', place, reason);
}

/** The field asks for something that the upstream API has not. @param asksNothing true for values that ask for nothing */
export function unsupported(reason: string, asksNothing: (value: unknown) => boolean = () => false): FieldReader {
  return (value, place, unread) => {
    if (!asksNothing(value)) unread.add('unsupported', place, reason);
  };
}

/** Values that are understood; any other one is left out like a field. */
export function readValues(values: readonly unknown[], reason: string): FieldReader {
  return unsupported(reason, (value) => values.includes(value));
}

/** An object of which these fields are read; values that are no objects are read whole. Null has no effect anywhere. */
export function readFields(fields: Fields): FieldReader {
  const readers = new Map(Object.entries(fields));
  return (value, place, unread) => {
    if (!isRecord(value)) return;
    for (const key of Object.keys(value)) {
      const inner = value[key];
      if (inner === null || inner === undefined) continue;
      const reader = readers.get(key);
      if (reader === read || reader === repeated) continue;
      const at = { parent: place, key };
      if (reader === undefined) unread.add('unknown', at, null);
      else reader(inner, at, unread);
    }
  };
}

/** An object that is passed on as it is, except these fields. */
export function readPartly(fields: Fields): FieldReader {
  return (value, place, unread) => {
    if (!isRecord(value)) return;
    for (const [key, reader] of Object.entries(fields)) {
      const inner = value[key];
      if (inner !== null && inner !== undefined) reader(inner, { parent: place, key }, unread);
    }
  };
}

/** A list whose entries are read so; values that are no lists are read whole. */
export function readEntries(entry: FieldReader): FieldReader {
  return (value, place, unread) => {
    if (!Array.isArray(value)) return;
    for (let index = 0; index < value.length; index += 1) entry(value[index], { parent: place, key: index }, unread);
  };
}

/** A reader that depends on the value, such as on its `type`. */
export function readAs(readerFor: (value: Readonly<Record<string, unknown>>) => FieldReader): FieldReader {
  return (value, place, unread) => {
    if (isRecord(value)) readerFor(value)(value, place, unread);
  };
}
