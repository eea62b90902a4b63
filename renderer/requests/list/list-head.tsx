/** The head of the list. The edge of a column can be dragged; a double click puts the usual width back. */

import { useRef, type PointerEvent, type ReactNode } from 'react';
import { cx } from '../../ui/class-names.ts';
import type { Column } from '../columns/columns.ts';
import { resizeColumn } from '../columns/column-store.ts';
import { rowGrid } from './exchange-row.tsx';

export const HEAD_HEIGHT = 28;

export function ListHead({ columns }: { columns: readonly Column[] }): ReactNode {
  return (
    <div
      role="row"
      aria-rowindex={1}
      style={{ height: HEAD_HEIGHT }}
      className={cx(rowGrid, 'sticky top-0 z-10 items-center border-b bg-sunken text-mini text-muted')}
    >
      <span role="columnheader" aria-label="Pin" />
      {columns.map((column) => (
        <span
          key={column.key}
          role="columnheader"
          title={column.title}
          className={cx(
            'relative flex h-full items-center',
            column.numeric && 'justify-end',
            column.key === 'tool' && 'pl-2',
          )}
        >
          <span className="truncate">{column.label}</span>
          <Edge column={column} />
        </span>
      ))}
    </div>
  );
}

/** For the mouse; the panel of the columns does the same from the keyboard. */
function Edge({ column }: { column: Column }): ReactNode {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width: event.currentTarget.parentElement?.offsetWidth ?? column.width };
  };
  return (
    <span
      aria-hidden
      data-testid={`column-edge-${column.key}`}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (drag.current !== null) resizeColumn(column.key, drag.current.width + event.clientX - drag.current.x);
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onDoubleClick={() => resizeColumn(column.key, null)}
      className="absolute inset-y-0 -right-[7px] w-1.5 cursor-col-resize border-r border-transparent hover:border-accent active:border-accent"
    />
  );
}
