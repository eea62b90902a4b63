/** Two or three exclusive choices side by side. */

import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

export function Segmented<Value extends string>({
  label,
  items,
  value,
  onChange,
  small = false,
}: {
  label: string;
  items: readonly { readonly value: Value; readonly label: string }[];
  value: Value;
  onChange: (value: Value) => void;
  small?: boolean;
}): ReactNode {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next) => {
        const item = items.find((candidate) => candidate.value === next[0]);
        if (item !== undefined) onChange(item.value);
      }}
      className={cx('inline-flex w-fit', small ? 'gap-0.5' : 'rounded-ui border border-line-strong bg-sunken p-px')}
    >
      {items.map((item) => (
        <Toggle
          key={item.value}
          value={item.value}
          className={cx(
            'text-muted hover:text-text',
            small
              ? 'h-5 rounded-small px-1.5 text-mini data-pressed:bg-hover data-pressed:text-text'
              : 'h-6 rounded-[5px] px-2.5 text-ui data-pressed:bg-surface data-pressed:text-text data-pressed:ring-1 data-pressed:ring-line-strong dark:data-pressed:bg-hover',
          )}
        >
          {item.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
