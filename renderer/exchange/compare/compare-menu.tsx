/** The menu of exchanges to compare this one with. */

import { ChevronDown, Columns2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { formatMoment } from '../../lib/format-values.ts';
import { useExchanges } from '../../state/exchange-store.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { visible } from '../../ui/visible-text.tsx';
import { chooseSecond, compare } from './compare-store.ts';

export function CompareMenu({ exchange: { summary } }: { exchange: Exchange }): ReactNode {
  const marked = useExchanges((store) => store.marked);
  const others = [...marked].filter((id) => id !== summary.id);
  const other = others.length === 1 ? others[0] : undefined;
  const before = useExchanges(({ table }) => earlierLike(table.ascending, table.positions.get(summary.id)));
  const withKept = (id: string | undefined): void => {
    if (id !== undefined) compare({ kind: 'kept', id }, { kind: 'kept', id: summary.id }, summary.id);
  };
  return (
    <Menu
      label="Compare"
      trigger={
        <Button look="quiet" className="h-6 px-2">
          <Columns2 size={13} aria-hidden />
          Compare
          <ChevronDown size={12} aria-hidden />
        </Button>
      }
    >
      <MenuItem
        disabled={before === null}
        onSelect={() => withKept(before?.id)}
        {...(before === null ? {} : { detail: formatMoment(before.startedAt).slice(11, 19) })}
      >
        With the previous exchange of {visible(summary.tool ?? 'the same tool')}
      </MenuItem>
      <MenuItem disabled={other === undefined} onSelect={() => withKept(other)}>
        With the other selected exchange
      </MenuItem>
      <MenuItem onSelect={() => chooseSecond(summary.id)}>Choose an exchange in the list…</MenuItem>
    </Menu>
  );
}

/** The newest earlier one of the same tool and API. */
function earlierLike(ascending: readonly ExchangeSummary[], position: number | undefined): ExchangeSummary | null {
  const own = position === undefined ? undefined : ascending[position];
  if (position === undefined || own === undefined) return null;
  for (let at = position - 1; at >= 0; at -= 1) {
    const candidate = ascending[at];
    if (candidate?.tool === own.tool && candidate.endpoint === own.endpoint) return candidate;
  }
  return null;
}
