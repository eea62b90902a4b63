/** The known model ids closest to a mistyped one: one ranking for all suggestions. */

import { canonicalModelId } from './rules.ts';

/** Longer names are not typing errors, and the edit distance costs the product of both lengths. */
const MAX_ASKED = 128;

/**
 * @param requested as the client wrote it, in any spelling
 * @param known ids to choose from; of equal ones the first is preferred
 * @returns at most `count` ids, nearest first: by words in common, then by edit distance; none that has little in common
 */
export function nearestModels(requested: string, known: readonly string[], count = 3): readonly string[] {
  const wanted = canonicalModelId(requested.slice(0, MAX_ASKED));
  const words = new Set(wanted.split('-').filter((word) => word !== 'claude'));
  const limit = Math.ceil(wanted.length * 0.6);
  return known
    .map((id) => {
      const canonical = canonicalModelId(id.slice(0, MAX_ASKED));
      const shared = new Set(canonical.split('-').filter((word) => words.has(word))).size;
      return { id, shared, distance: editDistance(wanted, canonical) };
    })
    .filter(({ shared, distance }) => shared > 0 || distance <= limit)
    .toSorted((one, other) => other.shared - one.shared || one.distance - other.distance)
    .slice(0, count)
    .map(({ id }) => id);
}

/** Levenshtein distance, one row at a time. */
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
