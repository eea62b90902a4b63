/** The tools by group, with a search and the state of each. Arrow keys move through the list. */

import type { KeyboardEvent, ReactNode } from 'react';
import { type Recipe, recipeGroups } from '#shared/connect/recipe.ts';
import { cx } from '../ui/class-names.ts';
import { Input } from '../ui/field.tsx';
import { Dot } from '../ui/small.tsx';
import type { RequestState } from './request-state.ts';

interface ToolListProps {
  /** Those that the search found. */
  recipes: readonly Recipe[];
  search: string;
  onSearch: (search: string) => void;
  chosen: string;
  onChoose: (id: string) => void;
  stateOf: (recipe: Recipe) => RequestState['kind'];
}

export function ToolList({ recipes, search, onSearch, chosen, onChoose, stateOf }: ToolListProps): ReactNode {
  return (
    <nav
      aria-label="Tools"
      className="flex min-h-0 flex-col border-line max-[759px]:max-h-[min(232px,38vh)] max-[759px]:border-b min-[760px]:border-r"
      onKeyDown={moveFocus}
    >
      <div className="px-3 pt-3 pb-2">
        <Input
          type="search"
          aria-label="Search tools"
          placeholder="Search tools"
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={(event) => {
            const first = recipes[0];
            if (event.key === 'Enter' && first !== undefined) onChoose(first.id);
            if (event.key === 'Escape') onSearch('');
          }}
        />
      </div>
      <div className="min-h-0 overflow-y-auto px-3 pb-3">
        {Object.entries(recipeGroups).map(([group, title]) => (
          <Group key={group} title={title} recipes={recipes.filter((recipe) => recipe.group === group)}>
            {(recipe) => (
              <button
                type="button"
                data-tool={recipe.id}
                aria-current={recipe.id === chosen}
                onClick={() => onChoose(recipe.id)}
                className={cx(
                  'flex h-7 w-full items-center gap-2 rounded-ui px-2 text-left text-muted hover:bg-hover hover:text-text',
                  recipe.id === chosen && 'bg-selected text-text',
                )}
              >
                <span className="min-w-0 flex-1 truncate">{recipe.name}</span>
                <ListDot kind={stateOf(recipe)} />
              </button>
            )}
          </Group>
        ))}
        {recipes.length > 0 ? null : (
          <p className="px-2 py-2 text-muted">
            No recipe for “{search}”. Any tool with a field for an OpenAI base URL works with the address shown here.
          </p>
        )}
      </div>
    </nav>
  );
}

function Group({
  title,
  recipes,
  children,
}: {
  title: string;
  recipes: readonly Recipe[];
  children: (recipe: Recipe) => ReactNode;
}): ReactNode {
  if (recipes.length === 0) return null;
  return (
    <div className="mb-3" role="group" aria-label={title}>
      <p className="mb-1 px-2 text-mini text-faint select-none">{title}</p>
      <ul>
        {recipes.map((recipe) => (
          <li key={recipe.id}>{children(recipe)}</li>
        ))}
      </ul>
    </div>
  );
}

function ListDot({ kind }: { kind: RequestState['kind'] }): ReactNode {
  if (kind !== 'arrived' && kind !== 'failed') return null;
  const text = kind === 'arrived' ? 'requests arrive' : 'the last request failed';
  return (
    <span title={text} className="inline-flex">
      <Dot tone={kind === 'arrived' ? 'running' : 'loss'} />
      <span className="sr-only">, {text}</span>
    </span>
  );
}

/** From the search into the list with the arrow keys, and up and down in it. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (!['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) return;
  const inSearch = event.target instanceof HTMLInputElement;
  if (inSearch && event.key !== 'ArrowDown') return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button[data-tool]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key] ?? 0;
  event.preventDefault();
  if (next < 0) event.currentTarget.querySelector('input')?.focus();
  else items[Math.min(next, items.length - 1)]?.focus();
}
