/**
 * The row of the API key: what is stored, replace, forget, test; or the field to enter one, whose text can be shown. A stored key is never shown.
 */

import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { externalLinks } from '#shared/allowed-links.ts';
import { readPastedKey } from '#shared/settings/pasted-key.ts';
import { call } from '../lib/window-bridge.ts';
import { setKeyState, reportOf, useAppState } from '../state/app-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Field, Input, type FieldIds } from '../ui/field.tsx';
import { Dot } from '../ui/small.tsx';
import { notify } from '../ui/toast.tsx';
import type { SettingsForm } from './form.ts';
import { describeKey, type KeyStateText } from './key-state-text.ts';

interface Verdict {
  readonly ok: boolean;
  readonly message: string;
  readonly hint: string | null;
}

export function KeyField({
  replacing,
  setReplacing,
}: {
  replacing: boolean;
  setReplacing: (value: boolean) => void;
}): ReactNode {
  const key = useAppState((app) => app.status.key);
  const words = describeKey(key);
  const { formState } = useFormContext<SettingsForm>();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const entering = !words.present || replacing;
  return (
    <Field
      label="API key"
      name="api_key"
      error={formState.errors.apiKey?.message}
      hint={<KeyHint words={words} verdict={verdict} entering={entering} />}
    >
      {(ids) =>
        entering ? (
          <KeyEntry ids={ids} words={words} replacing={replacing} onCancel={() => setReplacing(false)} />
        ) : (
          <div className="flex min-h-7 flex-wrap items-center gap-2">
            <output id={ids.id} data-testid="key-state" className="mr-auto selectable">
              {words.line}
            </output>
            <TestKey onVerdict={setVerdict} />
            {key.state === 'demo' ? null : <Button onClick={() => setReplacing(true)}>Replace</Button>}
            {words.canForget ? <ForgetKey onDone={() => setVerdict(null)} /> : null}
          </div>
        )
      }
    </Field>
  );
}

function KeyHint({
  words,
  verdict,
  entering,
}: {
  words: KeyStateText;
  verdict: Verdict | null;
  entering: boolean;
}): ReactNode {
  if (verdict !== null && !entering) {
    return (
      <p className={cx('flex items-baseline gap-2', verdict.ok ? 'text-text' : 'text-error')} data-testid="key-verdict">
        <Dot tone={verdict.ok ? 'running' : 'error'} />
        <span>{[verdict.message, verdict.hint].filter(Boolean).join(' ')}</span>
      </p>
    );
  }
  if (words.present) return words.advice === null ? null : <p>{words.advice}</p>;
  return (
    <p data-testid="key-state">
      <span className={words.waiting ? 'text-muted' : 'text-loss'}>{words.line}</span> {words.advice}
    </p>
  );
}

function KeyEntry({
  ids,
  words,
  replacing,
  onCancel,
}: {
  ids: FieldIds;
  words: KeyStateText;
  replacing: boolean;
  onCancel: () => void;
}): ReactNode {
  const { register, setValue, control } = useFormContext<SettingsForm>();
  const session = useWatch({ control, name: 'session' });
  const [shown, setShown] = useState(false);
  return (
    <>
      <div className="flex gap-2">
        <Input
          type={shown ? 'text' : 'password'}
          className="wire"
          placeholder="sk-ant-…"
          {...ids}
          {...register('apiKey')}
          autoComplete="new-password"
          onPaste={(event) => {
            event.preventDefault();
            const text = event.clipboardData.getData('text');
            const read = readPastedKey(text);
            // The field drops line breaks; a space keeps the parts separate.
            const value = read.kind === 'key' ? read.key : text.trim().replaceAll(/[\r\n]+/g, ' ');
            setValue('apiKey', value, { shouldDirty: true, shouldValidate: true });
          }}
        />
        <IconButton
          label={shown ? 'Hide the key' : 'Show the key'}
          aria-controls={ids.id}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
        </IconButton>
        {replacing ? (
          <Button
            onClick={() => {
              setValue('apiKey', '', { shouldDirty: true });
              onCancel();
            }}
          >
            Cancel
          </Button>
        ) : null}
        {words.canRecheck ? <RecheckKey /> : null}
        <Button
          onClick={() => window.open(externalLinks.createKey)}
          title={`Opens ${externalLinks.createKey} in your browser`}
        >
          Create a key
        </Button>
      </div>
      <label className="mt-1.5 flex items-center gap-2">
        <input
          type="checkbox"
          className="size-3.5 accent-(--accent-solid)"
          checked={session || words.sessionOnly}
          disabled={words.sessionOnly}
          onChange={(event) => setValue('session', event.target.checked, { shouldDirty: true })}
        />
        <span>
          For this run only
          <span className="text-faint">
            {words.sessionOnly
              ? ': without a keyring the key stays in memory until Dragoman quits'
              : ': kept in memory until Dragoman quits, never written to disk'}
          </span>
        </span>
      </label>
    </>
  );
}

function TestKey({ onVerdict }: { onVerdict: (verdict: Verdict | null) => void }): ReactNode {
  const [busy, setBusy] = useState(false);
  const test = async (): Promise<void> => {
    setBusy(true);
    onVerdict(null);
    try {
      onVerdict(await call('key.test'));
    } catch (error) {
      onVerdict({ ok: false, ...reportOf(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button onClick={() => void test()} disabled={busy} title="Requests the list of models, which is free">
      {busy ? 'Testing…' : 'Test key'}
    </Button>
  );
}

function ForgetKey({ onDone }: { onDone: () => void }): ReactNode {
  const forget = async (): Promise<void> => {
    try {
      setKeyState(await call('key.forget'));
      notify('The key was removed');
      onDone();
    } catch (error) {
      const report = reportOf(error);
      notify('The key was not removed', {
        description: [report.message, report.hint].filter(Boolean).join(' '),
        problem: true,
      });
    }
  };
  return (
    <Button look="danger" onClick={() => void forget()}>
      Forget
    </Button>
  );
}

function RecheckKey(): ReactNode {
  const [busy, setBusy] = useState(false);
  const check = async (): Promise<void> => {
    setBusy(true);
    try {
      setKeyState(await call('key.state'));
    } catch (error) {
      notify('The keychain did not respond', { description: reportOf(error).message, problem: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button onClick={() => void check()} disabled={busy}>
      {busy ? 'Checking…' : 'Check again'}
    </Button>
  );
}
