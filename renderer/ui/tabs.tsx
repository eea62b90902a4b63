/** Tabs with an underline; the panels are rendered by the caller's `panels`. */

import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabItem<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly badge?: ReactNode;
}

/** Tabs and the panel of the chosen one. `end` stands at the right of the tab row. */
export function Tabs<Value extends string>({
  label,
  items,
  value,
  onChange,
  end,
  children,
}: {
  label: string;
  items: readonly TabItem<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  end?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <BaseTabs.Root
      value={value}
      onValueChange={(next) => {
        const item = items.find((candidate) => candidate.value === next);
        if (item !== undefined) onChange(item.value);
      }}
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 border-b pr-2 pl-1">
        <BaseTabs.List aria-label={label} className="flex min-w-0 flex-wrap">
          {items.map((item) => (
            <BaseTabs.Tab
              key={item.value}
              value={item.value}
              className="-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-2.5 whitespace-nowrap text-muted hover:text-text data-active:border-accent data-active:text-text"
            >
              {item.label}
              {item.badge}
            </BaseTabs.Tab>
          ))}
        </BaseTabs.List>
        <div className="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-1">{end}</div>
      </div>
      <BaseTabs.Panel value={value} className="min-h-0 flex-1 outline-none" tabIndex={-1}>
        {children}
      </BaseTabs.Panel>
    </BaseTabs.Root>
  );
}
