/**
 * Short notices at the left edge, in the half of the window that does not hold what was acted upon, so that they do not cover it.
 * `notify` works from anywhere, also outside React.
 */

import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { visible } from './visible-text.tsx';

type Half = 'top' | 'bottom';

interface ToastData {
  readonly half: Half;
}

const manager = Toast.createToastManager<ToastData>();

/** The half of the window without the control that has the focus; the lower one when nothing has it. */
function freeHalf(): Half {
  const active = document.activeElement;
  if (active === null || active === document.body) return 'bottom';
  const { top, bottom } = active.getBoundingClientRect();
  return (top + bottom) / 2 > window.innerHeight / 2 ? 'top' : 'bottom';
}

/** Shows one notice; a problem stays longer and is read out at once. */
export function notify(title: string, options: { description?: string | null; problem?: boolean } = {}): void {
  const problem = options.problem ?? false;
  manager.add({
    title: visible(title),
    description: visible(options.description ?? ''),
    type: problem ? 'problem' : 'done',
    timeout: problem ? 9000 : 2500,
    priority: problem ? 'high' : 'low',
    data: { half: freeHalf() },
  });
}

export function ToastRegion({ children }: { children: ReactNode }): ReactNode {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <ToastViewport />
      </Toast.Portal>
    </Toast.Provider>
  );
}

/** All notices move to where the newest one belongs. */
function ToastViewport(): ReactNode {
  const { toasts } = Toast.useToastManager<ToastData>();
  const half = toasts[0]?.data?.half ?? 'bottom';
  return (
    <Toast.Viewport
      className={cx(
        'fixed left-[84px] z-50 flex w-80 flex-col gap-2 outline-none',
        half === 'top' ? 'top-14' : 'bottom-10',
      )}
    >
      <ToastList />
    </Toast.Viewport>
  );
}

function ToastList(): ReactNode {
  const { toasts } = Toast.useToastManager<ToastData>();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection="left"
      className={cx(
        'rounded-ui border border-line-strong bg-raised shadow-float transition-opacity duration-100',
        'data-starting-style:opacity-0 data-ending-style:opacity-0',
        toast.type === 'problem' && 'border-l-2 border-l-error',
      )}
    >
      <Toast.Content className="flex items-start gap-2 py-1.5 pr-1.5 pl-3">
        <div className="min-w-0 flex-1 py-1">
          <Toast.Title className="font-medium break-words" />
          {toast.description === '' ? null : <Toast.Description className="text-muted break-words" />}
        </div>
        <Toast.Close render={<IconButton label="Dismiss" />}>
          <X size={14} aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
