/** How exchanges out of a file are told from those of the log: by their id, which is never in the log. Pure. */

const PREFIX = 'import-';
const LONGEST_ID = 64;

/** `index` makes it unique within the file, where an id may stand twice. */
export function importedId(index: number, id: string): string {
  return `${PREFIX}${index}-${id}`.slice(0, LONGEST_ID);
}

/** Such an exchange can be looked at, copied and exported; it cannot be pinned, labelled or deleted. */
export function isImported(id: string): boolean {
  return id.startsWith(PREFIX);
}
