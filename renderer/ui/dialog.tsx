/** Modal dialogs and confirmations. */

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';

export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  actions,
  wide = false,
  onlyText = false,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  /** Nothing in it takes the focus: then it takes it itself, to be scrolled with the keyboard. */
  onlyText?: boolean;
}): ReactNode {
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-30 bg-black/30 transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          className={cx(
            'fixed top-[12vh] left-1/2 z-40 flex max-h-[80vh] w-[440px] max-w-[calc(100vw-48px)] -translate-x-1/2 flex-col rounded-ui border border-line-strong bg-raised shadow-float transition-opacity duration-100 outline-none data-ending-style:opacity-0 data-starting-style:opacity-0',
            wide && 'w-[640px]',
          )}
        >
          <div className="flex items-start gap-4 px-4 pt-3 pb-2">
            <BaseDialog.Title className="flex-1 py-0.5 text-title font-semibold">{title}</BaseDialog.Title>
            <BaseDialog.Close render={<IconButton label="Close" />}>
              <X size={14} aria-hidden />
            </BaseDialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4" tabIndex={onlyText ? 0 : undefined}>
            {description === undefined ? null : (
              <BaseDialog.Description className="text-muted">{description}</BaseDialog.Description>
            )}
            {children}
          </div>
          {actions === undefined ? null : <div className="flex justify-end gap-2 border-t px-4 py-3">{actions}</div>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
