/** The line beneath the panes: the target or origin of the marked node, and the reason. */

import { ChevronLeft, ChevronRight, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { linkLabel } from './link-label.ts';
import type { LinkState } from './use-pane-link.ts';

export function LinkLine({ links }: { links: LinkState }): ReactNode {
  const { link } = links;
  const caveat = link?.kind === 'node' ? link.followed.caveat : null;
  const count = link?.kind === 'node' ? link.followed.targets.length : 0;
  return (
    <div data-testid="link-line" className="flex min-h-8 shrink-0 items-center gap-2 border-t bg-sunken py-1 pr-1 pl-3">
      <p role="status" className="min-w-0 flex-1 break-words selectable">
        {links.waiting ? (
          <span className="text-faint">Finding related values…</span>
        ) : link === null ? (
          <span className="text-faint">Point at a value in a pane to see what it was translated to or from.</span>
        ) : (
          <Sentence links={links} />
        )}
        {caveat === null || links.waiting ? null : (
          <span className="text-loss">
            {' '}
            <TriangleAlert size={12} aria-label="Note:" className="inline -translate-y-px" /> {caveat}
          </span>
        )}
      </p>
      {link?.kind === 'node' && count > 1 ? (
        <>
          <span className="text-mini whitespace-nowrap text-faint tabular-nums">
            {link.at + 1} of {count}
          </span>
          <IconButton label="Previous related value" className="size-6" onClick={() => links.step(-1)}>
            <ChevronLeft size={14} aria-hidden />
          </IconButton>
          <IconButton label="Next related value" className="size-6" onClick={() => links.step(1)}>
            <ChevronRight size={14} aria-hidden />
          </IconButton>
        </>
      ) : null}
      {link === null ? null : (
        <IconButton label="Remove the highlight" className="size-6" onClick={links.clear}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

function Sentence({ links: { link } }: { links: LinkState }): ReactNode {
  if (link === null) return null;
  const { subject, owner, verb, object, reason, loss } = linkLabel(link);
  const client = owner === 'client';
  return (
    <>
      <code className={cx('break-all', client ? 'text-client' : 'text-upstream')}>{subject}</code>{' '}
      <span className={loss ? 'font-medium text-loss' : 'text-muted'}>{verb}</span>{' '}
      {object === null ? null : (
        <code className={cx('break-all', client ? 'text-upstream' : 'text-client')}>{object} </code>
      )}
      <span className="text-muted">
        <span aria-hidden>· </span>
        {reason}
      </span>
    </>
  );
}
