/** How far an export is, and to cancel it. */

import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount, plural } from '../lib/format-values.ts';
import { cancelExport, useExport } from '../state/export-state.ts';
import { Button } from '../ui/button.tsx';

export function ExportBar(): ReactNode {
  const progress = useExport((store) => store.progress);
  if (progress === null) return null;
  const { written, total } = progress;
  return (
    <div className="flex shrink-0 items-center gap-3 border-b bg-sunken px-3 py-1" data-testid="export-bar">
      <Download size={14} aria-hidden className="shrink-0 text-muted" />
      <p className="whitespace-nowrap tabular-nums">
        Exporting: {formatCount(written)} of {plural(total, 'exchange')}
      </p>
      <progress
        aria-label="Export"
        value={written}
        max={total}
        className="h-1 min-w-0 flex-1 appearance-none overflow-hidden rounded-full bg-hover [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent-solid"
      />
      <Button onClick={() => void cancelExport().catch(() => undefined)}>Cancel export</Button>
    </div>
  );
}
