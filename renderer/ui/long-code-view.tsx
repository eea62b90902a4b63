/** A code view that shows of a very long text the beginning at first, says so, and has a button for the rest. */

import { useState, type ReactNode } from 'react';
import { formatBytes } from '../format.ts';
import { Button } from './button.tsx';
import { CodeView, type CodeViewProps } from './code-view.tsx';
import { Strip } from './small.tsx';

/** Cutting more than that into lines would hold the window up. In UTF-16 units. */
const SHOWN_AT_FIRST = 10_000_000;

/** `name` tells one text from another: of a new one the beginning is shown again. What is to be brought into sight is always shown. */
export function LongCodeView({ name, text, reveal = null, ...rest }: CodeViewProps & { name: string }): ReactNode {
  const [whole, setWhole] = useState<string | null>(null);
  const [seen, setSeen] = useState(reveal);
  if (reveal !== seen) {
    setSeen(reveal);
    if (reveal !== null && reveal.position >= SHOWN_AT_FIRST) setWhole(name);
  }
  const cut = whole !== name && text.length > SHOWN_AT_FIRST;
  return (
    <div className="flex h-full min-h-0 flex-col">
      {cut ? (
        <Strip>
          Shows the first {formatBytes(SHOWN_AT_FIRST)}.
          <Button look="quiet" className="h-5" onClick={() => setWhole(name)}>
            Show all {formatBytes(text.length)}
          </Button>
        </Strip>
      ) : null}
      <div className="min-h-0 flex-1">
        <CodeView text={cut ? text.slice(0, SHOWN_AT_FIRST) : text} reveal={reveal} {...rest} />
      </div>
    </div>
  );
}
