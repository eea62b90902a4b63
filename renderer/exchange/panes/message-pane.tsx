/** One of the four messages: its title, its start line, its body as sent. */

import { useMemo, useState, type ReactNode } from 'react';
import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { formatBytes } from '../../lib/format-values.ts';
import { overlayHasKeyboard } from '../../lib/open-overlay.ts';
import { cx } from '../../ui/class-names.ts';
import { searchIn } from '../../code-view/code-view.tsx';
import { CopyIcon } from '../../ui/copy.tsx';
import { LongCodeView } from '../../code-view/long-code-view.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Strip } from '../../ui/small.tsx';
import { visible } from '../../ui/visible-text.tsx';
import type { BodyFormatName } from '../worker/body-formats.ts';
import type { LinkState } from './use-pane-link.ts';
import { useBodyFormats } from './use-body-formats.ts';

export const paneTitles: Record<Pane, string> = {
  clientRequest: 'Client request',
  upstreamRequest: 'Upstream request',
  upstreamResponse: 'Upstream response',
  clientResponse: 'Client response',
};

export function MessagePane({
  name,
  exchange,
  missing,
  links,
}: {
  name: Pane;
  exchange: Exchange;
  missing: string;
  links: LinkState;
}): ReactNode {
  const client = name === 'clientRequest' || name === 'clientResponse';
  const [chosen, setChosen] = useState<BodyFormatName | null>(null);
  const side = exchange[name];
  const laidOut = useBodyFormats(exchange, name);
  const forms = laidOut ?? [];
  const form = forms.find((candidate) => candidate.form === chosen) ?? forms[0];
  const text = form?.text ?? '';
  const link = links.panes[name];
  const [seen, setSeen] = useState(link);
  if (link !== seen) {
    // A linked range must be visible, so the form that shows it is selected.
    setSeen(link);
    if (link !== undefined) setChosen(link.form);
  }
  const { pick } = links;
  const shownForm = form?.form;
  const onPick = useMemo(
    () =>
      shownForm === undefined
        ? undefined
        : (position: number, top: number): void => pick(name, shownForm, position, top),
    [pick, name, shownForm],
  );
  const title = paneTitles[name];
  return (
    <section
      aria-label={title}
      data-testid={`side-${name}`}
      className="flex h-full min-h-0 min-w-0 flex-col"
      onKeyDown={(event) => {
        if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || overlayHasKeyboard(event.target)) return;
        if (searchIn(event.currentTarget)) {
          event.preventDefault();
        }
      }}
    >
      <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-2 border-b pr-1 pl-3">
        <h3 className={cx('font-medium whitespace-nowrap', client ? 'text-client' : 'text-upstream')}>{title}</h3>
        {side === null ? null : (
          <>
            <code className="min-w-0 flex-1 truncate text-mini text-faint selectable" title={visible(side.startLine)}>
              {visible(side.startLine)}
            </code>
            <span className="ml-auto text-mini whitespace-nowrap text-faint tabular-nums">
              {formatBytes(side.bytes)}
            </span>
            {forms.length > 1 ? (
              <Segmented
                small
                label={`${title} shown as`}
                value={form?.form ?? 'raw'}
                onChange={setChosen}
                items={forms.map((candidate) => ({ value: candidate.form, label: candidate.form }))}
              />
            ) : null}
            <CopyIcon text={text} what={title.toLowerCase()} className="size-6" />
          </>
        )}
      </div>
      {side?.truncated === true ? <Strip>The body was truncated: it exceeded the size limit.</Strip> : null}
      <div className="min-h-0 flex-1">
        {form === undefined ? (
          <p className="p-3 text-faint">
            {side === null ? missing : laidOut === null ? `Formatting ${formatBytes(side.bytes)}…` : 'No body.'}
          </p>
        ) : (
          <LongCodeView
            name={`${exchange.summary.id} ${form.form}`}
            text={text}
            language={form.language}
            label={`${title} body`}
            {...(link?.form === form.form ? { marks: link.marks, reveal: link.reveal } : {})}
            onPick={form.form === 'events' ? undefined : onPick}
          />
        )}
      </div>
    </section>
  );
}
