/** The columns of the list: their widths, and which of them fit. One template for the head and every row. Pure. */

export const columnKeys = [
  'time',
  'started',
  'status',
  'tool',
  'models',
  'endpoint',
  'calls',
  'losses',
  'input',
  'output',
  'cached',
  'first',
  'total',
  'size',
  'cost',
] as const;
export type ColumnKey = (typeof columnKeys)[number];

export interface Column {
  readonly key: ColumnKey;
  readonly label: string;
  readonly title?: string;
  readonly numeric: boolean;
  /** CSS pixels; the models column takes the remaining width. */
  readonly width: number;
  /** Shown unless the user chose otherwise. */
  readonly shown: boolean;
  /** Where there is no room, columns with higher numbers go first; 0 never goes. */
  readonly yields: number;
}

/** In display order. */
export const columns: readonly Column[] = [
  { key: 'time', label: 'ago', numeric: true, width: 52, shown: true, yields: 0 },
  { key: 'started', label: 'started', numeric: true, width: 96, shown: false, yields: 9 },
  { key: 'status', label: 'status', numeric: true, width: 64, shown: true, yields: 0 },
  {
    key: 'tool',
    label: 'tool',
    title: 'Recognised by its User-Agent',
    numeric: false,
    width: 98,
    shown: true,
    yields: 1,
  },
  { key: 'models', label: 'asked → used', numeric: false, width: 150, shown: true, yields: 0 },
  {
    key: 'endpoint',
    label: 'endpoint',
    title: 'The API that the client used',
    numeric: false,
    width: 120,
    shown: false,
    yields: 12,
  },
  {
    key: 'calls',
    label: 'calls',
    title: 'Tools that the response called',
    numeric: false,
    width: 140,
    shown: false,
    yields: 11,
  },
  {
    key: 'losses',
    label: 'losses',
    title: 'Fields that were dropped, limited or approximated',
    numeric: true,
    width: 48,
    shown: true,
    yields: 2,
  },
  { key: 'input', label: 'tokens in', numeric: true, width: 72, shown: true, yields: 5 },
  { key: 'output', label: 'out', title: 'Tokens out', numeric: true, width: 60, shown: true, yields: 4 },
  {
    key: 'cached',
    label: 'cached',
    title: 'Input tokens read from the cache',
    numeric: true,
    width: 64,
    shown: true,
    yields: 7,
  },
  { key: 'first', label: 'first', title: 'Time to the first text', numeric: true, width: 68, shown: true, yields: 6 },
  { key: 'total', label: 'total', title: 'Time to the last byte', numeric: true, width: 76, shown: true, yields: 3 },
  {
    key: 'size',
    label: 'size',
    title: 'Bytes of the client request and response',
    numeric: true,
    width: 68,
    shown: false,
    yields: 10,
  },
  {
    key: 'cost',
    label: 'cost',
    title: 'At the list prices in US dollars',
    numeric: true,
    width: 64,
    shown: true,
    yields: 8,
  },
];

export const ROW_HEIGHT = 28;
/** The minimum width. */
export const MIN_WIDTH = 36;
export const MAX_WIDTH = 480;
/** The pin at the left end of a row. */
const MARK_WIDTH = 14;
/** Matches `gap-x-2` and `px-3` of a row. */
const GAP = 8;
const PADDING = 24;

/** What the user changed; the rest is as above. */
export interface ColumnLayout {
  readonly shown: Readonly<Partial<Record<ColumnKey, boolean>>>;
  readonly widths: Readonly<Partial<Record<ColumnKey, number>>>;
}

export const defaultLayout: ColumnLayout = { shown: {}, widths: {} };

export function isShown(layout: ColumnLayout, column: Column): boolean {
  return column.yields === 0 || (layout.shown[column.key] ?? column.shown);
}

export function widthOf(layout: ColumnLayout, column: Column): number {
  const width = layout.widths[column.key] ?? column.width;
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round(width)));
}

/** The chosen columns that fit into `room` CSS pixels, in order. */
export function fittingColumns(layout: ColumnLayout, room: number): readonly Column[] {
  let fitting = columns.filter((column) => isShown(layout, column));
  const needed = (): number =>
    fitting.reduce((sum, column) => sum + GAP + widthOf(layout, column), MARK_WIDTH + PADDING);
  while (needed() > room) {
    const last = fitting.reduce((a, b) => (b.yields > a.yields ? b : a));
    if (last.yields === 0) break;
    fitting = fitting.filter((column) => column !== last);
  }
  return fitting;
}

/** `grid-template-columns` of the head and the rows. */
export function templateOf(layout: ColumnLayout, shown: readonly Column[]): string {
  const tracks = shown.map((column) =>
    column.key === 'models' ? `minmax(${widthOf(layout, column)}px, 1fr)` : `${widthOf(layout, column)}px`,
  );
  return [`${MARK_WIDTH}px`, ...tracks].join(' ');
}
