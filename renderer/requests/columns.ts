/** The columns of the list: one grid template for the head and every row, so that they always line up. */

export interface Column {
  readonly key:
    | 'time'
    | 'status'
    | 'tool'
    | 'models'
    | 'losses'
    | 'input'
    | 'output'
    | 'cached'
    | 'first'
    | 'total'
    | 'cost';
  /** Left out where the window is narrow. */
  readonly wideOnly?: boolean;
  readonly label: string;
  readonly title?: string;
  readonly numeric: boolean;
}

export const columns: readonly Column[] = [
  { key: 'time', label: 'ago', numeric: true },
  { key: 'status', label: 'status', numeric: true },
  { key: 'tool', label: 'tool', title: 'Recognised by its User-Agent', numeric: false },
  { key: 'models', label: 'asked → used', numeric: false },
  { key: 'losses', label: 'losses', title: 'Fields that were dropped, limited or approximated', numeric: true },
  { key: 'input', label: 'tokens in', numeric: true },
  { key: 'output', label: 'out', numeric: true },
  { key: 'cached', label: 'cached', title: 'Input tokens read from the cache', numeric: true },
  { key: 'first', label: 'first', title: 'Time to the first text', numeric: true },
  { key: 'total', label: 'total', title: 'Time to the last byte', numeric: true },
  { key: 'cost', label: 'cost', title: 'At the list prices in US dollars', numeric: true, wideOnly: true },
];

export const columnTemplate =
  'grid grid-cols-[52px_48px_104px_minmax(0,1fr)_48px_72px_60px_64px_68px_76px] gap-x-2 px-3 min-[1040px]:grid-cols-[52px_48px_104px_minmax(0,1fr)_48px_72px_60px_64px_68px_76px_64px]';

/** For the cells of columns that are left out where the window is narrow. */
export const wideOnly = 'max-[1039px]:hidden';

export const ROW_HEIGHT = 28;
