/** How to point tools at the proxy: the address, the key, and a recipe for each tool. */

import type { ReactNode } from 'react';
import { keyFor, recipeGroups, type Recipe, type RecipeContext } from '#shared/connect/recipe.ts';

import { useAppState } from '../state/app-store.ts';
import { useShell } from '../state/shell-choice.ts';
import { ShellSelect } from './shell-select.tsx';
import { CopyButton, CopyIcon } from '../ui/copy.tsx';
import { recipes } from '#shared/connect/recipes.ts';

export function ConnectView(): ReactNode {
  const baseUrl = useAppState((app) => app.status.baseUrl);
  const tokenNeeded = useAppState((app) => app.status.tokenNeeded);
  const model = useAppState((app) => app.settings.model);
  const shell = useShell();
  const context: RecipeContext = { baseUrl, model, tokenNeeded, shell };
  return (
    <div className="h-full overflow-y-auto" data-testid="connect">
      <div className="mx-auto grid max-w-[1040px] gap-x-8 min-[680px]:grid-cols-[172px_minmax(0,1fr)] px-6 py-6">
        <nav
          aria-label="Tools"
          className="top-6 max-h-[calc(100vh-120px)] self-start overflow-y-auto min-[680px]:sticky"
        >
          {Object.entries(recipeGroups).map(([group, title]) => (
            <Group key={group} title={title} recipes={recipes.filter((recipe) => recipe.group === group)} />
          ))}
        </nav>
        <div className="min-w-0">
          <h2 className="text-title font-semibold">Connect a tool</h2>
          <p className="mt-1 max-w-[68ch] text-muted">
            Every OpenAI API client with a configurable base URL can use Claude through this address.
          </p>
          <dl className="mt-4 border-t">
            <Fact name="Base URL" value={baseUrl} copy="base URL" note="On this machine only." />
            <Fact
              name="API key"
              value={keyFor(context)}
              copy="key"
              note={
                tokenNeeded ? 'Use the token from Settings → Access.' : 'Any value works: the proxy adds your API key.'
              }
            />
            <Fact
              name="Model"
              value={model}
              copy="model"
              note="Any name works. Names that are not Claude ids use this model."
            />
          </dl>
          <div className="mt-4 flex items-center gap-3">
            <span className="text-muted">Commands for</span>
            <ShellSelect />
          </div>
          {recipes.map((recipe) => (
            <RecipeSection key={recipe.id} recipe={recipe} context={context} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Group({ title, recipes: members }: { title: string; recipes: readonly Recipe[] }): ReactNode {
  return (
    <div className="mb-4">
      <p className="mb-1 px-2 text-mini text-faint select-none">{title}</p>
      <ul>
        {members.map((recipe) => (
          <li key={recipe.id}>
            <a
              href={`#recipe-${recipe.id}`}
              className="block truncate rounded-ui px-2 py-1 text-muted hover:bg-hover hover:text-text"
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(`recipe-${recipe.id}`)?.scrollIntoView({ block: 'start' });
              }}
            >
              {recipe.name}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Fact({ name, value, copy, note }: { name: string; value: string; copy: string; note: string }): ReactNode {
  return (
    <div className="grid grid-cols-[88px_minmax(0,1fr)] items-center gap-x-3 min-[680px]:grid-cols-[88px_minmax(0,1fr)_minmax(0,1.2fr)] border-b py-1">
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center">
        <code className="truncate">{value}</code>
        <CopyIcon text={value} what={copy} />
      </dd>
      <dd className="text-faint max-[679px]:col-start-2">{note}</dd>
    </div>
  );
}

function RecipeSection({ recipe, context }: { recipe: Recipe; context: RecipeContext }): ReactNode {
  return (
    <section id={`recipe-${recipe.id}`} aria-label={recipe.name} className="scroll-mt-6 pt-8">
      <h3 className="font-semibold">{recipe.name}</h3>
      <p className="max-w-[72ch] text-muted">{recipe.note}</p>
      {recipe.snippets(context).map((snippet) => (
        <div key={snippet.place} className="mt-2 overflow-hidden rounded-ui border">
          <div className="flex h-8 items-center border-b bg-sunken pr-1 pl-3 text-mini text-muted">
            <span className="min-w-0 flex-1 truncate selectable">{snippet.place}</span>
            <CopyButton
              look="quiet"
              className="h-6 text-mini"
              label="Copy"
              aria-label={`Copy ${recipe.name} snippet`}
              what={`the ${recipe.name} snippet`}
              text={snippet.text}
            />
          </div>
          <pre tabIndex={0} className="overflow-x-auto p-3">
            {snippet.text}
          </pre>
        </div>
      ))}
    </section>
  );
}
