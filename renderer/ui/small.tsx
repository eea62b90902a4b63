/** The smallest parts: key caps, dots, badges, section headings. */

import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

export function Kbd({ children }: { children: ReactNode }): ReactNode {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-small border border-line-strong bg-sunken px-1 text-mini text-muted">
      {children}
    </kbd>
  );
}

export type Tone = 'running' | 'loss' | 'error' | 'faint' | 'accent';

const dotColours: Record<Tone, string> = {
  running: 'bg-running',
  loss: 'bg-loss',
  error: 'bg-error',
  faint: 'bg-faint',
  accent: 'bg-accent',
};

/** A state's dot. Always beside words: colour alone says nothing. */
export function Dot({ tone, hollow = false }: { tone: Tone; hollow?: boolean }): ReactNode {
  return (
    <span
      aria-hidden
      className={cx(
        'inline-block size-2 shrink-0 rounded-full forced-color-adjust-none',
        hollow ? 'border-[1.5px] border-faint' : dotColours[tone],
      )}
    />
  );
}

export function Badge({
  tone,
  children,
  title,
}: {
  tone: 'loss' | 'error' | 'plain';
  children: ReactNode;
  title?: string;
}): ReactNode {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-4 items-center rounded-small px-1 text-mini font-medium tabular-nums',
        tone === 'loss' && 'bg-loss-tint text-loss',
        tone === 'error' && 'bg-error-tint text-error',
        tone === 'plain' && 'bg-hover text-muted',
      )}
    >
      {children}
    </span>
  );
}

export function Section({
  title,
  children,
  note,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <section aria-label={title} className="border-t py-5 first:border-t-0 first:pt-0">
      <h2 className="mb-2 text-ui font-semibold">{title}</h2>
      {note === undefined ? null : <p className="mb-2 max-w-[68ch] text-muted">{note}</p>}
      {children}
    </section>
  );
}

/** One line above what it is about, which is not all of it. */
export function Strip({ children }: { children: ReactNode }): ReactNode {
  return (
    <p className="flex h-7 shrink-0 items-center gap-2 border-b bg-loss-tint px-3 text-mini text-loss">{children}</p>
  );
}
