/** Buttons: one primary per view, the others secondary. Icon buttons always have a name. */

import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names.ts';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const looks: Record<Look, string> = {
  primary: 'bg-accent-solid text-on-accent hover:bg-accent-solid-hover border border-transparent',
  plain: 'bg-surface text-text border border-line-strong hover:bg-hover',
  quiet: 'text-muted hover:bg-hover hover:text-text border border-transparent',
  danger: 'bg-surface text-error border border-line-strong hover:bg-error-tint',
};

export type ButtonProps = Omit<ComponentProps<'button'>, 'ref' | 'className'> & {
  look?: Look;
  className?: string;
};

export function Button({ look = 'plain', className, type = 'button', ...rest }: ButtonProps): ReactNode {
  return (
    <BaseButton
      type={type}
      className={cx(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-ui px-2.5 text-ui font-medium whitespace-nowrap select-none',
        'disabled:pointer-events-none disabled:opacity-50 focus-visible:outline-offset-1',
        looks[look],
        className,
      )}
      {...rest}
    />
  );
}

/** A square button with an icon; `label` is its accessible name and its hover text. */
export function IconButton({ label, className, look = 'quiet', ...rest }: ButtonProps & { label: string }): ReactNode {
  return <Button look={look} aria-label={label} title={label} className={cx('w-7 px-0', className)} {...rest} />;
}
