/** Short notices in the corner. `notify` works from anywhere, also outside React. */

import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { visible } from './visible-text.tsx';

const manager = Toast.createToastManager();

/** Shows one notice; a problem stays longer and is read out at once. */
export function notify(title: string, options: { description?: string | null; problem?: boolean } = {}): void {
  const problem = options.problem ?? false;
  manager.add({
    title: visible(title),
    description: visible(options.description ?? ''),
    type: problem ? 'problem' : 'done',
    timeout: problem ? 9000 : 2500,
    priority: problem ? 'high' : 'low',
  });
}

export function ToastRegion({ children }: { children: ReactNode }): ReactNode {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-10 left-[84px] z-50 flex w-80 flex-col gap-2 outline-none">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList(): ReactNode {
  const { toasts } = Toast.useToastManager();
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
