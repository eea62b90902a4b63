/** The header: name, on and off, state, base URL to copy, the model in use. */

import { Switch } from '@base-ui/react/switch';
import type { ReactNode } from 'react';
import { useAppState } from '../state/app-store.ts';
import { showView } from '../state/navigation.ts';
import { Button } from '../ui/button.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Dot } from '../ui/small.tsx';
import { switchLook, thumbLook } from '../ui/switch-row.tsx';
import { startProxy, stopProxy } from './proxy-actions.ts';
import { isListening, stateTone, stateWord } from '../state/status-text.ts';

export function Header(): ReactNode {
  const status = useAppState((app) => app.status);
  const model = useAppState((app) => app.settings.model);
  const listening = isListening(status);
  const on = listening || status.state === 'starting';
  return (
    <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-4 border-b bg-sunken pr-3 pl-4">
      <h1 className="shrink-0 font-semibold tracking-tight">Dragoman</h1>
      <div className="flex min-w-0 items-center gap-2" role="status" title={status.message} data-testid="status">
        <Dot tone={stateTone(status)} hollow={status.state === 'stopped'} />
        <span className="whitespace-nowrap">{stateWord(status)}</span>
      </div>
      <div className="flex min-w-0 items-center">
        <code data-testid="base-url" className={listening ? 'selectable truncate' : 'selectable truncate text-faint'}>
          {status.baseUrl}
        </code>
        <CopyIcon text={status.baseUrl} what="base URL" />
      </div>
      <div className="ml-auto flex min-w-0 items-center gap-3">
        <Button
          look="quiet"
          className="wire max-w-full min-w-0 font-normal"
          title="Change in Settings"
          onClick={() => showView('settings')}
        >
          <span className="truncate">{model}</span>
        </Button>
        <Switch.Root
          aria-label="Proxy"
          title={on ? 'Stop the proxy' : 'Start the proxy'}
          checked={on}
          onCheckedChange={(next) => void (next ? startProxy() : stopProxy())}
          className={switchLook}
        >
          <Switch.Thumb className={thumbLook} />
        </Switch.Root>
      </div>
    </header>
  );
}
