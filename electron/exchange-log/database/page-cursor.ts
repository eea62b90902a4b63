/** The cursor of `ResilientDatabase` as text: a position in memory, or on disk, whose exchanges are all older. */

import type { Position } from './read-pages.ts';

/** The first page on disk, after the last in memory. */
export const DISK_START = 'd';

export function writeCursor(storage: 'm' | 'd', { arrivedAt, seq }: Position): string {
  return `${storage}:${String(arrivedAt)}:${String(seq)}`;
}

/** Invalid cursors start from the newest. */
export function readCursor(cursor: string | null): { storage: 'm' | 'd'; position: Position | null } | null {
  if (cursor === DISK_START) return { storage: 'd', position: null };
  const parts = /^([md]):(-?[\d.]{1,20}):(\d{1,16})$/.exec(cursor ?? '');
  if (parts === null) return null;
  const position = { arrivedAt: Number(parts[2]), seq: Number(parts[3]) };
  return { storage: parts[1] === 'm' ? 'm' : 'd', position };
}
