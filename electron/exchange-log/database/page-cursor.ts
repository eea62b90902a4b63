/** The cursor of `ResilientDatabase` as text: a position in memory, or on disk, whose exchanges are all older. */

import type { Position } from './read-pages.ts';

/** The first page on disk, after the last in memory. */
export const DISK_START = 'd';

export function writeCursor(place: 'm' | 'd', { arrivedAt, seq }: Position): string {
  return `${place}:${String(arrivedAt)}:${String(seq)}`;
}

/** Invalid cursors start from the newest. */
export function readCursor(cursor: string | null): { place: 'm' | 'd'; position: Position | null } | null {
  if (cursor === DISK_START) return { place: 'd', position: null };
  const parts = /^([md]):(-?[\d.]{1,20}):(\d{1,16})$/.exec(cursor ?? '');
  if (parts === null) return null;
  const position = { arrivedAt: Number(parts[2]), seq: Number(parts[3]) };
  return { place: parts[1] === 'm' ? 'm' : 'd', position };
}
