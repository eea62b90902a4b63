/** The known model ids closest to a mistyped or retired one. */

/** @returns at most `count` ids, nearest first; none that has little in common with `asked` */
export function nearestModels(asked: string, known: readonly string[], count = 3): string[] {
  const limit = Math.ceil(asked.length * 0.6);
  return known
    .map((id) => ({ id, distance: editDistance(asked.toLowerCase(), id.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, count)
    .map(({ id }) => id);
}

/** Levenshtein's, one row at a time; ids are short. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const replace = (row[column - 1] ?? 0) + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
