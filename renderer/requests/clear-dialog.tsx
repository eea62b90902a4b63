/** Asks before the whole log is deleted, then deletes it. */

import type { ReactNode } from 'react';
import { call } from '../lib/window-bridge.ts';
import { plural } from '../lib/format-values.ts';
import { reportOf } from '../state/app-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { notify } from '../ui/toast.tsx';
import { forgetAll } from '../state/exchange-store.ts';
import { cancelExport, useExport } from '../state/export-state.ts';

const CONSEQUENCES =
  'Deletes all exchanges, pinned ones too, quarantined damaged files and the stored thinking of conversations. Requests in flight continue.';

async function clearLog(count: number): Promise<void> {
  try {
    if (useExport.getState().progress !== null) await cancelExport();
    await call('exchanges.clear');
    forgetAll(count);
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
  const exporting = useExport((store) => store.progress !== null);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Delete ${plural(count, 'exchange')}?`}
      description={`${exporting ? 'The export that is being written is cancelled and leaves no file. ' : ''}${CONSEQUENCES}`}
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button look="danger" onClick={() => void clearLog(count).then(onClose)}>
            {exporting ? 'Cancel export and delete all' : 'Delete all'}
          </Button>
        </>
      }
    />
  );
}
