/** Asks before unsaved changes are left behind. */

import type { ReactNode } from 'react';
import { leaveAnyway, stayHere, useNavigation } from '../state/navigation.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

export function UnsavedGuard(): ReactNode {
  const open = useNavigation((store) => store.pending !== null);
  return (
    <Dialog
      open={open}
      onClose={stayHere}
      title="Leave without saving?"
      description="The changes on this page are not saved."
      actions={
        <>
          <Button look="danger" onClick={leaveAnyway}>
            Discard changes
          </Button>
          <Button look="primary" onClick={stayHere}>
            Keep editing
          </Button>
        </>
      }
    />
  );
}
