/** Filters with a name: use one, keep the one in use, delete one. They are part of the settings. */

import { Bookmark, Trash2 } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import type { Settings } from '#shared/settings/schema.ts';
import { call } from '../../lib/window-bridge.ts';
import { setSettings, reportOf, useAppState } from '../../state/app-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Input } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';
import { notify } from '../../ui/toast.tsx';
import { visible } from '../../ui/visible-text.tsx';
import { setFilter, useExchanges } from '../../state/exchange-store.ts';
import { filterFrom, textOf } from '../../state/filter-state.ts';

type Saved = Settings['savedFilters'];

async function keep(settings: Settings, savedFilters: Saved): Promise<void> {
  try {
    setSettings(await call('settings.save', { ...settings, savedFilters }));
  } catch (error) {
    notify('The filter was not saved', { description: reportOf(error).message, problem: true });
  }
}

export function SavedFilters(): ReactNode {
  return (
    <Popover
      title="Saved filters"
      trigger={
        <IconButton label="Saved filters">
          <Bookmark size={14} aria-hidden />
        </IconButton>
      }
    >
      <SavedList />
    </Popover>
  );
}

function SavedList(): ReactNode {
  const settings = useAppState((app) => app.settings);
  const filter = useExchanges((store) => textOf(store.filter));
  const saved = settings.savedFilters;
  return (
    <>
      {saved.length === 0 ? <p className="text-muted">None yet. Enter a filter, then name it here.</p> : null}
      <ul className="-mx-1.5 max-h-72 overflow-y-auto">
        {saved.map((entry) => (
          <li key={entry.name} className="flex items-center">
            <button
              type="button"
              aria-pressed={entry.filter === filter}
              onClick={() => setFilter(filterFrom(entry.filter))}
              title={visible(entry.filter)}
              className="flex h-7 min-w-0 flex-1 items-center gap-3 rounded-small px-1.5 text-left hover:bg-hover aria-pressed:bg-selected"
            >
              <span className="max-w-32 shrink-0 truncate">{visible(entry.name)}</span>
              <span className="wire min-w-0 flex-1 truncate text-muted">{visible(entry.filter)}</span>
            </button>
            <IconButton
              label={`Delete the saved filter ${visible(entry.name)}`}
              onClick={() =>
                void keep(
                  settings,
                  saved.filter(({ name }) => name !== entry.name),
                )
              }
            >
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <SaveForm settings={settings} filter={filter} />
    </>
  );
}

function SaveForm({ settings, filter }: { settings: Settings; filter: string }): ReactNode {
  const [name, setName] = useState('');
  const id = useId();
  const wanted = name.trim();
  const others = settings.savedFilters.filter((entry) => entry.name !== wanted);
  const replaces = others.length < settings.savedFilters.length;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted === '' || filter === '') return;
    void keep(settings, [...others, { name: wanted, filter }]);
    setName('');
  };
  if (filter === '') return null;
  return (
    <form onSubmit={save} className="mt-2 border-t pt-2">
      <label htmlFor={id} className="mb-1 block truncate text-muted">
        Save <span className="wire">{visible(filter)}</span> as
      </label>
      <div className="flex gap-2">
        <Input id={id} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" disabled={wanted === ''}>
          {replaces ? 'Replace' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
