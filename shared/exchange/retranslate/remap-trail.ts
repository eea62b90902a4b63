/** Maps a trail of the intermediate chat request to paths of the client's own body. */

import { forEachLeaf } from '../../json/json-leaves.ts';
import type { Note } from '../../notes.ts';
import { extendPath, parentOf } from '../../json/json-path.ts';
import type { TrailEntry } from '../../translate/core/trail-recorder.ts';
import type { PathMap } from '../../responses-api/path-map.ts';
import { valueAt } from '../../json/unknown-json.ts';
import { isContainer } from '../../json/exact-number.ts';

const made = 'Required by the target API.';
const unknown = 'The target API has no such field, and unknown fields are not passed on.';

/**
 * @param trail of `chat`; `client` is the body that `chat` was made from, `paths` the map between their paths
 * @returns entries with paths of `client`; what never reached `chat` is reported as dropped, with the reason of its note
 */
export function remapTrail(
  trail: readonly TrailEntry[],
  { client, chat, paths, notes }: { client: object; chat: object; paths: PathMap; notes: readonly Note[] },
): readonly TrailEntry[] {
  const reported = new Set<string>();
  const entries: TrailEntry[] = [];
  for (const entry of trail) {
    const from = entry.from === null ? null : clientPath(entry.from, client, chat, paths);
    if (from !== null) {
      reported.add(from);
      entries.push({ ...entry, from });
    } else if (entry.to !== null) {
      entries.push({ verb: 'defaulted', from: null, to: entry.to, reason: entry.from === null ? entry.reason : made });
    }
  }
  const reasons = new Map(notes.map((note) => [note.from, note.reason]));
  forEachLeaf(client, '', (path) => {
    let reason: string | null = null;
    for (let above: string | null = path; above !== null; above = parentOf(above)) {
      if (reported.has(above)) return;
      reason ??= reasons.get(above) ?? null;
    }
    entries.push({ verb: 'dropped', from: path, to: null, reason: reason ?? unknown });
  });
  return entries;
}

/**
 * The leaf of the client's body that holds this value; else the object that it was made from; null when the client sent none of it.
 */
function clientPath(chatPath: string, client: object, chat: object, paths: PathMap): string | null {
  const located = paths.locate(chatPath);
  if (located === null) return null;
  const value = valueAt(chat, chatPath);
  const source = valueAt(client, located);
  if (source === value) return located;
  if (!isContainer(source)) return null;
  // The nearest known ancestor may be any of those that map to the same location.
  for (let above: string | null = chatPath; above !== null; above = parentOf(above)) {
    if (paths.locate(above) !== located) break;
    const candidate: string = located + chatPath.slice(above.length);
    if (candidate !== located && valueAt(client, candidate) === value) return candidate;
  }
  if (Array.isArray(source)) return located;
  for (const [key, child] of Object.entries(source)) if (child === value) return extendPath(located, key);
  return located;
}
