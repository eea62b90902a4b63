/** The headers of the four sides, as they were sent and redacted. */

import type { ReactNode } from 'react';
import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import type { Exchange, HttpMessage } from '#shared/exchange/record.ts';
import { cx } from '../ui/class-names.ts';
import { visible, VisibleText } from '../ui/visible-text.tsx';
import { paneTitles } from './panes/message-pane.tsx';

const order: readonly Pane[] = ['clientRequest', 'upstreamRequest', 'clientResponse', 'upstreamResponse'];

export function HeadersTab({ exchange }: { exchange: Exchange }): ReactNode {
  return (
    <div tabIndex={0} className="grid h-full grid-cols-2 content-start gap-x-8 gap-y-6 overflow-y-auto p-4">
      {order.map((name) => (
        <HeaderTable key={name} name={name} side={exchange[name]} />
      ))}
    </div>
  );
}

function HeaderTable({ name, side }: { name: Pane; side: HttpMessage | null }): ReactNode {
  const client = name.startsWith('client');
  return (
    <section aria-label={`${paneTitles[name]} headers`} className="min-w-0">
      <h3 className={cx('mb-1 font-medium', client ? 'text-client' : 'text-upstream')}>{paneTitles[name]}</h3>
      {side === null ? (
        <p className="text-faint">{name === 'upstreamRequest' ? 'Nothing was sent upstream.' : 'No response.'}</p>
      ) : (
        <>
          <code className="block truncate pb-1 text-muted selectable" title={visible(side.startLine)}>
            <VisibleText>{side.startLine}</VisibleText>
          </code>
          <dl className="wire border-t">
            {Object.entries(side.headers).map(([header, value]) => (
              <div key={header} className="grid grid-cols-[minmax(96px,40%)_minmax(0,1fr)] gap-3 border-b py-1">
                <dt className="truncate text-muted selectable" title={visible(header)}>
                  {visible(header)}
                </dt>
                <dd className="break-all">
                  <VisibleText>{value}</VisibleText>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}
