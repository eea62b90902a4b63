/** Collects the fields of a request that nothing reads, each kind of place once, and makes notes of them. */

import { shortened } from '../errors.ts';
import { extendPath } from '../json/json-path.ts';
import type { Note } from '../notes.ts';
import type { FieldReader, Place, UnreadFields, UnreadKind } from './field-reader.ts';

interface UnreadField {
  readonly kind: UnreadKind;
  readonly path: string;
  readonly name: string;
  readonly reason: string | null;
  /** Further fields of the same name at places that differ only in their indices. */
  others: number;
}

/** Different fields with a note of their own; all further ones share one. */
const MAX_FIELDS = 100;
/** In characters: far beyond any name. Escaping a name of megabytes for its path takes 0.2 s. */
const MAX_NAME = 200;

/**
 * @param fields what is read of the body
 * @param known notes of the same body: a field that one of them names gets no other
 */
export function unreadNotes(fields: FieldReader, body: object, known: readonly Note[]): readonly Note[] {
  const unread = collectUnreadFields();
  fields(body, null, unread);
  return unread.notes(known);
}

interface Collection extends UnreadFields {
  notes(known: readonly Note[]): readonly Note[];
}

function collectUnreadFields(): Collection {
  const found = new Map<string, UnreadField>();
  const beyond: { first: string | null; count: number } = { first: null, count: 0 };

  return {
    add(kind, place, reason) {
      const id = `${kind} ${writePath(place, false)}`;
      const known = found.get(id);
      if (known !== undefined) known.others += 1;
      else if (found.size < MAX_FIELDS) {
        found.set(id, { kind, path: writePath(place, true), name: nameOf(place), reason, others: 0 });
      } else {
        beyond.first ??= writePath(place, true);
        beyond.count += 1;
      }
    },
    notes(known) {
      if (found.size === 0) return [];
      const named = new Set(known.map(({ from }) => from));
      const notes = [...found.values()].filter(({ path }) => !named.has(path)).map(noteOf);
      return beyond.first === null ? notes : [...notes, furtherNote(beyond.first, beyond.count)];
    },
  };
}

/** @param exact false: without indices, the same for all entries of a list */
function writePath(place: Place | null, exact: boolean): string {
  const keys: (string | number)[] = [];
  for (let at = place; at !== null; at = at.parent) keys.push(at.key);
  let path = '';
  for (const key of keys.toReversed()) {
    if (typeof key === 'number') path = exact ? extendPath(path, key) : `${path}[]`;
    else path = extendPath(path, shortened(key, MAX_NAME));
  }
  return path;
}

function nameOf(place: Place | null): string {
  return shortened(String(place?.key ?? ''), MAX_NAME);
}

function noteOf({ kind, path, name, reason, others }: UnreadField): Note {
  const elsewhere = others === 0 ? '' : ` The same holds at ${others} further ${others === 1 ? 'place' : 'places'}.`;
  const why = reason ?? `The field ${name} is unknown.`;
  return { ...labels[kind], from: path, to: null, reason: why + elsewhere };
}

const labels = {
  unknown: { verb: 'dropped', code: 'unknown-field-dropped' },
  unsupported: { verb: 'dropped', code: 'unsupported-field-dropped' },
  'no-effect': { verb: 'noticed', code: 'field-without-effect' },
} as const satisfies Record<UnreadKind, Pick<Note, 'verb' | 'code'>>;

function furtherNote(from: string, count: number): Note {
  const reason = `${count} further fields from here on are not read either.`;
  return { verb: 'dropped', code: 'further-fields-dropped', from, to: null, reason };
}
