/** The menu of the list: everything that can be done to a row, with the keys that do the same. */

import type { ReactNode } from 'react';
import { parseFilter } from '#shared/exchange/filter/index.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { plural } from '../../lib/format-values.ts';
import { shortcuts } from '../../lib/shortcuts.ts';
import { cx } from '../../ui/class-names.ts';
import { MenuAt, MenuChoice, MenuGroup, MenuItem, MenuLine, type MenuPoint } from '../../ui/menu.tsx';
import { visible } from '../../ui/visible-text.tsx';
import { setFilter, targets, useExchanges, useSummary } from '../../state/exchange-store.ts';
import { toggleTerm } from '../../state/filter-state.ts';
import { labelColours, labelNamed, labelNames, type LabelName } from '../row-labels.ts';
import { allPinned, commonLabel, copyAsCurl, exportTo, setLabel, togglePin } from './row-actions.ts';

/** Where it is open, and whether only for choosing a label. */
export interface OpenMenu {
  readonly at: MenuPoint;
  readonly only: 'labels' | null;
}

export function RowMenu({ open, onClose }: { open: OpenMenu | null; onClose: () => void }): ReactNode {
  const count = useExchanges((store) => Math.max(1, store.marked.size));
  const selected = useSummary(useExchanges((store) => store.selected));
  const fixed = useExchanges((store) => store.imported !== null);
  const some = count > 1 ? ` ${plural(count, 'exchange')}` : '';
  return (
    <MenuAt at={open?.at ?? null} onClose={onClose} label={open?.only === 'labels' ? 'Label' : 'Exchange'}>
      {open?.only === 'labels' ? (
        <Labels />
      ) : (
        <>
          {fixed ? null : (
            <MenuItem shortcut={shortcuts.pin.caps[0]} onSelect={() => void togglePin()}>
              {allPinned() ? 'Unpin' : 'Pin'}
              {some}
            </MenuItem>
          )}
          {count > 1 ? null : (
            <MenuItem shortcut={shortcuts.copy.caps[0]} onSelect={() => void copyAsCurl()}>
              Copy as curl
            </MenuItem>
          )}
          <MenuItem onSelect={() => void exportTo('har', targets())}>Export{some} as HAR…</MenuItem>
          <MenuItem onSelect={() => void exportTo('jsonl', targets())}>Export{some} as JSONL…</MenuItem>
          {fixed ? null : (
            <>
              <MenuLine />
              <MenuGroup label="Label">
                <Labels />
              </MenuGroup>
            </>
          )}
          {selected === null || count > 1 ? null : <FilterItems summary={selected} />}
        </>
      )}
    </MenuAt>
  );
}

function Labels(): ReactNode {
  return (
    <MenuChoice<LabelName | 'none'>
      label="Label"
      value={labelNamed(commonLabel()) ?? 'none'}
      onChange={(label) => void setLabel(label === 'none' ? null : label)}
      items={[
        { value: 'none', label: 'None' },
        ...labelNames.map((name) => ({
          value: name,
          label: (
            <>
              <span aria-hidden className={cx('size-2.5 rounded-full', labelColours[name])} />
              {name}
            </>
          ),
        })),
      ]}
    />
  );
}

/** Puts what this row has into the filter. */
function FilterItems({ summary }: { summary: ExchangeSummary }): ReactNode {
  const filters = [
    summary.tool === null ? null : `tool:="${summary.tool}"`,
    summary.modelUsed === null ? null : `model:="${summary.modelUsed}"`,
    summary.status === null ? null : `status:${summary.status}`,
    summary.errorCode === null ? null : `error:="${summary.errorCode}"`,
  ].flatMap((text) => (text === null ? [] : parseFilter(text).terms));
  if (filters.length === 0) return null;
  return (
    <>
      <MenuLine />
      <MenuGroup label="Filter by">
        {filters.map((term) => {
          const value = term.kind === 'word' ? (term.values[0]?.text ?? '') : String(summary.status);
          const name = term.kind === 'word' ? term.field : 'status';
          return (
            <MenuItem key={name} onSelect={() => setFilter(toggleTerm(useExchanges.getState().filter, term))}>
              {name} <span className="wire text-muted">{visible(value)}</span>
            </MenuItem>
          );
        })}
      </MenuGroup>
    </>
  );
}
