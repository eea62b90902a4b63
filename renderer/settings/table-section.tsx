/** The rows of the configuration table, by its names, and the port. */

import type { ReactNode } from 'react';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { isLoopbackHost, validateEndpoint } from '#shared/settings/endpoint.ts';
import { useAppState } from '../state/app-store.ts';
import { modelSuggestions, modelWarning } from '../state/model-suggestions.ts';
import { Field, Input } from '../ui/field.tsx';
import { Section } from '../ui/small.tsx';
import { SuggestInput } from '../ui/suggest-input.tsx';
import type { SettingsForm } from './form.ts';
import { KeyField } from './key-field.tsx';

export function TableSection(props: { replacing: boolean; setReplacing: (value: boolean) => void }): ReactNode {
  const { register, control, formState } = useFormContext<SettingsForm>();
  const { errors } = formState;
  const [model, endpoint] = useWatch({ control, name: ['model', 'endpoint'] });
  const models = useAppState((app) => app.translationInputs.models);
  const verdict = validateEndpoint(endpoint.trim());
  return (
    <Section title="Anthropic">
      <Field label="Provider" name="provider" hint={<p>Anthropic is the only provider.</p>}>
        {(ids) => <Input {...ids} value="anthropic" readOnly disabled className="wire" />}
      </Field>
      <Field
        label="Model"
        name="model"
        error={errors.model?.message}
        warning={modelWarning(model, models)}
        hint={<p>Used for every request that does not name a Claude model.</p>}
      >
        {(ids) => (
          <Controller
            control={control}
            name="model"
            render={({ field }) => (
              <SuggestInput
                {...ids}
                value={field.value}
                onChange={field.onChange}
                onBlur={field.onBlur}
                suggestions={modelSuggestions()}
              />
            )}
          />
        )}
      </Field>
      <KeyField {...props} />
      <Field
        label="Endpoint"
        name="override.endpoint"
        error={errors.endpoint?.message}
        warning={verdict.ok ? verdict.warning : null}
        hint={
          <p>{verdict.ok && isLoopbackHost(verdict.url.hostname) ? 'Stays on this machine.' : 'Anthropic itself.'}</p>
        }
      >
        {(ids) => <Input {...ids} {...register('endpoint')} className="wire" inputMode="url" />}
      </Field>
      <Field
        label="Port"
        error={errors.port?.message}
        hint={<p>Tools connect to the proxy here, on this machine only. Requests in flight finish on the old port.</p>}
      >
        {(ids) => <Input {...ids} {...register('port')} className="w-24 tabular-nums" inputMode="numeric" />}
      </Field>
    </Section>
  );
}
