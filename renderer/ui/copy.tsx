/** Copying to the clipboard through the main process, with a notice of what was copied. */

import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { DragomanError } from '#shared/errors.ts';
import { call } from '../lib/window-bridge.ts';
import { Button, IconButton, type ButtonProps } from './button.tsx';
import { notify } from './toast.tsx';

/** Copies and shows a notice, also on failure. `what` completes "Copied …". @returns whether it worked */
export async function copyText(text: string, what: string): Promise<boolean> {
  try {
    await call('clipboard.write', { text });
    notify(`Copied ${what}`);
    return true;
  } catch (error) {
    const hint = error instanceof DragomanError ? error.message : 'The clipboard did not respond.';
    notify(`Could not copy ${what}`, { description: hint, problem: true });
    return false;
  }
}

type CopyProps = Omit<ButtonProps, 'onClick' | 'children'> & {
  /** The text, or a function that returns it. */
  text: string | (() => string | Promise<string>);
  what: string;
};

function useCopy(text: CopyProps['text'], what: string): { done: boolean; copy: () => void } {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = (): void => {
    void Promise.resolve(typeof text === 'string' ? text : text())
      .then((value) => copyText(value, what))
      .then(setDone);
  };
  return { done, copy };
}

/** An icon that copies; `what` also names the button: "Copy base URL". */
export function CopyIcon({ text, what, ...rest }: CopyProps): ReactNode {
  const { done, copy } = useCopy(text, what);
  return (
    <IconButton label={`Copy ${what}`} onClick={copy} {...rest}>
      {done ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
    </IconButton>
  );
}

/** The same with a text beside the icon. */
export function CopyButton({ text, what, label, ...rest }: CopyProps & { label: string }): ReactNode {
  const { done, copy } = useCopy(text, what);
  return (
    <Button onClick={copy} {...rest}>
      {done ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      {label}
    </Button>
  );
}
