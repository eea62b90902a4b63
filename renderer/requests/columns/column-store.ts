/** The user's column layout, kept in the window's local storage. */

import { z } from 'zod';
import { create } from 'zustand';
import { columnKeys, defaultLayout, type ColumnKey, type ColumnLayout } from './columns.ts';

const STORAGE_KEY = 'requests-columns';

const keySchema = z.enum(columnKeys);
const layoutSchema = z.object({
  shown: z.partialRecord(keySchema, z.boolean()),
  widths: z.partialRecord(keySchema, z.number()),
});

/** The stored layout, or the default when it is missing, damaged or of another version. */
function stored(): ColumnLayout {
  try {
    const parsed = layoutSchema.safeParse(JSON.parse(globalThis.localStorage?.getItem(STORAGE_KEY) ?? ''));
    return parsed.success ? parsed.data : defaultLayout;
  } catch {
    return defaultLayout;
  }
}

export const useColumnLayout = create<ColumnLayout>(stored);

function put(layout: ColumnLayout): void {
  useColumnLayout.setState(layout);
  globalThis.localStorage?.setItem(STORAGE_KEY, JSON.stringify(layout));
}

export function showColumn(key: ColumnKey, shown: boolean): void {
  const layout = useColumnLayout.getState();
  put({ ...layout, shown: { ...layout.shown, [key]: shown } });
}

/** In CSS pixels; null puts the usual width back. */
export function resizeColumn(key: ColumnKey, width: number | null): void {
  const layout = useColumnLayout.getState();
  const { [key]: _, ...others } = layout.widths;
  put({ ...layout, widths: width === null ? others : { ...others, [key]: width } });
}

export function resetColumns(): void {
  put(defaultLayout);
}
