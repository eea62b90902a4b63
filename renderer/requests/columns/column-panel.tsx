/** Which columns are shown and how wide, for the mouse and the keyboard alike. */

import { Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton, Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Range } from '../../ui/range.tsx';
import { columns, isShown, MIN_WIDTH, MAX_WIDTH, widthOf } from './columns.ts';
import { resetColumns, resizeColumn, showColumn, useColumnLayout } from './column-store.ts';

export function ColumnPanel(): ReactNode {
  const layout = useColumnLayout();
  return (
    <Popover
      title="Columns"
      className="w-64"
      trigger={
        <IconButton label="Columns">
          <Columns3 size={14} aria-hidden />
        </IconButton>
      }
    >
      <p className="mb-1 text-mini text-muted">A narrow window hides the least important columns.</p>
      <ul>
        {columns.map((column) => {
          const width = widthOf(layout, column);
          return (
            <li key={column.key} className="flex h-7 items-center gap-2">
              <label className="flex flex-1 items-center gap-2">
                <input
                  type="checkbox"
                  className="accent-accent-solid"
                  checked={isShown(layout, column)}
                  disabled={column.yields === 0}
                  onChange={(event) => showColumn(column.key, event.target.checked)}
                />
                {column.label}
              </label>
              <Range
                label={`Width of ${column.label}`}
                words={`${width} pixels`}
                min={MIN_WIDTH}
                max={MAX_WIDTH}
                step={4}
                value={width}
                onChange={(pixels) => resizeColumn(column.key, pixels)}
                className="w-24"
              />
            </li>
          );
        })}
      </ul>
      <Button className="mt-2" onClick={resetColumns}>
        Reset
      </Button>
    </Popover>
  );
}
