/** Setting one tool up: what would change in its configuration file, writing it, and restoring it. Each with a click of its own. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { DragomanError } from '#shared/errors.ts';
import type { RecipeContext } from '#shared/connect/recipe.ts';
import type { SetUpAction, SetUpPlan, SetUpState, SetUpTool } from '#shared/connect/set-up.ts';
import { call } from '../lib/window-bridge.ts';
import { Button } from '../ui/button.tsx';
import { notify } from '../ui/toast.tsx';
import { PlanView } from './plan-view.tsx';

interface SetUpPanelProps {
  tool: SetUpTool;
  name: string;
  context: RecipeContext;
}

export function SetUpPanel({ tool, name, context }: SetUpPanelProps): ReactNode {
  const { baseUrl, model, tokenNeeded } = context;
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['connect.states', baseUrl, model, tokenNeeded],
    queryFn: () => call('connect.states'),
    // Files change without our knowledge: each look reads them again.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: true,
  });
  const [plan, setPlan] = useState<SetUpPlan | null>(null);
  const [problem, setProblem] = useState<DragomanError | null>(null);
  const [busy, setBusy] = useState(false);
  const state = data?.find((one) => one.tool === tool);

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (failure) {
      setPlan(null);
      setProblem(asProblem(failure));
    }
    await queries.invalidateQueries({ queryKey: ['connect.states'] });
    setBusy(false);
  };
  const show = (action: SetUpAction): Promise<void> =>
    attempt(async () => setPlan(await call('connect.plan', { tool, action })));
  const write = ({ action, digest }: SetUpPlan): Promise<void> =>
    attempt(async () => {
      await call('connect.apply', { tool, action, digest });
      setPlan(null);
      notify(action === 'set-up' ? `${name} is set up` : `The file of ${name} is as it was before`);
    });

  const shownProblem = problem ?? (error === null ? null : asProblem(error));
  return (
    <div className="mt-4 rounded-ui border p-3" data-testid="set-up" data-state={state?.state ?? 'unknown'}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-[220px] flex-1">
          <h4 className="font-medium">Set up for me</h4>
          {state === undefined ? null : (
            <>
              <p className={state.state === 'refused' ? 'text-loss' : 'text-muted'}>{stateText(state)}</p>
              <p className="selectable text-mini break-all text-faint">
                <code>{state.path}</code>
              </p>
            </>
          )}
        </div>
        {plan !== null || state === undefined ? null : (
          <div className="flex gap-2">
            {state.restorable ? (
              <Button disabled={busy} onClick={() => void show('restore')}>
                Restore…
              </Button>
            ) : null}
            {state.state === 'ready' || state.state === 'outdated' ? (
              <Button look="primary" disabled={busy} onClick={() => void show('set-up')}>
                {state.state === 'ready' ? 'Show the change…' : 'Update…'}
              </Button>
            ) : null}
          </div>
        )}
      </div>
      {shownProblem === null ? null : (
        <p role="alert" className="mt-2 text-error">
          {shownProblem.message} {shownProblem.hint}
        </p>
      )}
      {plan === null ? null : (
        <PlanView plan={plan} busy={busy} onWrite={() => void write(plan)} onCancel={() => setPlan(null)} />
      )}
    </div>
  );
}

function stateText({ state, reason, restorable }: SetUpState): string {
  switch (state) {
    case 'ready':
      return 'Changes the tool’s own configuration file, after you have seen the difference. A backup is kept.';
    case 'done':
      return restorable ? 'The file points to this proxy. The original is kept.' : 'The file points to this proxy.';
    case 'outdated':
      return 'It was set up, and the address, the model, the token or the file have changed since.';
    case 'refused':
      return `The file is left alone: ${reason ?? 'it cannot be read'}. Use the snippet below.`;
  }
}

function asProblem(failure: unknown): DragomanError {
  return failure instanceof DragomanError
    ? failure
    : new DragomanError('set_up_failed', 'The main process did not answer.', 'Restart Dragoman.');
}
