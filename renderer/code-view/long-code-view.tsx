/** A code view of one part of a very long text, with buttons for the others. */

import { useMemo, useState, type ReactNode } from 'react';
import { formatBytes } from '../lib/format-values.ts';
import { Button } from '../ui/button.tsx';
import { CodeView, type CodeViewProps } from './code-view.tsx';
import { Strip } from '../ui/small.tsx';
import { PART, partAt, partCount, within } from './text-chunks.ts';

type LongCodeViewProps = Omit<CodeViewProps, 'onChange'> & {
  /** Identifies the text: a new one is shown from its beginning. */
  readonly name: string;
};

/** Marks and positions refer to the whole text; the part with the range to scroll to is shown. */
export function LongCodeView({ name, text, marks, reveal = null, onPick, ...rest }: LongCodeViewProps): ReactNode {
  const [chosen, setChosen] = useState({ name, index: 0 });
  const [seen, setSeen] = useState(reveal);
  if (reveal !== seen) {
    setSeen(reveal);
    if (reveal !== null) setChosen({ name, index: Math.floor(reveal.position / PART) });
  }
  const count = partCount(text.length);
  const index = chosen.name === name ? Math.min(chosen.index, count - 1) : 0;
  const { from, to } = partAt(text, index);
  const shownMarks = useMemo(
    () => marks?.map((mark) => within(mark, { from, to })).filter((mark) => mark !== null),
    [marks, from, to],
  );
  const shownReveal = useMemo(
    () =>
      reveal === null || reveal.position < from || reveal.position > to
        ? null
        : { position: reveal.position - from, top: reveal.top },
    [reveal, from, to],
  );
  const show = (next: number): void => setChosen({ name, index: next });
  return (
    <div className="flex h-full min-h-0 flex-col">
      {count === 1 ? null : (
        <Strip>
          Shows part {index + 1} of {count}: {formatBytes(to - from)} of {formatBytes(text.length)}.
          <Button look="quiet" className="h-5" disabled={index === 0} onClick={() => show(index - 1)}>
            Previous
          </Button>
          <Button look="quiet" className="h-5" disabled={index === count - 1} onClick={() => show(index + 1)}>
            Next
          </Button>
          <Button look="quiet" className="h-5" disabled={index === count - 1} onClick={() => show(count - 1)}>
            Last
          </Button>
        </Strip>
      )}
      <div className="min-h-0 flex-1">
        <CodeView
          key={index}
          text={count === 1 ? text : text.slice(from, to)}
          reveal={shownReveal}
          onPick={onPick === undefined ? undefined : (position, top) => onPick(position + from, top)}
          {...(shownMarks === undefined ? {} : { marks: shownMarks })}
          {...rest}
        />
      </div>
    </div>
  );
}
