/** A setting that is on or off, with what it does. */

import { Switch } from '@base-ui/react/switch';
import { useId, type ReactNode } from 'react';
import { cx } from './class-names.ts';

export const switchLook =
  'flex h-4 w-7 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors duration-100 focus-visible:outline-offset-2 data-checked:bg-accent-solid';

export const thumbLook = 'size-3 rounded-full bg-white transition-transform duration-100 data-checked:translate-x-3';

export function SwitchRow({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string;
  hint: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="flex items-start gap-3 py-1.5">
      <Switch.Root
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-hint`}
        checked={checked}
        onCheckedChange={onChange}
        className={cx(switchLook, 'mt-0.5')}
      >
        <Switch.Thumb className={thumbLook} />
      </Switch.Root>
      <div className="min-w-0" onClick={() => onChange(!checked)} role="presentation">
        <span id={`${id}-label`}>{label}</span>
        <p id={`${id}-hint`} className="text-faint">
          {hint}
        </p>
      </div>
    </div>
  );
}
