/** Lines under the header when something is wrong, with what to do about it. */

import type { ReactNode } from 'react';
import type { ProxyStatus } from '#shared/ipc/contract.ts';
import { useAppState } from '../state/app-store.ts';
import { showView, useNavigation } from '../state/navigation.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { visible } from '../ui/visible-text.tsx';
import { Dot } from '../ui/small.tsx';
import { moveToPort, startProxy } from './proxy-actions.ts';
import { bannerFor, type BannerAction } from '../state/status-text.ts';

export function Banner(): ReactNode {
  const status = useAppState((app) => app.status);
  const inSettings = useNavigation((store) => store.view === 'settings');
  const words = bannerFor(status);
  // The key field in Settings shows its own message.
  if (words === null || (inSettings && words.actions.join() === 'open-settings')) return null;
  const actions = words.actions.filter((action) => !(inSettings && action === 'open-settings'));
  return (
    <div
      role={words.tone === 'error' ? 'alert' : 'status'}
      data-testid="banner"
      className={cx(
        'flex min-h-9 shrink-0 items-center gap-3 border-b px-4 py-1',
        words.tone === 'error' && 'bg-error-tint',
        words.tone === 'loss' && 'bg-loss-tint',
        words.tone === 'accent' && 'bg-selected',
      )}
    >
      <Dot tone={words.tone} />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{words.message}</span>
        {words.hint === null ? null : <span className="text-muted"> {words.hint}</span>}
      </p>
      {actions.map((action, index) => (
        <ActionButton key={action} action={action} status={status} first={index === 0} />
      ))}
    </div>
  );
}

/** Shown during the whole run: what is entered and logged ends with it. */
export function StorageBanner(): ReactNode {
  const problem = useAppState((app) => app.info.folderProblem);
  if (problem === null) return null;
  return (
    <div
      role="status"
      data-testid="storage-banner"
      className="flex min-h-9 shrink-0 items-center gap-3 border-b bg-loss-tint px-4 py-1"
    >
      <Dot tone="loss" />
      <p className="min-w-0 flex-1 break-words">
        <span className="font-medium">{visible(problem)}</span>
        <span className="text-muted">
          {' '}
          Settings and exchanges of this run stay in memory and end with it. Start with --data-dir to choose another
          folder.
        </span>
      </p>
    </div>
  );
}

function ActionButton({
  action,
  status,
  first,
}: {
  action: BannerAction;
  status: ProxyStatus;
  first: boolean;
}): ReactNode {
  const look = first ? 'primary' : 'plain';
  switch (action) {
    case 'start':
      return (
        <Button look={look} onClick={() => void startProxy()}>
          Start
        </Button>
      );
    case 'retry':
      return (
        <Button look={look} onClick={() => void startProxy()}>
          Try again
        </Button>
      );
    case 'use-free-port': {
      const port = status.freePort;
      return port === null ? null : (
        <Button look={look} onClick={() => void moveToPort(port)}>
          Use port {port}
        </Button>
      );
    }
    case 'open-settings':
      return (
        <Button look={look} onClick={() => showView('settings')}>
          Open Settings
        </Button>
      );
  }
}
