/** How to point tools at the proxy: a list of tools with their states, and the recipe of the chosen one. */

import { useMemo, useState, type ReactNode } from 'react';
import type { RecipeContext } from '#shared/connect/recipe.ts';
import { recipes } from '#shared/connect/recipes.ts';
import { useAppState } from '../state/app-store.ts';
import { useExchanges } from '../state/exchange-store.ts';
import { useShell } from '../state/shell-choice.ts';
import { ConnectFacts } from './connect-facts.tsx';
import { RecipeDetail } from './recipe-detail.tsx';
import { matchingRecipes, newestByClient, requestState } from './request-state.ts';
import { ToolList } from './tool-list.tsx';

/** The one that was looked at last, for as long as the window lives. */
let lastChosen = recipes[0]?.id ?? '';

export function ConnectView(): ReactNode {
  const baseUrl = useAppState((app) => app.status.baseUrl);
  const tokenNeeded = useAppState((app) => app.status.tokenNeeded);
  const model = useAppState((app) => app.settings.model);
  const ascending = useExchanges((store) => store.table.ascending);
  const newest = useMemo(() => newestByClient(ascending), [ascending]);
  const context: RecipeContext = { baseUrl, model, tokenNeeded, shell: useShell() };
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(lastChosen);
  const choose = (id: string): void => {
    lastChosen = id;
    setChosen(id);
  };
  const found = matchingRecipes(recipes, search);
  const recipe = recipes.find(({ id }) => id === chosen) ?? recipes[0];
  return (
    <div
      className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)] min-[760px]:grid-cols-[216px_minmax(0,1fr)] min-[760px]:grid-rows-1"
      data-testid="connect"
    >
      <ToolList
        recipes={found}
        search={search}
        onSearch={setSearch}
        chosen={recipe?.id ?? ''}
        onChoose={choose}
        stateOf={(one) => requestState(one, newest).kind}
      />
      <div className="min-h-0 overflow-y-auto">
        <div className="max-w-[860px] px-6 py-6">
          <ConnectFacts context={context} />
          {recipe === undefined ? null : (
            <RecipeDetail key={recipe.id} recipe={recipe} context={context} state={requestState(recipe, newest)} />
          )}
        </div>
      </div>
    </div>
  );
}
