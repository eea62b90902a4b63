/** The header: name, state, base URL to copy, the model in use, start and stop. */

import { Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useHouse } from '../house-store.ts';
import { showView } from '../navigation.ts';
import { Button } from '../ui/button.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Dot } from '../ui/small.tsx';
import { startProxy, stopProxy } from './proxy-actions.ts';
import { isListening, stateTone, stateWord } from './status-words.ts';

export function Header(): ReactNode {
  const status = useHouse((house) => house.status);
  const model = useHouse((house) => house.settings.model);
  const listening = isListening(status);
  return (
    <header className="flex h-11 shrink-0 items-center gap-4 border-b bg-sunken pr-2 pl-4">
      <h1 className="font-semibold tracking-tight">Dragoman</h1>
      <div className="flex min-w-0 items-center gap-2" role="status" title={status.message}>
        <Dot tone={stateTone(status)} hollow={status.state === 'stopped'} />
        <span className="whitespace-nowrap">{stateWord(status)}</span>
      </div>
      <div className="flex min-w-0 items-center">
        <code data-testid="base-url" className={listening ? 'selectable truncate' : 'selectable truncate text-faint'}>
          {status.baseUrl}
        </code>
        <CopyIcon text={status.baseUrl} what="base URL" />
      </div>
      <div className="ml-auto flex items-center gap-1">
        <Button
          look="quiet"
          className="wire font-normal"
          title="Change in Settings"
          onClick={() => showView('settings')}
        >
          {model}
        </Button>
        {listening || status.state === 'starting' ? (
          <Button look="quiet" onClick={() => void stopProxy()} title="Stop the proxy">
            <Square size={12} aria-hidden />
            Stop proxy
          </Button>
        ) : (
          <Button look="plain" onClick={() => void startProxy()} title="Start the proxy">
            <Play size={12} aria-hidden />
            Start proxy
          </Button>
        )}
      </div>
    </header>
  );
}
