/** Asks before the whole log is deleted, then deletes it. */

import type { ReactNode } from 'react';
import { call } from '../lib/window-bridge.ts';
import { plural } from '../lib/format-values.ts';
import { reportOf } from '../state/app-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { notify } from '../ui/toast.tsx';
import { forgetAll } from '../state/exchange-store.ts';

async function clearLog(): Promise<void> {
  try {
    await call('exchanges.clear');
    forgetAll();
  } catch (error) {
    notify('The log was not cleared', { description: reportOf(error).message, problem: true });
  }
}

export function ClearDialog({
  open,
  onClose,
  count,
}: {
  open: boolean;
  /** Also called when the log was cleared. */
  onClose: () => void;
  /** How many exchanges the log has. */
  count: number;
}): ReactNode {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Delete ${plural(count, 'exchange')}?`}
      description="Deletes all exchanges, pinned ones too, quarantined damaged files and the stored thinking of conversations. Requests in flight continue."
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button look="danger" onClick={() => void clearLog().then(onClose)}>
            Delete all
          </Button>
        </>
      }
    />
  );
}
