/** A slider: how far it is pulled is coloured. */

import type { CSSProperties, ReactNode } from 'react';
import { cx } from './class-names.ts';

export function Range({
  label,
  words,
  min,
  max,
  step = 1,
  value,
  onChange,
  className,
}: {
  label: string;
  /** The value as it is read out. */
  words: string;
  min: number;
  max: number;
  step?: number;
  value: number;
  onChange: (value: number) => void;
  className?: string;
}): ReactNode {
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={words}
      min={min}
      max={max}
      step={step}
      value={value}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      style={filledTo(max === min ? 1 : (value - min) / (max - min))}
      className={cx('scrubber h-6 min-w-0', className)}
    />
  );
}

/** How much of the track is coloured. React's types know no custom properties. */
function filledTo(share: number): CSSProperties {
  return Object.fromEntries([['--filled', `${share * 100}%`]]);
}
