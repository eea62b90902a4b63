/** Menus that drop down from a button, or open at a point of the page. The parts inside are items, choices, groups. */

import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './class-names.ts';
import { Kbd } from './small.tsx';

const popupLook =
  'max-h-(--available-height) min-w-44 overflow-y-auto rounded-ui border border-line-strong bg-raised py-1 shadow-float outline-none';
const itemLook =
  'flex h-7 items-center gap-2 px-2.5 whitespace-nowrap outline-none select-none data-disabled:text-faint data-highlighted:bg-selected';

/** `trigger` is the button; the menu hangs beneath it. */
export function Menu({
  trigger,
  label,
  align = 'end',
  children,
}: {
  trigger: ReactElement;
  label: string;
  align?: 'start' | 'end';
  children: ReactNode;
}): ReactNode {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="z-40">
          <BaseMenu.Popup aria-label={label} className={popupLook}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** A position on the page, in CSS pixels of the window. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

/** Open while `at` is a point. Closing restores the focus. */
export function MenuAt({
  at,
  onClose,
  label,
  children,
}: {
  at: MenuPoint | null;
  onClose: () => void;
  label: string;
  children: ReactNode;
}): ReactNode {
  const anchor = at === null ? null : { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };
  return (
    <BaseMenu.Root modal={false} open={at !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <BaseMenu.Portal>
        <BaseMenu.Positioner anchor={anchor} align="start" className="z-40">
          <BaseMenu.Popup aria-label={label} className={popupLook}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export function MenuItem({
  children,
  onSelect,
  shortcut,
  detail,
  disabled = false,
}: {
  children: ReactNode;
  onSelect: () => void;
  /** The key that does the same. */
  shortcut?: string;
  detail?: string;
  disabled?: boolean;
}): ReactNode {
  return (
    <BaseMenu.Item onClick={onSelect} disabled={disabled} className={itemLook}>
      <span className="flex-1">{children}</span>
      {detail === undefined ? null : <span className="max-w-60 truncate text-mini text-muted">{detail}</span>}
      {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
    </BaseMenu.Item>
  );
}

/** One of several; `items` in the order they are shown. */
export function MenuChoice<Value extends string>({
  label,
  items,
  value,
  onChange,
}: {
  label: string;
  items: readonly { readonly value: Value; readonly label: ReactNode; readonly shortcut?: string }[];
  value: Value;
  onChange: (value: Value) => void;
}): ReactNode {
  return (
    <BaseMenu.RadioGroup aria-label={label} value={value}>
      {items.map((item) => (
        <BaseMenu.RadioItem
          key={item.value}
          value={item.value}
          closeOnClick
          onClick={() => onChange(item.value)}
          className={itemLook}
        >
          <Tick on={item.value === value} />
          <span className="flex flex-1 items-center gap-2">{item.label}</span>
          {item.shortcut === undefined ? null : <Kbd>{item.shortcut}</Kbd>}
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="px-2.5 pt-1.5 pb-0.5 text-mini text-muted">{label}</BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}

export function MenuLine(): ReactNode {
  return <BaseMenu.Separator className="my-1 h-px bg-line" />;
}

function Tick({ on }: { on: boolean }): ReactNode {
  return <Check size={13} aria-hidden className={cx('shrink-0', !on && 'invisible')} />;
}
