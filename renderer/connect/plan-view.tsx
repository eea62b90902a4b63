/** The difference that a set-up or a restore would make, and the button that writes it. */

import { useEffect, useRef, type ReactNode } from 'react';
import type { DiffLine, SetUpPlan } from '#shared/connect/set-up.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';

interface PlanViewProps {
  plan: SetUpPlan;
  busy: boolean;
  onWrite: () => void;
  onCancel: () => void;
}

export function PlanView({ plan, busy, onWrite, onCancel }: PlanViewProps): ReactNode {
  const cancel = useRef<HTMLDivElement>(null);
  // Keyboard users go on from here, not from the top of the page.
  useEffect(() => cancel.current?.focus(), []);
  return (
    <div className="mt-3" ref={cancel} tabIndex={-1} aria-label="Difference" role="group">
      <p className="text-muted">{effectText(plan)}</p>
      {plan.editedSince ? (
        <p className="text-loss">
          The file was changed after it was set up. Restoring brings back the whole file from before, without those
          changes.
        </p>
      ) : null}
      {plan.diff.length === 0 ? null : <Diff lines={plan.diff} />}
      {plan.masked ? (
        <p className="mt-1 text-mini text-faint">Keys are masked here (…). The file has them whole.</p>
      ) : null}
      <div className="mt-3 flex gap-2">
        <Button look="primary" disabled={busy} onClick={onWrite}>
          {writeLabel(plan)}
        </Button>
        <Button disabled={busy} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

function effectText({ action, effect }: SetUpPlan): string {
  if (effect === 'unchanged') return 'The file says this already.';
  if (effect === 'created') return 'The file will be created with this content:';
  if (effect === 'removed') return 'There was no file before, so it will be removed:';
  return action === 'restore' ? 'The file from before the set-up will be brought back:' : 'These lines will change:';
}

function writeLabel({ action, effect }: SetUpPlan): string {
  if (action === 'restore') return effect === 'removed' ? 'Remove the file' : 'Restore the file';
  return effect === 'created' ? 'Create the file' : 'Write the file';
}

const signs: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', added: '+', removed: '−', gap: '⋯' };
const spoken: Readonly<Record<DiffLine['kind'], string>> = {
  same: '',
  added: 'added: ',
  removed: 'removed: ',
  gap: '',
};

function Diff({ lines }: { lines: readonly DiffLine[] }): ReactNode {
  return (
    <pre
      tabIndex={0}
      data-testid="set-up-diff"
      aria-label="Changed lines"
      className="selectable mt-2 max-h-[360px] overflow-auto rounded-ui border bg-sunken py-1"
    >
      {lines.map((line, index) => (
        <span
          // The lines never change place.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          data-kind={line.kind}
          className={cx(
            'block min-w-max px-3',
            line.kind === 'added' && 'bg-upstream-tint text-upstream',
            line.kind === 'removed' && 'bg-error-tint text-error',
            (line.kind === 'same' || line.kind === 'gap') && 'text-muted',
          )}
        >
          <span aria-hidden className="mr-2 inline-block w-3 select-none">
            {signs[line.kind]}
          </span>
          <span className="sr-only">{spoken[line.kind]}</span>
          {line.text}
        </span>
      ))}
    </pre>
  );
}
