/** One row of a list of suggestions beneath a field. The field keeps the focus; the row that the keys are on stays in sight. */

import { useEffect, useRef, type ReactNode } from 'react';
import { cx } from './class-names.ts';

export function ListOption({
  id,
  active,
  onTake,
  children,
}: {
  id: string;
  active: boolean;
  onTake: () => void;
  children: ReactNode;
}): ReactNode {
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <li
      ref={element}
      id={id}
      role="option"
      aria-selected={active}
      // Keeps the focus in the field, which would otherwise close the list before the click.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
      className={cx('flex h-7 items-center gap-4 px-2 select-none hover:bg-hover', active && 'bg-selected')}
    >
      {children}
    </li>
  );
}
