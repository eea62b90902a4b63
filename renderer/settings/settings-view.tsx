/** The settings: the configuration table as a form, translation, appearance, import and export. */

import { useEffect, useState, type ReactNode } from 'react';
import { FormProvider, useForm, type FieldErrors, type Resolver } from 'react-hook-form';
import { readPastedKey } from '#shared/settings/pasted-key.ts';
import { reportOf, useAppState, setSettings, setKeyState } from '../state/app-store.ts';
import { setUnsaved } from '../state/navigation.ts';
import { Button } from '../ui/button.tsx';
import { notify } from '../ui/toast.tsx';
import { AccessSection } from './access-section.tsx';
import { ConfigurationText } from './configuration-text.tsx';
import { formErrors, toForm, type SettingsForm, fromForm } from './form.ts';
import { describeKey } from './key-state-text.ts';
import { LearnedRulesSection } from './learned-rules-section.tsx';
import { LogSection } from './log-section.tsx';
import { ModelChoice } from './model-choice.tsx';

import { LookSection, TranslationSection } from './switches.tsx';
import { TableSection } from './table-section.tsx';
import { call } from '../lib/window-bridge.ts';

const resolver: Resolver<SettingsForm> = (values) => {
  const errors: FieldErrors<SettingsForm> = {};
  const found = formErrors(values);
  if (found.size === 0) return { values, errors: {} };
  for (const [path, message] of found) setError(errors, path.split('.'), message);
  return { values: {}, errors };
};

/** Sets a message at its path: react-hook-form requires errors nested like the values. */
function setError(errors: Record<string, unknown>, [first, ...rest]: string[], message: string): void {
  if (first === undefined) return;
  if (rest.length === 0) {
    errors[first] = { type: 'invalid', message };
    return;
  }
  const inner = errors[first];
  const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  setError(next, rest, message);
  errors[first] = next;
}

export function SettingsView(): ReactNode {
  const settings = useAppState((app) => app.settings);
  const sessionOnly = useAppState((app) => describeKey(app.status.key).sessionOnly);
  const [replacing, setReplacing] = useState(false);
  const form = useForm<SettingsForm>({ defaultValues: toForm(settings), resolver, mode: 'onChange' });
  const { isDirty, isSubmitting, errors } = form.formState;
  const { reset } = form;

  useEffect(() => reset(toForm(settings), { keepDirtyValues: true }), [settings, reset]);
  useEffect(() => {
    setUnsaved(isDirty);
    return () => setUnsaved(false);
  }, [isDirty]);

  const save = form.handleSubmit(async (values) => {
    try {
      await saveForm(values, sessionOnly);
      reset({ ...values, apiKey: '', session: false });
      setReplacing(false);
      notify('Saved', { description: 'It applies from the next request on.' });
    } catch (error) {
      const report = reportOf(error);
      form.setError('root', { message: [report.message, report.hint].filter(Boolean).join(' ') });
    }
  });
  const discard = (): void => {
    reset(toForm(settings));
    setReplacing(false);
  };

  return (
    <FormProvider {...form}>
      <form className="flex h-full flex-col" onSubmit={(event) => void save(event)} noValidate>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto max-w-[820px] px-6 py-6">
            <TableSection replacing={replacing} setReplacing={setReplacing} />
            <ModelChoice />
            <TranslationSection />
            <AccessSection />
            <LearnedRulesSection />
            <LogSection />
            <LookSection />
            <ConfigurationText />
          </div>
        </div>
        <div className="flex h-12 shrink-0 items-center gap-2 border-t bg-surface px-6">
          <p className="min-w-0 flex-1 truncate" aria-live="polite">
            {errors.root?.message === undefined ? (
              <span className="text-faint">
                {isDirty ? 'Not saved yet' : 'Saving applies at once, without a restart'}
              </span>
            ) : (
              <span className="text-error" title={errors.root.message}>
                {errors.root.message}
              </span>
            )}
          </p>
          <Button onClick={discard} disabled={!isDirty || isSubmitting}>
            Discard
          </Button>
          <Button look="primary" type="submit" disabled={!isDirty || isSubmitting}>
            Save
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}

/** Applies everything. Throws what the main process refused; the settings are kept even when the key is then refused. */
export async function saveForm(form: SettingsForm, sessionOnly: boolean): Promise<void> {
  setSettings(await call('settings.save', fromForm(form)));
  const read = readPastedKey(form.apiKey);
  if (read.kind === 'key') {
    setKeyState(await call('key.save', { key: read.key, session: form.session || sessionOnly }));
  }
}
