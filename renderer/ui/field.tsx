/** Form rows: the label with its name in the configuration table at the left, the control and its messages at the right. */

import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from './class-names.ts';

export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

/** One row. `children` gets the ids that tie the control to its label and messages. */
export function Field({
  label,
  name,
  hint,
  warning,
  error,
  children,
}: {
  label: string;
  /** The name in the configuration table, shown beneath the label. */
  name?: string;
  hint?: ReactNode;
  warning?: string | null;
  error?: string | undefined;
  children: (ids: FieldIds) => ReactNode;
}): ReactNode {
  const id = useId();
  const messages = `${id}-messages`;
  return (
    <div className="grid gap-x-6 py-2 min-[600px]:grid-cols-[176px_minmax(0,1fr)]">
      <div className="pt-1">
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {name === undefined ? null : <code className="text-mini text-faint">{name}</code>}
      </div>
      <div className="min-w-0">
        {children({ id, 'aria-describedby': messages, 'aria-invalid': error !== undefined })}
        <div id={messages} className="mt-1 min-h-5 text-faint" aria-live="polite">
          {error === undefined ? null : <p className="text-error">{error}</p>}
          {error === undefined && typeof warning === 'string' ? <p className="text-loss">{warning}</p> : null}
          {error === undefined && typeof warning !== 'string' ? hint : null}
        </div>
      </div>
    </div>
  );
}

export const inputLook =
  'h-7 w-full rounded-ui border border-line-strong bg-surface px-2 text-ui text-text outline-none select-text focus:border-accent focus:ring-1 focus:ring-accent aria-invalid:border-error aria-invalid:focus:ring-error disabled:bg-sunken disabled:text-muted';

export function Input({ className, ...rest }: ComponentProps<'input'>): ReactNode {
  return <input className={cx(inputLook, className)} spellCheck={false} autoComplete="off" {...rest} />;
}
