/** What every tool needs: address, key, model. */

import type { ReactNode } from 'react';
import { keyFor, type RecipeContext } from '#shared/connect/recipe.ts';
import { CopyIcon } from '../ui/copy.tsx';

export function ConnectFacts({ context }: { context: RecipeContext }): ReactNode {
  const { baseUrl, model, tokenNeeded } = context;
  return (
    <>
      <h2 className="text-title font-semibold">Connect a tool</h2>
      <p className="mt-1 max-w-[68ch] text-muted">
        Every OpenAI API client with a configurable base URL can use Claude through this address.
      </p>
      <dl className="mt-4 border-t">
        <Fact name="Base URL" value={baseUrl} copy="base URL" note="On this machine only." />
        <Fact
          name="API key"
          value={keyFor(context)}
          copy={tokenNeeded ? null : 'key'}
          note={
            tokenNeeded
              ? 'The token from Settings → Access. Snippets are copied with it.'
              : 'Any value works: the proxy adds your API key.'
          }
        />
        <Fact
          name="Model"
          value={model}
          copy="model"
          note="Any name works. Names that are not Claude ids use this model."
        />
      </dl>
    </>
  );
}

function Fact({
  name,
  value,
  copy,
  note,
}: {
  name: string;
  value: string;
  copy: string | null;
  note: string;
}): ReactNode {
  return (
    <div className="grid grid-cols-[88px_minmax(0,1fr)] items-center gap-x-3 border-b py-1 min-[980px]:grid-cols-[88px_minmax(0,1fr)_minmax(0,1.2fr)]">
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-h-7 min-w-0 items-center">
        <code className="truncate selectable">{value}</code>
        {copy === null ? null : <CopyIcon text={value} what={copy} />}
      </dd>
      <dd className="text-faint max-[979px]:col-start-2">{note}</dd>
    </div>
  );
}
