/** The recipe of one tool: whether its requests arrive, setting it up, and what to enter where. */

import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { DragomanError } from '#shared/errors.ts';
import { keyFor, type Recipe, type RecipeContext, type Snippet } from '#shared/connect/recipe.ts';
import { setUpTools } from '#shared/connect/set-up.ts';
import { call } from '../lib/window-bridge.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { notify } from '../ui/toast.tsx';
import { RequestStatus } from './request-status.tsx';
import type { RequestState } from './request-state.ts';
import { SetUpPanel } from './set-up-panel.tsx';
import { ShellSelect } from './shell-select.tsx';

interface RecipeDetailProps {
  recipe: Recipe;
  context: RecipeContext;
  state: RequestState;
}

export function RecipeDetail({ recipe, context, state }: RecipeDetailProps): ReactNode {
  const snippets = recipe.snippets(context);
  const tool = setUpTools.find((id) => id === recipe.id);
  return (
    <section aria-label={recipe.name} className="pt-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="font-semibold">{recipe.name}</h3>
        <RequestStatus recipe={recipe} state={state} tokenNeeded={context.tokenNeeded} />
      </div>
      <p className="mt-1 max-w-[72ch] text-muted">{recipe.note}</p>
      {tool === undefined ? null : <SetUpPanel tool={tool} name={recipe.name} context={context} />}
      {snippets.some(({ language }) => language === 'shell') ? (
        <div className="mt-4 flex items-center gap-3">
          <span className="text-muted">Commands for</span>
          <ShellSelect />
        </div>
      ) : null}
      {snippets.map((snippet, index) => (
        <SnippetBox key={snippet.place} recipe={recipe} snippet={snippet} index={index} context={context} />
      ))}
    </section>
  );
}

function SnippetBox({
  recipe,
  snippet,
  index,
  context,
}: {
  recipe: Recipe;
  snippet: Snippet;
  index: number;
  context: RecipeContext;
}): ReactNode {
  const withToken = context.tokenNeeded && snippet.text.includes(keyFor(context));
  const shared = { look: 'quiet' as const, className: 'h-6 text-mini', 'aria-label': `Copy ${recipe.name} snippet` };
  return (
    <div className="mt-3 overflow-hidden rounded-ui border">
      <div className="flex h-8 items-center border-b bg-sunken pr-1 pl-3 text-mini text-muted">
        <span className="min-w-0 flex-1 truncate selectable">{snippet.place}</span>
        {withToken ? (
          <Button {...shared} onClick={() => void copyWithToken(recipe, index, context)}>
            <Copy size={14} aria-hidden />
            Copy with token
          </Button>
        ) : (
          <CopyButton {...shared} label="Copy" what={`the ${recipe.name} snippet`} text={snippet.text} />
        )}
      </div>
      <pre tabIndex={0} className="overflow-x-auto p-3">
        {snippet.text}
      </pre>
    </div>
  );
}

/** The main process puts the token in: it never is in the window. */
async function copyWithToken(recipe: Recipe, snippet: number, { shell }: RecipeContext): Promise<void> {
  try {
    await call('connect.copy', { recipe: recipe.id, snippet, shell });
    notify(`Copied the ${recipe.name} snippet with the token`);
  } catch (error) {
    notify(`Could not copy the ${recipe.name} snippet`, {
      description: error instanceof DragomanError ? error.message : 'The clipboard did not respond.',
      problem: true,
    });
  }
}
