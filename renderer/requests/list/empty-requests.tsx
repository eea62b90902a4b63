/** What the Requests view shows before the first exchange: how to make one. */

import type { ReactNode } from 'react';
import { curlExample } from '#shared/connect/curl-example.ts';
import { plural } from '../../lib/format-values.ts';
import { useAppState } from '../../state/app-store.ts';
import { useExchanges } from '../../state/exchange-store.ts';
import { showView } from '../../state/navigation.ts';
import { isListening } from '../../state/status-text.ts';
import { ShellSelect } from '../../connect/shell-select.tsx';
import { useShell } from '../../state/shell-choice.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { openExported } from './row-actions.ts';

export function EmptyRequests(): ReactNode {
  const status = useAppState((app) => app.status);
  const command = curlExample(status, useShell());
  const deleted = useExchanges((store) => store.deleted);
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-[800px] px-6 py-10">
        <h2 className="text-title font-semibold">
          {deleted === null ? 'No exchanges yet' : `The log is empty: you deleted ${plural(deleted, 'exchange')}`}
        </h2>
        {deleted === null ? null : (
          <p className="mt-1 text-muted">
            Pinned exchanges, quarantined damaged files and the stored thinking of conversations are deleted too.
          </p>
        )}
        <p className="mt-1 text-muted">
          {isListening(status)
            ? 'Send a request from a terminal: it appears here with both sides of its translation.'
            : 'Start the proxy, then send a request from a terminal.'}
        </p>
        <pre
          data-testid="example-curl"
          className="mt-4 overflow-x-auto rounded-ui border bg-sunken p-3 whitespace-pre-wrap"
        >
          {command}
        </pre>
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <CopyButton look="primary" label="Copy command" what="the command" text={command} />
          <ShellSelect />
          <Button onClick={() => showView('chat')}>Try it in Chat</Button>
          <Button onClick={() => showView('connect')}>Connect a tool</Button>
          <Button look="quiet" onClick={() => void openExported()}>
            Open an exported file…
          </Button>
        </div>
      </div>
    </div>
  );
}
