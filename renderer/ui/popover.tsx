/** A small panel that hangs from a button, for more than a menu can hold. */

import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './class-names.ts';

/** `title` heads it and names it. */
export function Popover({
  trigger,
  title,
  className,
  children,
}: {
  trigger: ReactElement;
  title: string;
  className?: string;
  children: ReactNode;
}): ReactNode {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner sideOffset={4} align="end" className="z-40">
          <BasePopover.Popup
            className={cx(
              'max-h-(--available-height) w-80 overflow-y-auto rounded-ui border border-line-strong bg-raised p-3 shadow-float outline-none',
              className,
            )}
          >
            <BasePopover.Title className="mb-1 font-semibold">{title}</BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
