/** The line at the bottom: key, exchanges, up time, demo, version. */

import { Keyboard } from 'lucide-react';
import type { ReactNode } from 'react';
import { needsKey } from '#shared/settings/key.ts';
import { formatUptime, plural } from '../lib/format-values.ts';
import { useAppState } from '../state/app-store.ts';
import { showView } from '../state/navigation.ts';
import { useExchangeCount } from '../state/exchange-store.ts';
import { cx } from '../ui/class-names.ts';
import { useNow } from '../lib/use-now.ts';
import { keyText } from '../state/status-text.ts';

const item = 'flex h-full shrink-0 items-center gap-1.5 border-r px-3 whitespace-nowrap tabular-nums';
/** What only tells something gives way to the buttons. */
const text = 'h-full min-w-0 truncate border-r px-3 leading-7 tabular-nums';

export function StatusBar({ onShortcuts }: { onShortcuts: () => void }): ReactNode {
  const status = useAppState((app) => app.status);
  const info = useAppState((app) => app.info);
  const exchanges = useExchangeCount();
  const now = useNow(10_000);
  return (
    <footer className="flex h-7 shrink-0 items-center border-t bg-sunken text-mini text-muted">
      <button
        type="button"
        title={`${status.key.message} Opens Settings.`}
        onClick={() => showView('settings')}
        className={cx(item, 'hover:bg-hover hover:text-text', needsKey(status.key) && 'text-loss')}
      >
        {keyText(status.key)}
      </button>
      <span className={text} data-testid="exchange-count">
        {plural(exchanges, 'exchange')}
      </span>
      {status.activeRequests > 0 ? <span className={text}>{status.activeRequests} in flight</span> : null}
      {status.since === null ? null : (
        <span className={cx(text, 'max-[560px]:hidden')}>up {formatUptime(Math.max(0, now - status.since))}</span>
      )}
      <div className="ml-auto flex h-full min-w-0 items-center">
        {status.demo || info.demo ? (
          <span
            className={cx(text, 'border-r-0 border-l bg-loss-tint font-medium text-loss')}
            title="Responses come from the built-in mock server, not from Claude."
          >
            demo: canned responses
          </span>
        ) : null}
        <span
          className={cx(text, 'border-r-0 border-l max-[560px]:hidden')}
          title={`Electron ${info.electron}, ${info.platform}`}
        >
          v{info.version}
        </span>
        <button
          type="button"
          onClick={onShortcuts}
          title="Keyboard shortcuts (?)"
          aria-label="Keyboard shortcuts"
          className={cx(item, 'border-r-0 border-l hover:bg-hover hover:text-text')}
        >
          <Keyboard size={14} aria-hidden />
        </button>
      </div>
    </footer>
  );
}
