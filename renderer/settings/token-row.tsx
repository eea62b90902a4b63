/** The row of the proxy's own token: where it is kept, and to show, copy or replace it. It is fetched only to be shown. */

import { useEffect, useState, type ReactNode } from 'react';
import type { TokenState } from '#shared/settings/client-token-format.ts';
import { hasToken } from '#shared/settings/client-token-format.ts';
import { call } from '../lib/window-bridge.ts';
import { reportOf, useAppState } from '../state/app-store.ts';
import { Button } from '../ui/button.tsx';
import { copyText } from '../ui/copy.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { notify } from '../ui/toast.tsx';

/** Renders nothing when no token is required. */
export function TokenRow(): ReactNode {
  return useAppState((app) => app.status.tokenNeeded) ? <NeededToken /> : null;
}

function NeededToken(): ReactNode {
  const [token, setToken] = useState<TokenState | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [replacing, setReplacing] = useState(false);

  useEffect(() => {
    void attempt('The token state could not be read', async () => setToken(await call('token.state')));
  }, []);

  if (token === null) return null;
  const withToken = async (use: (text: string) => unknown): Promise<void> => {
    const { token: text } = await call('token.reveal');
    if (text === null) setToken(await call('token.state'));
    else await use(text);
  };
  const replace = async (): Promise<void> => {
    setReplacing(false);
    setShown(null);
    setToken(await call('token.rotate'));
    notify('The token was replaced', { description: 'Give the new one to your tools.' });
  };
  return (
    <Field label="Token" hint={token.hint === null ? null : <p>{token.hint}</p>}>
      {(ids) => (
        <div className="flex min-h-7 flex-wrap items-center gap-2">
          <output id={ids.id} data-testid="token-state" className="mr-auto min-w-0 break-all selectable">
            {shown === null ? token.message : <code className="wire">{shown}</code>}
          </output>
          {hasToken(token) ? (
            <>
              <Button
                onClick={() =>
                  shown === null
                    ? void attempt('The token could not be shown', () => withToken(setShown))
                    : setShown(null)
                }
              >
                {shown === null ? 'Show' : 'Hide'}
              </Button>
              <Button
                onClick={() =>
                  void attempt('The token could not be copied', () => withToken((text) => copyText(text, 'the token')))
                }
              >
                Copy token
              </Button>
            </>
          ) : null}
          {token.state === 'environment' ? null : (
            <Button look="danger" onClick={() => setReplacing(true)}>
              {hasToken(token) ? 'Replace token' : 'New token'}
            </Button>
          )}
          <Dialog
            open={replacing}
            onClose={() => setReplacing(false)}
            title="Make a new token?"
            description="Tools with the old token are refused until you give them the new one."
            actions={
              <>
                <Button onClick={() => setReplacing(false)}>Cancel</Button>
                <Button look="danger" onClick={() => void attempt('The token was not replaced', replace)}>
                  Make a new one
                </Button>
              </>
            }
          />
        </div>
      )}
    </Field>
  );
}

/** Runs the action and shows its error, if any. */
async function attempt(failed: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const report = reportOf(error);
    notify(failed, { description: [report.message, report.hint].filter(Boolean).join(' '), problem: true });
  }
}
