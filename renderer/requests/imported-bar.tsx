/** The bar above an imported file, with a button back to the log. */

import { FileInput } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { visible } from '../ui/visible-text.tsx';
import { useExchanges } from '../state/exchange-store.ts';
import { closeExported } from './list/row-actions.ts';

export function ImportedBar(): ReactNode {
  const imported = useExchanges((store) => store.imported);
  if (imported === null) return null;
  return (
    <div role="status" data-testid="imported" className="flex shrink-0 items-center gap-2 border-b bg-sunken px-3 py-1">
      <FileInput size={14} aria-hidden className="shrink-0 text-muted" />
      <p className="min-w-0 flex-1 truncate">
        Imported from <span className="wire">{visible(imported.name)}</span>
        <span className="text-muted">, read-only.</span>{' '}
        {imported.problem === null ? null : <span className="text-loss">{visible(imported.problem)}</span>}
      </p>
      <Button onClick={closeExported}>Back to the log</Button>
    </div>
  );
}
