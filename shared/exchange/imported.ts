/** Distinguishes imported exchanges from those of the log by their id, which the log never uses. Pure. */

const PREFIX = 'import-';
const MAX_ID = 64;

/** `index` makes the id unique within the file, which may hold an id twice. */
export function importedId(index: number, id: string): string {
  return `${PREFIX}${index}-${id}`.slice(0, MAX_ID);
}

/** An imported exchange can be viewed, copied and exported, but not pinned, labelled or deleted. */
export function isImported(id: string): boolean {
  return id.startsWith(PREFIX);
}
